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

// LoadProfile reads a built-in profile by name.
func LoadProfile(name string) (Profile, error) {
	const op = "escpos.LoadProfile"
	data, err := profiles.ReadFile("profiles/" + name + ".json")
	if err != nil {
		return Profile{}, hardware.E(op, hardware.BadConfig, hardware.Unknown("profile", name, Profiles()))
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
	_, err := hex.DecodeString(p.Cut + p.Drawer)
	switch {
	case p.Dots <= 0 || p.Dots%8 != 0, p.Band < 1 || p.Band > 256, p.Module < 1, p.QR < 1, err != nil:
		return hardware.E(op, hardware.BadConfig, "profile "+p.Name)
	case !slices.Contains([]string{"yes", "no", "auto"}, p.Status):
		return hardware.E(op, hardware.BadConfig, "status "+p.Status)
	case !slices.Contains([]string{"", formRaster, formGraphics, formLarge}, p.Form):
		return hardware.E(op, hardware.BadConfig, "form "+p.Form)
	case !slices.Contains([]string{"", "B", "C"}, p.Code128):
		return hardware.E(op, hardware.BadConfig, "code128 "+p.Code128)
	}
	return p.checkText(op)
}

// checkText: a text mode without a character set would print nonsense.
func (p Profile) checkText(op string) error {
	switch {
	case !slices.Contains([]string{"", modeRaster, modeText}, p.Mode):
		return hardware.E(op, hardware.BadConfig, hardware.Unknown("mode", p.Mode, []string{modeRaster, modeText}))
	case p.Mode == modeText && p.Charset != "gb18030" && p.Charset != "gbk":
		return hardware.E(op, hardware.BadConfig, fmt.Sprintf("profile %s has no Chinese character set (charset %q)", p.Name, p.Charset))
	}
	return nil
}

// Modes of a profile.
const (
	modeRaster = "raster"
	modeText   = "text"
)

// WithMode returns the profile in another mode ("" leaves it): "text" wants a profile that names the printer's character set.
func (p Profile) WithMode(mode string) (Profile, error) {
	if mode != "" {
		p.Mode = mode
	}
	return p, p.check("escpos.WithMode")
}
