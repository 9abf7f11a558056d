package onbon

import (
	"embed"
	"regexp"

	"github.com/brighthall/brighthall/hardware/profile"
)

//go:embed profiles/*.json
var profiles embed.FS

// Profile is a card on its screen, as data.
type Profile struct {
	Name    string `json:"name"`
	Width   int    `json:"width"`  // dots
	Height  int    `json:"height"` // dots
	X       int    `json:"x"`      // dots left of the area
	Y       int    `json:"y"`      // dots above it
	Unit    string `json:"unit"`   // of X and W on the wire: "byte8" or "px"
	Dots    int    `json:"dots"`   // height of the font: 16; a Chinese character is as wide as high
	Font    string `json:"font"`   // tag of the font, "000"; empty for a card without tags
	Color   string `json:"color"`  // tag of the colour, "1"; empty for a screen of one colour
	Calling string `json:"calling"`
	Speed   int    `json:"speed"` // 0 fast to 24 slow
	Stay    int    `json:"stay"`  // half seconds
	Area    int    `json:"area"`  // id of the dynamic area
}

// effects are the words of Calling: how a number that is just being called comes.
var effects = map[string]Effect{"static": Static, "quick": Quick, "left": Left, "right": Right, "up": Up, "down": Down}

var tag = regexp.MustCompile(`^[0-9]{0,3}$`)

// LoadProfile reads a built-in profile, or a file.
func LoadProfile(name string) (Profile, error) {
	p := Profile{Unit: "byte8", Dots: 16, Calling: "up"}
	src, err := profile.Load(profiles, name, &p)
	if err != nil {
		return p, err
	}
	return p, p.check(src)
}

// Profiles lists the built-in ones.
func Profiles() []string { return profile.Names(profiles) }

func (p Profile) check(src *profile.Source) error {
	if err := src.Word("unit", p.Unit, "byte8", "px"); err != nil {
		return err
	}
	if err := src.Word("calling", p.Calling, "static", "quick", "left", "right", "up", "down"); err != nil {
		return err
	}
	for _, r := range []struct {
		key             string
		is, least, most int
	}{
		{"width", p.Width, 16, 4096}, {"height", p.Height, 8, 1024}, {"x", p.X, 0, 4096}, {"y", p.Y, 0, 1024}, {"dots", p.Dots, 8, 256},
		{"speed", p.Speed, 0, 24}, {"stay", p.Stay, 0, 255}, {"area", p.Area, 0, 255},
	} {
		if r.is < r.least || r.is > r.most {
			return src.Bad(r.key, "%d, from %d to %d", r.is, r.least, r.most)
		}
	}
	switch {
	case p.Unit == "byte8" && p.Width%8 != 0:
		return src.Bad("width", "%d, a multiple of 8 with unit byte8", p.Width)
	case p.Unit == "byte8" && p.X%8 != 0:
		return src.Bad("x", "%d, a multiple of 8 with unit byte8", p.X)
	case !tag.MatchString(p.Font):
		return src.Bad("font", "%q, three digits like 000, or nothing", p.Font)
	case !tag.MatchString(p.Color):
		return src.Bad("color", "%q, a digit like 1, or nothing", p.Color)
	}
	return nil
}
