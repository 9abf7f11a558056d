package modbustest

import (
	"fmt"
	"strings"
	"time"
)

// Face is how a make of display makes digits of its registers.
type Face struct {
	Name      string
	Registers int  // it has so many
	Single    bool // knows function 06 only
	Forget    int  // register with the seconds after which it goes dark; 0: it cannot
	Read      func(r []uint16) string
}

// The faces, each as an imagined maker's sheet has it.
var (
	// BCD: four digits in register 0, F is dark.
	BCD = Face{Name: "bcd", Registers: 1, Single: true, Read: func(r []uint16) string {
		return strings.ReplaceAll(fmt.Sprintf("%04X", r[0]), "F", " ")
	}}
	// ASCII: eight characters in four registers, the first one high; register 8 blinks, register 9 forgets.
	ASCII = Face{Name: "ascii", Registers: 10, Forget: 9, Read: func(r []uint16) string {
		var s strings.Builder
		for _, v := range r[:4] {
			s.WriteByte(byte(v >> 8))
			s.WriteByte(byte(v))
		}
		if r[8] != 0 && strings.Trim(s.String(), " \x00") != "" {
			return s.String() + " *"
		}
		return s.String()
	}}
	// Segments: four digits and two for the window, each register the lit segments of one.
	Segments = Face{Name: "segments", Registers: 6, Read: func(r []uint16) string {
		text := ""
		for i, v := range r[:6] {
			if i == 4 {
				text += " "
			}
			text += segments[v]
		}
		return text
	}}
	// Mode: the number in register 0; register 1 is 0 dark, 1 steady, 2 blinking.
	Mode = Face{Name: "mode", Registers: 2, Single: true, Read: func(r []uint16) string {
		switch r[1] {
		case 1:
			return fmt.Sprint(r[0])
		case 2:
			return fmt.Sprint(r[0], " *")
		}
		return ""
	}}
)

// Faces by name.
var Faces = map[string]Face{"bcd": BCD, "ascii": ASCII, "segments": Segments, "mode": Mode}

var segments = map[uint16]string{0: " ", 63: "0", 6: "1", 91: "2", 79: "3", 102: "4", 109: "5", 125: "6", 7: "7", 127: "8", 111: "9", 64: "-",
	119: "A", 57: "C", 121: "E", 113: "F", 118: "H", 30: "J", 56: "L", 115: "P", 62: "U"}

// display is one display.
type display struct {
	face Face
	r    []uint16
	gone *time.Timer
}

func newDisplay(f Face) *display {
	d := &display{face: f}
	d.Reset()
	return d
}

// Reset is how it is after power-up.
func (d *display) Reset() {
	d.r = make([]uint16, d.face.Registers)
	if d.face.Name == "bcd" {
		d.r[0] = 0xFFFF
	}
	if d.gone != nil {
		d.gone.Stop()
	}
}

// Show is what its digits show.
func (d *display) Show() string {
	return strings.Trim(d.face.Read(d.r), " \x00")
}

// do carries a request out and returns the answer without its checksum, from the station it answers as.
func (d *display) do(q request, as int, later func(time.Duration, func()) *time.Timer) []byte {
	refused := func(why byte) []byte { return []byte{byte(as), q.function | 0x80, why} }
	if q.function == 16 && d.face.Single {
		return refused(1)
	}
	if q.count < 1 || q.register+q.count > len(d.r) {
		return refused(2)
	}
	if q.function == 3 {
		out := []byte{byte(as), 3, byte(2 * q.count)}
		for _, v := range d.r[q.register : q.register+q.count] {
			out = append(out, byte(v>>8), byte(v))
		}
		return out
	}
	if len(q.values) != q.count {
		return refused(3)
	}
	copy(d.r[q.register:], q.values)
	d.alarm(later)
	second := q.count
	if q.function == 6 {
		second = int(q.values[0])
	}
	return []byte{byte(as), q.function, byte(q.register >> 8), byte(q.register), byte(second >> 8), byte(second)}
}

// alarm starts the time after which it goes dark anew.
func (d *display) alarm(later func(time.Duration, func()) *time.Timer) {
	if d.face.Forget == 0 || d.r[d.face.Forget] == 0 {
		return
	}
	if d.gone != nil {
		d.gone.Stop()
	}
	var mine *time.Timer
	mine = later(time.Duration(d.r[d.face.Forget])*time.Second, func() {
		if d.gone == mine {
			d.Reset()
		}
	})
	d.gone = mine
}
