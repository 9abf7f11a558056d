package escpos

import (
	"embed"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/profile"
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

	Form       string `json:"form"`        // of pictures: "raster" (GS v 0, also when empty), "graphics" (GS ( L) or "graphics-large" (GS 8 L)
	Mode       string `json:"mode"`        // "raster" (also when empty): the slip is one picture; "text": the printer's own characters
	Charset    string `json:"charset"`     // of its Chinese ROM, for text: "gb18030" or "gbk"
	FirmwareQR bool   `json:"firmware_qr"` // it draws QR codes itself (GS ( k); used in text mode
	Code128    string `json:"code128"`     // text mode, drawn by itself: code set "B" or "C" (binary pairs, as Epson's); empty: sent as a picture
	NoPulse    bool   `json:"no_pulse"`    // it knows GS ( D: dots that look like DLE DC4 must not open the drawer
	ASB        bool   `json:"asb"`         // it is asked to tell every change by itself (GS a)

	Drawer        string  `json:"drawer"`        // hex of the drawer pulse; empty: no drawer can be joined
	DrawerSensor  bool    `json:"drawer_sensor"` // the drawer's switch is wired to pin 3
	DrawerOpenLow bool    `json:"drawer_low"`    // pin 3 is low, not high, while it is open
	DotsPerMM     float64 `json:"dots_per_mm"`   // along the paper; 0 means 8 (203 dpi)
	NearEndM      float64 `json:"near_end_m"`    // metres of paper left when the near-end sensor trips, as it is set; 0: no estimate
	SlipMM        float64 `json:"slip_mm"`       // length of a slip until some were printed; 0 means 150
}

// LoadProfile reads a built-in profile by its name, or a file when the name ends in .json.
func LoadProfile(name string) (Profile, error) {
	var p Profile
	src, err := profile.Load(profiles, name, &p)
	if err != nil {
		return Profile{}, err
	}
	return p, p.check(src.Bad)
}

// Profiles lists the built-in profiles.
func Profiles() []string { return profile.Names(profiles) }

// complaint makes an error about the value of a key.
type complaint = func(key, format string, args ...any) error

func (p Profile) check(bad complaint) error {
	for key, text := range map[string]string{"cut": p.Cut, "drawer": p.Drawer} {
		if _, err := hex.DecodeString(text); err != nil {
			return bad(key, "%q, wanted bytes in hex", text)
		}
	}
	for _, n := range []struct {
		key          string
		is, min, max int
	}{{"dots", p.Dots, 8, 4096}, {"band", p.Band, 1, 256}, {"module", p.Module, 1, 16}, {"qr", p.QR, 1, 16}} {
		if n.is < n.min || n.is > n.max {
			return bad(n.key, "%d, from %d to %d", n.is, n.min, n.max)
		}
	}
	if p.Dots%8 != 0 {
		return bad("dots", "%d, wanted whole bytes of eight dots", p.Dots)
	}
	return p.checkWords(bad)
}

// checkWords: a text mode without a character set would print nonsense.
func (p Profile) checkWords(bad complaint) error {
	for _, w := range []struct {
		key, word string
		known     []string
	}{
		{"status", p.Status, []string{"yes", "no", "auto"}},
		{"form", p.Form, []string{"", formRaster, formGraphics, formLarge}},
		{"code128", p.Code128, []string{"", "B", "C"}},
		{"mode", p.Mode, []string{"", modeRaster, modeText}},
	} {
		if !slices.Contains(w.known, w.word) {
			return bad(w.key, "%s", hardware.Unknown("word", w.word, w.known))
		}
	}
	if p.Mode == modeText && p.Charset != "gb18030" && p.Charset != "gbk" {
		return bad("mode", "text, but %s has no Chinese character set (charset %q)", p.Name, p.Charset)
	}
	return nil
}

// Modes of a profile.
const (
	modeRaster = "raster"
	modeText   = "text"
)

// WithMode returns the profile in another mode ("" leaves it): "text" wants a profile that names the printer's
// character set.
func (p Profile) WithMode(mode string) (Profile, error) {
	if mode != "" {
		p.Mode = mode
	}
	return p, p.check(func(key, format string, args ...any) error {
		return hardware.E("escpos.WithMode", hardware.BadConfig, key+": "+fmt.Sprintf(format, args...))
	})
}
