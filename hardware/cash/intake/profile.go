package intake

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"strings"

	"github.com/brighthall/brighthall/hardware"
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

// LoadProfile reads one of a driver's built-in profiles by name.
func LoadProfile(files fs.FS, name string) (Profile, error) {
	const op = "cash.LoadProfile"
	data, err := fs.ReadFile(files, "profiles/"+name+".json")
	if err != nil {
		return Profile{}, hardware.E(op, hardware.BadConfig, hardware.Unknown("profile", name, Profiles(files)))
	}
	var p Profile
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return Profile{}, hardware.E(op, hardware.BadConfig, err)
	}
	return p, p.check(op)
}

// Profiles lists a driver's built-in profiles.
func Profiles(files fs.FS) []string {
	names, _ := fs.Glob(files, "profiles/*.json")
	for i, n := range names {
		names[i] = strings.TrimSuffix(strings.TrimPrefix(n, "profiles/"), ".json")
	}
	return names
}

func (p Profile) check(op string) error {
	if p.Currency == "" || len(p.Channels) == 0 && len(p.Countries) == 0 || p.PollMS < 0 {
		return hardware.E(op, hardware.BadConfig, "profile "+p.Name)
	}
	for _, fen := range p.Channels {
		if fen < 0 {
			return hardware.E(op, hardware.BadConfig, "a channel below zero in "+p.Name)
		}
	}
	return nil
}
