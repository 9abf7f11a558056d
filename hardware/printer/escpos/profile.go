package escpos

import (
	"bytes"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

//go:embed profiles/*.json
var profiles embed.FS

// Profile is a printer model as data. Lengths are dots (8 to a millimetre at 203 dpi).
type Profile struct {
	Name      string  `json:"name"`
	Dots      int     `json:"dots"`       // printable width, a multiple of 8
	Margin    int     `json:"margin"`     // kept white at both sides, except beside bars
	Module    int     `json:"module"`     // Code128: dots per module
	QR        int     `json:"qr"`         // QR: dots per module at most
	QRWidth   int     `json:"qr_width"`   // QR: widest symbol
	BarHeight int     `json:"bar_height"` //
	Band      int     `json:"band"`       // rows per GS v 0, at most 256
	Number    float64 `json:"number"`     // type sizes
	Title     float64 `json:"title"`
	Large     float64 `json:"large"`
	Medium    float64 `json:"medium"`
	Small     float64 `json:"small"`
	Note      float64 `json:"note"`
	Value     float64 `json:"value"`
	Unit      float64 `json:"unit"`
	Side      float64 `json:"side"`
	Gap       int     `json:"gap"`      // between blocks
	Cut       string  `json:"cut"`      // hex; a model without a cutter feeds instead
	Feed      int     `json:"feed"`     // white rows after the slip
	Status    string  `json:"status"`   // "yes": must answer; "no": never asked; "auto": found out
	ReplyMS   int     `json:"reply_ms"` // longest wait for one status byte
}

// LoadProfile reads a built-in profile by name.
func LoadProfile(name string) (Profile, error) {
	const op = "escpos.LoadProfile"
	data, err := profiles.ReadFile("profiles/" + name + ".json")
	if err != nil {
		return Profile{}, hardware.E(op, hardware.BadConfig,
			fmt.Sprintf("unknown profile %q, did you mean %q", name, hardware.Nearest(name, Profiles())))
	}
	var p Profile
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return Profile{}, hardware.E(op, hardware.BadConfig, err)
	}
	return p, p.check(op)
}

// Profiles lists the built-in profiles.
func Profiles() []string {
	files, _ := fs.Glob(profiles, "profiles/*.json")
	for i, f := range files {
		files[i] = strings.TrimSuffix(strings.TrimPrefix(f, "profiles/"), ".json")
	}
	return files
}

func (p Profile) check(op string) error {
	_, err := hex.DecodeString(p.Cut)
	switch {
	case p.Dots <= 0 || p.Dots%8 != 0, p.Band < 1 || p.Band > 256, p.Module < 1, p.QR < 1, err != nil:
		return hardware.E(op, hardware.BadConfig, "profile "+p.Name)
	case !slices.Contains([]string{"yes", "no", "auto"}, p.Status):
		return hardware.E(op, hardware.BadConfig, "status "+p.Status)
	}
	return nil
}
