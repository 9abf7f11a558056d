package template

import (
	"embed"
	"encoding/hex"

	"github.com/brighthall/brighthall/hardware/profile"
)

//go:embed profiles/*.json
var profiles embed.FS

// Profile is a maker's protocol as data; see the package's own words.
type Profile struct {
	Name     string   `json:"name"`
	Note     string   `json:"note"`
	Baud     int      `json:"baud"` // the line's usual speed; the URL's counts more
	Show     string   `json:"show"`
	Clear    string   `json:"clear"`
	Ask      string   `json:"ask"`
	Ack      string   `json:"ack"`
	Nak      string   `json:"nak"`
	Address  Number   `json:"address"`
	Length   Number   `json:"length"`
	Seconds  Number   `json:"seconds"`
	Window   Number   `json:"window"`
	Text     Text     `json:"text"`
	Blink    Blink    `json:"blink"`
	Checksum Checksum `json:"checksum"`
	Forgets  int      `json:"forgets_s"` // seconds after which it goes dark by itself; 0: never, or by {seconds}

	show, clear, ask, ack, nak frame
}

// Number is how a number stands on the wire.
type Number struct {
	Form  string `json:"form"`
	First int    `json:"first"` // the least one allowed
	Last  int    `json:"last"`  // the greatest; 0 is what the form holds
	Plus  int    `json:"plus"`  // added, for a length that counts more than the brackets say
}

// Text is how the text stands on the wire.
type Text struct {
	Encoding string `json:"encoding"`
	From     string `json:"from"`
	Most     int    `json:"most"`  // bytes
	Pad      string `json:"pad"`   // hex byte that fills up to Most; nothing: no filling
	Align    string `json:"align"` // left or right, when it is filled
}

// Blink is what makes the text blink, in hex.
type Blink struct {
	On  string `json:"on"`
	Off string `json:"off"`
}

// Checksum is how what stands in square brackets is guarded.
type Checksum struct {
	Kind string `json:"kind"`
	Form string `json:"form"`
}

// forms of a number, and the greatest it holds.
var forms = map[string]int{"byte": 0xFF, "word": 0xFFFF, "word-low": 0xFFFF, "digits2": 99, "digits3": 999, "digits4": 9999, "hex2": 0xFF, "hex4": 0xFFFF}

// LoadProfile reads a built-in profile, or a file.
func LoadProfile(name string) (Profile, error) {
	p := Profile{Baud: 9600}
	src, err := profile.Load(profiles, name, &p)
	if err != nil {
		return p, err
	}
	return p, p.check(src)
}

// ParseProfile reads a profile from memory; name is for its errors.
func ParseProfile(name string, data []byte) (Profile, error) {
	p := Profile{Baud: 9600}
	src, err := profile.Parse(name, data, &p)
	if err != nil {
		return p, err
	}
	return p, p.check(src)
}

// Profiles lists the built-in ones.
func Profiles() []string { return profile.Names(profiles) }

func (p *Profile) check(src *profile.Source) error {
	if err := p.words(src); err != nil {
		return err
	}
	for _, n := range []struct {
		key string
		is  *Number
	}{{"address", &p.Address}, {"length", &p.Length}, {"seconds", &p.Seconds}, {"window", &p.Window}} {
		if err := n.is.check(src, n.key); err != nil {
			return err
		}
	}
	if p.Text.Most < 1 || p.Text.Most > 1024 {
		return src.Bad("text.most", "%d, from 1 to 1024", p.Text.Most)
	}
	if p.Forgets < 0 || p.Forgets > 86400 {
		return src.Bad("forgets_s", "%d, from 0 to 86400", p.Forgets)
	}
	for key, digits := range map[string]string{"text.pad": p.Text.Pad, "blink.on": p.Blink.On, "blink.off": p.Blink.Off} {
		if b, err := hex.DecodeString(digits); err != nil || key == "text.pad" && len(b) > 1 || len(b) > 16 {
			return src.Bad(key, "%q, bytes in hex", digits)
		}
	}
	return p.compile(src)
}

// words checks what is one of a few.
func (p *Profile) words(src *profile.Source) error {
	set(&p.Text.Encoding, "gbk")
	set(&p.Text.From, "text")
	set(&p.Text.Align, "left")
	set(&p.Checksum.Kind, "none")
	if wide(p.Checksum.Kind) {
		set(&p.Checksum.Form, "word")
	}
	set(&p.Checksum.Form, "byte")
	for _, w := range []struct {
		key, is string
		known   []string
	}{
		{"text.encoding", p.Text.Encoding, []string{"gb2312", "gbk", "ascii"}}, {"text.from", p.Text.From, []string{"text", "number"}},
		{"text.align", p.Text.Align, []string{"left", "right"}},
		{"checksum.kind", p.Checksum.Kind, []string{"none", "sum8", "neg8", "xor", "sum16", "crc16-modbus", "crc16-arc", "crc16-xmodem"}},
		{"checksum.form", p.Checksum.Form, []string{"byte", "word", "word-low", "hex2", "hex4"}},
	} {
		if err := src.Word(w.key, w.is, w.known...); err != nil {
			return err
		}
	}
	if wide(p.Checksum.Kind) && forms[p.Checksum.Form] < 0xFFFF {
		return src.Bad("checksum.form", "%s holds no %s: word, word-low or hex4", p.Checksum.Form, p.Checksum.Kind)
	}
	return nil
}

func (n *Number) check(src *profile.Source, key string) error {
	set(&n.Form, "byte")
	if err := src.Word(key+".form", n.Form, "byte", "word", "word-low", "digits2", "digits3", "digits4", "hex2", "hex4"); err != nil {
		return err
	}
	if n.Last == 0 {
		n.Last = forms[n.Form]
	}
	if n.First < 0 || n.Last < n.First || n.Last > forms[n.Form] {
		return src.Bad(key+".last", "from %d to %d, and %s holds 0 to %d", n.First, n.Last, n.Form, forms[n.Form])
	}
	if n.Plus < -16 || n.Plus > 16 {
		return src.Bad(key+".plus", "%d, from -16 to 16", n.Plus)
	}
	return nil
}

func set(s *string, unset string) {
	if *s == "" {
		*s = unset
	}
}
