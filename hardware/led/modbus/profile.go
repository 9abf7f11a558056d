package modbus

import (
	"embed"
	"strconv"

	"github.com/brighthall/brighthall/hardware/profile"
)

//go:embed profiles/*.json
var profiles embed.FS

// Profile is a maker's display as data.
type Profile struct {
	Name     string  `json:"name"`
	Note     string  `json:"note"`     // whose sheet it was filled from
	Baud     int     `json:"baud"`     // the line's usual speed; the URL's counts more
	Function int     `json:"function"` // 16 writes several registers at once, 6 one by one
	Number   Field   `json:"number"`
	Window   *Field  `json:"window"`
	Blink    *Blink  `json:"blink"`
	Clear    *Values `json:"clear"` // none: the number's blanks are written
	Forget   *Forget `json:"forget"`
	Ask      *Values `json:"ask"` // a register that may be read at any time
}

// Field is a place for digits.
type Field struct {
	Register int               `json:"register"`
	Format   string            `json:"format"`  // bcd ascii ascii-low chars uint
	Digits   int               `json:"digits"`  // 1 to 8
	Blank    string            `json:"blank"`   // what stands in an empty place: a hex digit for bcd, a character otherwise; none for uint
	Align    string            `json:"align"`   // right or left
	Letters  string            `json:"letters"` // of a number like H023: keep or drop
	Order    string            `json:"order"`   // of the two registers of a long uint: high-first or low-first
	Glyphs   map[string]uint16 `json:"glyphs"`  // chars: what is written for a character; its ASCII code when it is not here
}

// Blink is what makes the digits blink.
type Blink struct {
	Register int    `json:"register"`
	On       uint16 `json:"on"`
	Off      uint16 `json:"off"`
}

// Values stand in registers that follow each other.
type Values struct {
	Register int      `json:"register"`
	Values   []uint16 `json:"values"`
}

// Forget is how long the display shows what it is not told again.
type Forget struct {
	Register int `json:"register"`
	UnitMS   int `json:"unit_ms"` // of the register's value
	Most     int `json:"most"`    // of the register's value
}

// LoadProfile reads a built-in profile, or a file.
func LoadProfile(name string) (Profile, error) {
	p := Profile{Baud: 9600, Function: WriteSeveral}
	src, err := profile.Load(profiles, name, &p)
	if err != nil {
		return p, err
	}
	if p.Forget != nil && p.Forget.Most == 0 {
		p.Forget.Most = 65535
	}
	return p, p.check(src)
}

// Profiles lists the built-in ones.
func Profiles() []string { return profile.Names(profiles) }

func (p *Profile) check(src *profile.Source) error {
	if p.Function != WriteRegister && p.Function != WriteSeveral {
		return src.Bad("function", "%d, 6 or 16", p.Function)
	}
	if err := p.Number.check(src, "number"); err != nil {
		return err
	}
	if p.Window != nil {
		if err := p.Window.check(src, "window"); err != nil {
			return err
		}
	}
	if err := p.Forget.check(src); err != nil {
		return err
	}
	for key, at := range p.registers() {
		if at < 0 || at > 65400 {
			return src.Bad(key+".register", "%d, from 0 to 65400", at)
		}
	}
	switch {
	case p.Clear == nil && p.Number.Format == "uint":
		return src.Bad("clear", "needed: the format uint has no blank")
	case p.Clear != nil && (len(p.Clear.Values) == 0 || len(p.Clear.Values) > 100):
		return src.Bad("clear.values", "%d values, from 1 to 100", len(p.Clear.Values))
	}
	return nil
}

// registers are the registers named, by key.
func (p *Profile) registers() map[string]int {
	all := map[string]int{"number": p.Number.Register}
	if p.Window != nil {
		all["window"] = p.Window.Register
	}
	if p.Blink != nil {
		all["blink"] = p.Blink.Register
	}
	if p.Clear != nil {
		all["clear"] = p.Clear.Register
	}
	if p.Forget != nil {
		all["forget"] = p.Forget.Register
	}
	if p.Ask != nil {
		all["ask"] = p.Ask.Register
	}
	return all
}

func (f *Forget) check(src *profile.Source) error {
	switch {
	case f == nil:
		return nil
	case f.UnitMS < 1 || f.UnitMS > 60_000:
		return src.Bad("forget.unit_ms", "%d, from 1 to 60000", f.UnitMS)
	case f.Most < 1 || f.Most > 65535:
		return src.Bad("forget.most", "%d, from 1 to 65535", f.Most)
	}
	return nil
}

func (f *Field) check(src *profile.Source, key string) error {
	set(&f.Align, "right")
	set(&f.Letters, "drop")
	set(&f.Order, "high-first")
	if f.Format == "bcd" {
		set(&f.Blank, "F")
	}
	set(&f.Blank, " ")
	for _, w := range []struct {
		key, is string
		known   []string
	}{
		{"format", f.Format, []string{"bcd", "ascii", "ascii-low", "chars", "uint"}}, {"align", f.Align, []string{"right", "left"}},
		{"letters", f.Letters, []string{"keep", "drop"}}, {"order", f.Order, []string{"high-first", "low-first"}},
	} {
		if err := src.Word(key+"."+w.key, w.is, w.known...); err != nil {
			return err
		}
	}
	switch {
	case f.Digits < 1 || f.Digits > 8:
		return src.Bad(key+".digits", "%d, from 1 to 8", f.Digits)
	case len(f.Blank) != 1:
		return src.Bad(key+".blank", "%q, one character", f.Blank)
	case f.Format == "bcd" && !hexDigit(f.Blank):
		return src.Bad(key+".blank", "%q, a hex digit", f.Blank)
	case f.Letters == "keep" && (f.Format == "bcd" || f.Format == "uint"):
		return src.Bad(key+".letters", "%s has digits only", f.Format)
	case f.Format != "chars" && len(f.Glyphs) > 0:
		return src.Bad(key+".glyphs", "only with the format chars")
	}
	for g := range f.Glyphs {
		if len(g) != 1 {
			return src.Bad(key+".glyphs", "%q, one character each", g)
		}
	}
	return nil
}

func set(s *string, unset string) {
	if *s == "" {
		*s = unset
	}
}

func hexDigit(s string) bool { _, err := strconv.ParseUint(s, 16, 4); return err == nil }
