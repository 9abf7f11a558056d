package keys

import (
	"embed"
	"fmt"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/profile"
)

//go:embed profiles/*.json
var profiles embed.FS

// Profile is a maker's evaluator as data.
type Profile struct {
	Name     string   `json:"name"`
	Note     string   `json:"note"`     // whose sheet it was filled from
	Baud     int      `json:"baud"`     // the line's usual speed; the URL's counts more
	Encoding string   `json:"encoding"` // of texts: gbk or utf-8
	Framing  Framing  `json:"framing"`
	Prompt   []string `json:"prompt"` // sent one after another: light, then speak. Empty: a box of keys alone
	Ack      string   `json:"ack"`    // it has taken the prompt; empty: it does not say
	Nak      string   `json:"nak"`    // it refuses
	Thanks   string   `json:"thanks"` // sent when a key was pressed
	Cancel   string   `json:"cancel"` // takes the prompt back
	Alive    Alive    `json:"alive"`  // may be asked at any time
	Keys     []Key    `json:"keys"`
	Timeout  int      `json:"timeout_s"`   // of a prompt: 15
	Debounce int      `json:"debounce_ms"` // 300: the same key again within it is the same press
	Settle   int      `json:"settle_ms"`   // 200: a key so soon after the prompt was pressed before it

	prompt              []template
	ack, nak, answer    template
	thanks, cancel, ask template
	levels              []level
}

// Framing is how what comes is cut into frames.
type Framing struct {
	Kind   string `json:"kind"`    // byte, fixed, start-end, line
	Length int    `json:"length"`  // fixed: bytes of a frame, all counted
	Start  string `json:"start"`   // hex; fixed may have none
	End    string `json:"end"`     // hex; fixed may have none
	IdleMS int    `json:"idle_ms"` // 200: a pause so long ends a line and drops a broken frame

	start, end []byte
}

// Alive is a question and its answer.
type Alive struct {
	Ask    string `json:"ask"`
	Answer string `json:"answer"`
}

// Key is what one key sends.
type Key struct {
	Match string `json:"match"`
	Level int    `json:"level"` // 5 非常满意 … 1 非常不满意
}

type level struct {
	frame template
	level int
}

// Speaks reports whether anything is sent to the box.
func (p *Profile) Speaks() bool { return len(p.prompt)+len(p.thanks)+len(p.cancel)+len(p.ask) > 0 }

// LoadProfile reads a built-in profile by its name, or a file when the name ends in .json. What is wrong with it is
// told with the line, the key, and the word that was probably meant.
func LoadProfile(name string) (*Profile, error) {
	var p Profile
	src, err := profile.Load(profiles, name, &p)
	if err != nil {
		return nil, err
	}
	return &p, p.check(src)
}

// ParseProfile reads the text of a profile; name is for errors.
func ParseProfile(name string, data []byte) (*Profile, error) {
	var p Profile
	src, err := profile.Parse(name, data, &p)
	if err != nil {
		return nil, err
	}
	return &p, p.check(src)
}

// Profiles lists the built-in ones.
func Profiles() []string { return profile.Names(profiles) }

func (p *Profile) check(src *profile.Source) error {
	setWord(&p.Encoding, "gbk")
	setNumber(&p.Baud, 9600)
	setNumber(&p.Timeout, 15)
	setNumber(&p.Debounce, 300)
	setNumber(&p.Settle, 200)
	setNumber(&p.Framing.IdleMS, 200)
	if err := src.Word("encoding", p.Encoding, "gbk", "utf-8"); err != nil {
		return err
	}
	for _, n := range []struct {
		key          string
		is, min, max int
	}{
		{"baud", p.Baud, 300, 921600}, {"timeout_s", p.Timeout, 1, 600}, {"debounce_ms", p.Debounce, 1, 5000}, {"settle_ms", p.Settle, 1, 2000},
		{"framing.idle_ms", p.Framing.IdleMS, 5, 5000},
	} {
		if n.is < n.min || n.is > n.max {
			return src.Bad(n.key, "%d, from %d to %d", n.is, n.min, n.max)
		}
	}
	if err := p.Framing.check(src); err != nil {
		return err
	}
	if err := p.checkSent(src); err != nil {
		return err
	}
	return p.checkHeard(src)
}

