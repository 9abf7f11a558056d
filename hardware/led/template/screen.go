package template

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"time"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/led/bus"
)

// Options of a screen.
type Options struct {
	Address int
	Profile Profile
	Hold    time.Duration // how long a screen that can be told to ({seconds}) shows what it is not told again: 600 s
	Wait    time.Duration // for an answer, beside the time of its bytes on the line: 300 ms
	Now     func() time.Time
}

// New takes a place on a line.
func New(seat *bus.Seat, o Options) (*bus.Screen, error) {
	const op = "template.New"
	p := o.Profile
	if o.Address < p.Address.First || o.Address > p.Address.Last {
		return nil, hardware.E(op, hardware.BadConfig, fmt.Sprintf("address %d, from %d to %d by its profile", o.Address, p.Address.First, p.Address.Last))
	}
	if o.Hold == 0 {
		o.Hold = 600 * time.Second
	}
	if o.Wait == 0 {
		o.Wait = 300 * time.Millisecond
	}
	o.Hold = min(o.Hold.Truncate(time.Second), time.Duration(p.Seconds.Last)*time.Second)
	if !p.show.has("seconds") {
		o.Hold = time.Duration(p.Forgets) * time.Second
	}
	return bus.New(seat, screen{o}, bus.Options{Driver: "ledtemplate", Profile: p.Name, Hold: o.Hold, Now: o.Now}), nil
}

// screen is the bus.Protocol.
type screen struct{ Options }

func (s screen) Show(panel hardware.Panel) ([]bus.Talk, error) {
	p := s.Profile
	text, err := p.Text.of(panel)
	if err != nil {
		return nil, err
	}
	blink := p.Blink.Off
	if panel.Blink {
		blink = p.Blink.On
	}
	code, _ := hex.DecodeString(blink) // check has seen to it
	v := values{address: s.Address, seconds: int(s.Hold / time.Second), text: text, blink: code}
	if panel.Window > 0 && panel.Window <= p.Window.Last {
		v.window = panel.Window
	}
	frame, err := p.build(p.show, v)
	if err != nil {
		return nil, err
	}
	return []bus.Talk{s.talk(frame)}, nil
}

func (s screen) Clear() []bus.Talk { return s.plain(s.Profile.clear) }
func (s screen) Ping() []bus.Talk  { return s.plain(s.Profile.ask) }

// plain is a frame without a panel.
func (s screen) plain(f frame) []bus.Talk {
	if len(f) == 0 {
		return nil
	}
	b, err := s.Profile.build(f, values{address: s.Address, seconds: int(s.Hold / time.Second)})
	if err != nil {
		return nil
	}
	return []bus.Talk{s.talk(b)}
}

func (s screen) talk(b []byte) bus.Talk {
	t := bus.Talk{Ask: b, Wait: s.Wait}
	if len(s.Profile.ack) > 0 {
		t.Ear = func() bus.Ear { return s.Profile.Ear(s.Address) }
	}
	return t
}

// of is the text of a panel as it goes over the wire: the words when they fit, else the number.
func (t Text) of(panel hardware.Panel) ([]byte, error) {
	words := []string{panel.Text, panel.Number}
	if t.From == "number" {
		words = []string{panel.Number, panel.Text}
	}
	err := fmt.Errorf("template: nothing to show")
	for _, w := range words {
		if w == "" {
			continue
		}
		var b []byte
		if b, err = t.encode(w); err == nil {
			return t.fill(b), nil
		}
	}
	return nil, err
}

func (t Text) encode(s string) ([]byte, error) {
	for _, r := range s {
		if unicode.IsControl(r) || t.Encoding == "ascii" && r > 0x7E {
			return nil, fmt.Errorf("template: %q is not in %s", r, t.Encoding)
		}
	}
	b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(s))
	switch {
	case err != nil:
		return nil, fmt.Errorf("template: not in GBK: %w", err)
	case t.Encoding == "gb2312" && !simple(b):
		return nil, fmt.Errorf("template: %q is not in GB2312", s)
	case len(b) > t.Most:
		return nil, fmt.Errorf("template: %d bytes of text, at most %d", len(b), t.Most)
	}
	return b, nil
}

// simple reports whether GBK bytes are GB2312: rows 1 to 87, both bytes from A1.
func simple(b []byte) bool {
	for len(b) > 0 {
		if b[0] < 0x80 {
			b = b[1:]
			continue
		}
		if len(b) < 2 || b[0] < 0xA1 || b[0] > 0xF7 || b[1] < 0xA1 {
			return false
		}
		b = b[2:]
	}
	return true
}

func (t Text) fill(b []byte) []byte {
	pad, _ := hex.DecodeString(t.Pad) // check has seen to it
	if len(pad) == 0 {
		return b
	}
	rest := bytes.Repeat(pad, t.Most-len(b))
	if t.Align == "right" {
		return append(rest, b...)
	}
	return append(b, rest...)
}
