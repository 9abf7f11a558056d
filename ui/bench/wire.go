package bench

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/brighthall/brighthall/ui/kit"
)

const (
	keepFrames = 300 // of each device
	cellWide   = 24
	cellsInRow = 16
	frameRows  = 2 // rows of bytes shown of one frame; a picture has thousands
	lineHigh   = 22
)

// everydayDevices pass their frames on the page of a visit.
var everydayDevices = []string{"printer", "scanner", "voice"}

// wireLog keeps the last frames of each device and what is shown of them.
type wireLog struct {
	frames map[string][]Frame
	all    map[string]int
	last   int                // number of the newest frame
	held   map[string][]Frame // shown while the log is stopped; nil: it runs
}

// together is how close bytes of one side follow each other to be one frame, on lines that are not told in frames.
const together = 60 * time.Millisecond

func (l *wireLog) add(f Frame) {
	if l.frames == nil {
		l.frames, l.all = map[string][]Frame{}, map[string]int{}
	}
	f.Bytes = append([]byte(nil), f.Bytes...)
	of := l.frames[f.Device]
	if n := len(of) - 1; f.Raw && n >= 0 && of[n].follows(f) {
		of[n].Bytes = append(of[n].Bytes, f.Bytes...)
		of[n].last = f.At
		return
	}
	l.last++
	f.last, f.number = f.At, l.last
	l.all[f.Device]++
	if of = append(of, f); len(of) > keepFrames {
		of = slices.Clone(of[len(of)-keepFrames:])
	}
	l.frames[f.Device] = of
}

// follows: the next bytes belong to this frame.
func (f Frame) follows(next Frame) bool {
	return f.Raw && f.Device == next.Device && f.Out == next.Out && next.At.Sub(f.last) < together && len(f.Bytes) < 4096
}

func (l *wireLog) hold(on bool) {
	l.held = nil
	if on {
		l.held = map[string][]Frame{}
		for device, of := range l.frames {
			l.held[device] = slices.Clone(of)
		}
	}
}

func (l *wireLog) clear() { l.frames, l.all = nil, nil; l.hold(l.held != nil) }

// shown are the frames of devices in the order in which they came.
func (l *wireLog) shown(devices []string) (all []Frame) {
	from := l.frames
	if l.held != nil {
		from = l.held
	}
	for _, d := range devices {
		all = append(all, from[d]...)
	}
	slices.SortFunc(all, func(a, b Frame) int { return a.number - b.number })
	return all
}

// count is how many frames of devices there were.
func (l *wireLog) count(devices []string) (n int) {
	for _, d := range devices {
		n += l.all[d]
	}
	return n
}

// starts are the first bytes of the printer's commands and answers that appear in the demo (ESC/POS).
var starts = []struct {
	bytes []byte
	word  string
}{
	{[]byte{0x10, 0x04}, "status"}, {[]byte{0x10, 0x05}, "recover"}, {[]byte{0x1b, 0x40}, "init"}, {[]byte{0x1d, 0x76, 0x30}, "raster"},
	{[]byte{0x1d, 0x56}, "cut"}, {[]byte{0x1d, 0x72}, "confirm"}, {[]byte{0x1d, 0x61}, "report"}, {[]byte{0x1b, 0x64}, "feed"},
	{[]byte{0x1b, 0x4a}, "feed"}, {[]byte{0x1d, 0x49}, "identity"},
}

func (f Frame) word() string {
	if f.Word != "" {
		return f.Word
	}
	for _, s := range starts {
		if f.Out && f.Device == "printer" && bytes.HasPrefix(f.Bytes, s.bytes) {
			return s.word
		}
	}
	if f.Out {
		return ""
	}
	return "answer"
}

func (f Frame) high() float32 {
	rows := min((len(f.Bytes)+cellsInRow-1)/cellsInRow, frameRows)
	return lineHigh*float32(1+max(rows, 1)) + 8
}

// drawLog draws the newest frames that fit, the newest at the bottom.
func (v *view) drawLog(p *kit.Pen, w, h float32) {
	frames := v.b.log.shown(v.devices())
	first, room := len(frames), h
	for first > 0 && room >= frames[first-1].high() {
		first--
		room -= frames[first].high()
	}
	if len(frames) == 0 {
		p.Lines(v.stage.Say("bench.log_empty"), 24, 16, w-48, kit.Ink{Size: 15, Color: p.Look().Palette.Ink3}, 1.5, 2, kit.Left)
	}
	y := float32(0)
	for _, f := range frames[first:] {
		v.drawFrame(p, f, y, w)
		y += f.high()
	}
}

func (v *view) drawFrame(p *kit.Pen, f Frame, y, w float32) {
	pal := p.Look().Palette
	if !f.Out {
		p.Fill(0, y, w, f.high()-1, pal.Page)
	}
	soft := kit.Ink{Size: 15, Color: pal.Ink2}
	p.Line1(f.At.Format("15:04:05.000"), 24, y+4, 104, lineHigh, soft, kit.Left)
	word, c := "bench.received", pal.Info
	if f.Out {
		word, c = "bench.sent", pal.Green
	}
	bold := kit.Ink{Size: 15, Bold: true, Color: c}
	p.Line1(v.stage.Say(word), 132, y+4, 40, lineHigh, bold, kit.Left)
	p.Line1(v.stage.Say("bench.device."+f.Device), 172, y+4, 80, lineHigh, bold, kit.Left)
	p.Line1(v.meaning(f), 256, y+4, w-256-24, lineHigh, soft, kit.Right)
	v.drawBytes(p, f.Bytes, y+4+lineHigh)
	p.Fill(0, y+f.high()-1, w, 1, pal.Line)
}

func (v *view) meaning(f Frame) string {
	text := ""
	if word := f.word(); word != "" {
		text = v.stage.Say("bench.wire." + word)
	}
	if len(f.Bytes) > cellsInRow*frameRows {
		text += " " + v.stage.Say("bench.bytes", "n", len(f.Bytes))
	}
	return text
}

// drawBytes puts each byte into its cell, so that columns align without a font of fixed width.
func (v *view) drawBytes(p *kit.Pen, all []byte, y float32) {
	ink := kit.Ink{Size: 15, Color: p.Look().Palette.Ink}
	for i, one := range all {
		x, row := float32(24+i%cellsInRow*cellWide), float32(i/cellsInRow)*lineHigh
		if i == cellsInRow*frameRows-1 && len(all) > i+1 {
			p.Base("…", x, y+row+16, ink)
			return
		}
		p.Base(fmt.Sprintf("%02X", one), x, y+row+16, ink)
	}
}
