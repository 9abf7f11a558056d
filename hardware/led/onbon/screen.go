package onbon

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/led/bus"
)

// longest is the text a card's dynamic area surely takes, in bytes.
const longest = 512

// Options of a screen.
type Options struct {
	Address uint16        // the card's screen number: 1
	Profile Profile       //
	Hold    time.Duration // how long the card shows what it is not told again, in whole seconds: 600 s
	Wait    time.Duration // for an answer, beside the time of its bytes on the line: 300 ms
	Now     func() time.Time
}

// New takes a place on a line.
func New(seat *bus.Seat, o Options) *bus.Screen {
	if o.Hold == 0 {
		o.Hold = 600 * time.Second
	}
	if o.Wait == 0 {
		o.Wait = 300 * time.Millisecond
	}
	return bus.New(seat, card{o}, bus.Options{Driver: "onbon", Profile: o.Profile.Name, Hold: o.Hold, Now: o.Now})
}

// card is the bus.Protocol.
type card struct{ Options }

func (c card) Show(p hardware.Panel) ([]bus.Talk, error) {
	text := p.Text
	if text == "" {
		text = p.Number
	}
	coded, err := Text(text)
	if err != nil {
		return nil, err
	}
	return []bus.Talk{c.talk(Put(c.area(coded, p.Blink), WithReply))}, nil
}

func (c card) Clear() []bus.Talk { return []bus.Talk{c.talk(DeleteAll())} }
func (c card) Ping() []bus.Talk  { return []bus.Talk{c.talk(Ping())} }

func (c card) area(text []byte, calling bool) Area {
	p := c.Profile
	a := Area{X: uint16(p.X), Y: uint16(p.Y), W: uint16(p.Width), H: uint16(p.Height), ID: byte(p.Area), Mode: Delete,
		Timeout: uint16(c.Hold / time.Second), Single: 1, Wrap: 1, Effect: Static, Speed: byte(p.Speed), Stay: byte(p.Stay)}
	if p.Unit == "byte8" {
		a.X, a.W = a.X/8, a.W/8
	}
	if calling {
		a.Effect = effects[p.Calling]
	}
	if len(text)*p.Dots/2 > p.Width { // half a character is one byte
		if p.Height >= 2*p.Dots {
			a.Single, a.Wrap = 2, 2
		} else {
			a.Effect = Left // it must run through to be read
		}
	}
	a.Text = append(c.tags(), text...)
	return a
}

// tags are written in front of the text.
func (c card) tags() []byte {
	var b []byte
	if c.Profile.Font != "" {
		b = append(b, `\FO`+c.Profile.Font...)
	}
	if c.Profile.Color != "" {
		b = append(b, `\C`+c.Profile.Color...)
	}
	return b
}

// Text is a text in GBK. A backslash would begin a tag and becomes its wide form.
func Text(s string) ([]byte, error) {
	for _, r := range s {
		if unicode.IsControl(r) {
			return nil, fmt.Errorf("onbon: control character %U", r)
		}
	}
	b, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(strings.ReplaceAll(s, `\`, "＼")))
	switch {
	case err != nil:
		return nil, fmt.Errorf("onbon: not in GBK: %w", err)
	case len(b) > longest:
		return nil, fmt.Errorf("onbon: %d bytes of text, at most %d", len(b), longest)
	}
	return b, nil
}

func (c card) talk(cmd Command) bus.Talk {
	return bus.Talk{Ask: Encode(Frame{Dst: c.Address, Src: host, Data: cmd.Bytes()}), Wait: c.Wait, Ear: c.ear}
}

// ear hears a card's answer.
func (c card) ear() bus.Ear {
	var d Decoder
	verdict, what := bus.Nothing, ""
	return func(p []byte) (bus.Verdict, string) {
		weigh := func(v bus.Verdict, w string) {
			if v > verdict {
				verdict, what = v, w
			}
		}
		for _, f := range d.Feed(p) {
			weigh(c.judge(f))
		}
		if d.Bad() > 0 {
			weigh(bus.Spoilt, "bad length or checksum")
		}
		return verdict, what
	}
}

func (c card) judge(f Frame) (bus.Verdict, string) {
	a, ok := ReadAnswer(f.Data)
	switch {
	case f.Src == host || f.Dst != host: // our own words, or not for us
		return bus.Nothing, ""
	case f.Src != c.Address && f.Src != every && c.Address != every: // some cards sign with the wildcard whatever their number is
		return bus.Foreign, fmt.Sprintf("screen %d answers", f.Src)
	case !ok:
		return bus.Nothing, ""
	case !a.OK:
		return bus.Refused, fmt.Sprintf("status %02X", a.Status)
	}
	return bus.Answered, ""
}
