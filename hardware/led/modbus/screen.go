package modbus

import (
	"fmt"
	"strconv"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/led/bus"
)

// Options of a display.
type Options struct {
	Station byte // 1 to 247
	Profile Profile
	Hold    time.Duration // how long the display shows what it is not told again, if it can forget: 600 s
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
	f := o.Profile.Forget
	if f == nil {
		o.Hold = 0
	} else {
		unit := time.Duration(f.UnitMS) * time.Millisecond
		o.Hold = max(unit, min(o.Hold, time.Duration(f.Most)*unit).Truncate(unit))
	}
	return bus.New(seat, display{o}, bus.Options{Driver: "ledmodbus", Profile: o.Profile.Name, Hold: o.Hold, Now: o.Now})
}

// display is the bus.Protocol.
type display struct{ Options }

// Show writes the time after which the display forgets first, and what makes it blink last: a number never stands
// without it.
func (d display) Show(p hardware.Panel) ([]bus.Talk, error) {
	text := p.Number
	if text == "" {
		text = p.Text
	}
	number, err := d.Profile.Number.Registers(text)
	if err != nil {
		return nil, err
	}
	var all []bus.Talk
	if f := d.Profile.Forget; f != nil {
		all = d.write(f.Register, []uint16{uint16(d.Hold / (time.Duration(f.UnitMS) * time.Millisecond))})
	}
	if w := d.Profile.Window; w != nil {
		window, err := w.Registers(windowText(p.Window))
		if err != nil {
			return nil, err
		}
		all = append(all, d.write(w.Register, window)...)
	}
	all = append(all, d.write(d.Profile.Number.Register, number)...)
	if b := d.Profile.Blink; b != nil {
		all = append(all, d.write(b.Register, []uint16{map[bool]uint16{true: b.On, false: b.Off}[p.Blink]})...)
	}
	return all, nil
}

func windowText(n int) string {
	if n <= 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (d display) Clear() []bus.Talk {
	if c := d.Profile.Clear; c != nil {
		return d.write(c.Register, c.Values)
	}
	blank, _ := d.Profile.Number.Registers("") // nothing always fits
	all := d.write(d.Profile.Number.Register, blank)
	if w := d.Profile.Window; w != nil {
		blank, _ = w.Registers("")
		all = append(all, d.write(w.Register, blank)...)
	}
	return all
}

func (d display) Ping() []bus.Talk {
	if d.Profile.Ask == nil {
		return nil
	}
	return []bus.Talk{d.talk(Read(d.Station, uint16(d.Profile.Ask.Register), 1))}
}

func (d display) write(register int, values []uint16) []bus.Talk {
	var all []bus.Talk
	for _, frame := range Write(d.Station, byte(d.Profile.Function), uint16(register), values) {
		all = append(all, d.talk(frame))
	}
	return all
}

func (d display) talk(frame []byte) bus.Talk {
	return bus.Talk{Ask: frame, Wait: d.Wait, Ear: func() bus.Ear { return d.ear(frame) }}
}

// ear hears the answer to a frame: the same function, and for a write the same register and count or value.
func (d display) ear(frame []byte) bus.Ear {
	var in Decoder
	verdict, what := bus.Nothing, ""
	return func(p []byte) (bus.Verdict, string) {
		for _, a := range in.Feed(p) {
			if v, w := d.judge(frame, a); v > verdict {
				verdict, what = v, w
			}
		}
		return verdict, what
	}
}

func (d display) judge(frame []byte, a Answer) (bus.Verdict, string) {
	switch {
	case a.Station != d.Station:
		return bus.Foreign, fmt.Sprintf("station %d answers", a.Station)
	case a.Function != frame[1]:
		return bus.Nothing, ""
	case a.Exception != 0:
		return bus.Refused, a.Refusal()
	case a.Function != ReadHolding && string(a.Data) != string(frame[2:6]):
		return bus.Nothing, "" // the answer to an earlier write
	}
	return bus.Answered, ""
}