func (f *Framing) check(src *profile.Source) (err error) {
	if err := src.Word("framing.kind", f.Kind, "byte", "fixed", "start-end", "line"); err != nil {
		return err
	}
	if f.start, err = hexOf(f.Start); err != nil {
		return src.Bad("framing.start", "%v", err)
	}
	if f.end, err = hexOf(f.End); err != nil {
		return src.Bad("framing.end", "%v", err)
	}
	edges := len(f.start) + len(f.end)
	switch {
	case f.Kind == "fixed" && (f.Length < max(1, edges) || f.Length > 64):
		return src.Bad("framing.length", "%d, from %d to 64", f.Length, max(1, edges))
	case f.Kind != "fixed" && f.Length != 0:
		return src.Bad("framing.length", "only with the kind fixed")
	case f.Kind == "start-end" && (len(f.start) == 0 || len(f.end) == 0 || edges > 16):
		return src.Bad("framing", "start-end needs start and end, short ones")
	case (f.Kind == "byte" || f.Kind == "line") && edges > 0:
		return src.Bad("framing", "%s has no start and no end", f.Kind)
	}
	return nil
}

// checkSent reads what is sent to the box.
func (p *Profile) checkSent(src *profile.Source) error {
	for i, s := range p.Prompt {
		t, err := p.sent(s)
		if err != nil {
			return src.Bad("prompt", "%d: %v", i+1, err)
		}
		p.prompt = append(p.prompt, t)
	}
	for _, s := range []struct {
		key, text string
		into      *template
	}{{"thanks", p.Thanks, &p.thanks}, {"cancel", p.Cancel, &p.cancel}, {"alive.ask", p.Alive.Ask, &p.ask}} {
		t, err := p.sent(s.text)
		if err != nil {
			return src.Bad(s.key, "%v", err)
		}
		*s.into = t
	}
	return nil
}

func (p *Profile) sent(s string) (template, error) {
	t, err := parse(s, p.Encoding)
	for _, piece := range t {
		if piece.place == "any" {
			return nil, fmt.Errorf("?? is for what comes, not for what is sent")
		}
	}
	return t, err
}

// checkHeard reads what comes from the box: keys, acknowledgements, signs of life. No two may be the same.
func (p *Profile) checkHeard(src *profile.Source) error {
	switch {
	case len(p.Keys) == 0:
		return src.Bad("keys", "none: nobody could rate")
	case (p.Ack != "" || p.Nak != "") && len(p.prompt) == 0:
		return src.Bad("ack", "there is no prompt that could be acknowledged")
	case (p.Alive.Ask == "") != (p.Alive.Answer == ""):
		return src.Bad("alive", "a question and its answer, both")
	}
	for _, h := range []struct {
		key, text string
		into      *template
	}{{"ack", p.Ack, &p.ack}, {"nak", p.Nak, &p.nak}, {"alive.answer", p.Alive.Answer, &p.answer}} {
		if h.text == "" {
			continue
		}
		t, err := p.heard(h.text)
		if err != nil {
			return src.Bad(h.key, "%v", err)
		}
		*h.into = t
	}
	seen := map[string]int{}
	for i, k := range p.Keys {
		at := fmt.Sprintf("keys.%d", i)
		if k.Level < 1 || k.Level > 5 {
			return src.Bad(at+".level", "%d, from 1 to 5", k.Level)
		}
		t, err := p.heard(k.Match)
		if err != nil {
			return src.Bad(at+".match", "%v", err)
		}
		if other, twice := seen[k.Match]; twice {
			return src.Bad(at+".match", "%q is key %d already", k.Match, other+1)
		}
		seen[k.Match] = i
		p.levels = append(p.levels, level{t, k.Level})
	}
	return nil
}

// heard reads a frame that comes, and refuses one that the framing would never give.
func (p *Profile) heard(s string) (template, error) {
	if p.Framing.Kind == "line" {
		for i := range len(s) {
			if s[i] < 0x20 || s[i] > 0x7E {
				return nil, fmt.Errorf("%q: letters and digits of ASCII", s)
			}
		}
		if s == "" || strings.TrimSpace(s) != s {
			return nil, fmt.Errorf("%q: a text without blanks around it", s)
		}
		return template{{fixed: []byte(s)}}, nil
	}
	t, err := parse(s, p.Encoding)
	if err != nil {
		return nil, err
	}
	if t.asks() {
		return nil, fmt.Errorf("{window} and {number} are for what is sent")
	}
	frame := t.bytes(hardware.Prompt{})
	d := decoder{framing: &p.Framing}
	if cut := d.feed(frame); len(cut) != 1 || len(cut[0]) != len(frame) {
		return nil, fmt.Errorf("% X is no frame of the kind %s", frame, p.Framing.Kind)
	}
	return t, nil
}

func hexOf(s string) ([]byte, error) {
	t, err := parse(s, "gbk")
	for _, p := range t {
		if p.place != "" {
			return nil, fmt.Errorf("bytes only")
		}
	}
	return t.bytes(hardware.Prompt{}), err
}

func setWord(s *string, unset string) {
	if *s == "" {
		*s = unset
	}
}

func setNumber(n *int, unset int) {
	if *n == 0 {
		*n = unset
	}
}

func ms(n int) time.Duration { return time.Duration(n) * time.Millisecond }
