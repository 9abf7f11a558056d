package intake

import (
	"io/fs"

	"github.com/brighthall/brighthall/hardware/profile"
)

// Profile is a model of an acceptor as data. What a channel is worth is set at the machine
// (EEPROM, DIP switches, coin table) and must be checked there.
type Profile struct {
	Name     string `json:"name"`
	Currency string `json:"currency"` // "CNY"
	// Channels is what each channel is worth in fen, from the lowest: 0 is never taken.
	Channels []int64 `json:"channels"`
	PollMS   int     `json:"poll_ms"` // between two questions

	Bare      bool     `json:"bare,omitempty"`      // ict: old firmware says the denomination without 81
	Countries []string `json:"countries,omitempty"` // ccnet: values from the machine's own table, of these country codes
	Address   int      `json:"address,omitempty"`   // cctalk: 2 for the first coin acceptor
}

// Value is what a channel is worth in fen; 0 when it is not known.
func (p Profile) Value(channel int) int64 {
	if channel < 0 || channel >= len(p.Channels) {
		return 0
	}
	return p.Channels[channel]
}

// LoadProfile reads one of a driver's built-in profiles by its name, or a file when the name ends in .json.
func LoadProfile(files fs.FS, name string) (Profile, error) {
	var p Profile
	src, err := profile.Load(files, name, &p)
	if err != nil {
		return Profile{}, err
	}
	return p, p.check(src)
}

// Profiles lists a driver's built-in profiles.
func Profiles(files fs.FS) []string { return profile.Names(files) }

func (p Profile) check(src *profile.Source) error {
	switch {
	case p.Currency == "":
		return src.Bad("currency", "missing, such as CNY")
	case len(p.Channels) == 0 && len(p.Countries) == 0:
		return src.Bad("channels", "missing: what is each worth in fen?")
	case p.PollMS < 0:
		return src.Bad("poll_ms", "%d, at least 0", p.PollMS)
	}
	for _, fen := range p.Channels {
		if fen < 0 {
			return src.Bad("channels", "%d fen: a channel is worth 0 or more", fen)
		}
	}
	return nil
}
