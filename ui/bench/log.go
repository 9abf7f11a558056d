package bench

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
)

// The log's foot: what it does at the left, its buttons at the right.
const (
	footY    = 920
	footBtnW = 72
)

func (v *view) putLog(k *kit.Kit) {
	v.log = k.Draw(fyne.NewSize(logW, 700), v.drawLog)
	v.board.Put(v.log, logX+1, 144, logW-2, 760)
	v.stop = k.Button("log-stop", v.stage.Say("bench.stop"), kit.Quiet, func() { v.noted = ""; v.b.log.hold(v.b.log.held == nil); v.show() })
	wipe := k.Button("log-clear", v.stage.Say("bench.clear"), kit.Quiet, func() { v.noted = ""; v.b.log.clear(); v.show() })
	v.export = k.Button("log-export", v.stage.Say("bench.export"), kit.Quiet, v.saveLog)
	for i, b := range []*kit.Button{v.stop, wipe, v.export} {
		v.board.Put(b, logX+logW-16-float32(3-i)*(footBtnW+8)+8, footY, footBtnW, 40)
	}
}

// devices are those whose frames are shown.
func (v *view) devices() []string {
	switch {
	case v.only != "":
		return []string{v.only}
	case v.page == everyday:
		return everydayDevices
	}
	return v.machinesOf(v.page)
}

// machinesOf are the machines of a page; none on the page of a visit.
func (v *view) machinesOf(page string) (ids []string) {
	for _, p := range v.b.hooks.Pages {
		if p.Key == page {
			for _, m := range p.Machines {
				ids = append(ids, m.ID)
			}
		}
	}
	return ids
}

// putChips puts the filters of a page into the log's head: all of the page, and each of its devices.
func (v *view) putChips(k *kit.Kit, page string) {
	devices := v.machinesOf(page)
	if page == everyday {
		devices = everydayDevices[:2] // what the display says is heard in its caption
	}
	if len(devices) < 2 {
		return
	}
	right := float32(logX + logW - 16)
	for _, d := range slices.Backward(append([]string{""}, devices...)) {
		word := v.stage.Say("bench.all")
		if d != "" {
			word = v.stage.Say("bench.device." + d)
		}
		c := k.Choice("log-of-"+page+"-"+d, kit.PillChoice, word, d == "", func() { v.noted = ""; v.pick(d); v.show() })
		w := skin.Width(word, k.Look.Size(skin.Caption), true) + 22
		right -= w
		v.board.Put(c, right, topY+14, w, 32)
		right -= 6
		v.chips[page+"-"+d] = c
	}
}

// pick shows only the frames of a device; "" all of the page.
func (v *view) pick(device string) {
	v.only = device
	for key, c := range v.chips {
		c.SetChosen(key == v.page+"-"+device)
	}
}

// showLog brings the log to what the bench knows.
func (v *view) showLog() {
	v.stop.SetLabel(v.stage.Say("bench.stop"))
	if v.b.log.held != nil {
		v.stop.SetLabel(v.stage.Say("bench.go_on"))
	}
	if v.b.hooks.Export == nil || len(v.b.log.shown(v.devices())) == 0 {
		v.export.SetOff("")
	} else {
		v.export.SetOn("")
	}
	if v.record.SetOn(""); v.b.hooks.Record == nil {
		v.record.SetOff("")
	}
	v.record.SetLabel(v.stage.Say("bench.record"))
	if v.b.stopTape != nil {
		v.record.SetLabel(v.stage.Say("bench.record_stop"))
	}
	v.log.Refresh()
}

// tape begins to record the devices that are shown, or ends.
func (v *view) tape() {
	stop := v.b.stopTape
	v.b.stopTape = nil
	if stop != nil {
		v.noted = v.outcome("bench.recorded", "bench.not_exported", stop)
	} else {
		v.noted = v.outcome("bench.recording", "bench.no_tape", func() (_ string, err error) {
			v.b.stopTape, err = v.b.hooks.Record(v.devices())
			return "", err
		})
	}
	v.show()
}

// outcome does something and words what it came to.
func (v *view) outcome(done, failed string, do func() (where string, err error)) string {
	where, err := do()
	if err != nil {
		return v.stage.Say(failed)
	}
	return v.stage.Say(done, "where", where)
}

// saveLog keeps the frames that are shown, all their bytes, as a text.
func (v *view) saveLog() {
	v.noted = v.outcome("bench.exported", "bench.not_exported", func() (string, error) { return v.b.hooks.Export(v.text()) })
	v.show()
}

// text is the log as a file: a line for each frame, its bytes below.
func (v *view) text() string {
	var out strings.Builder
	for _, f := range v.b.log.shown(v.devices()) {
		way := "bench.received"
		if f.Out {
			way = "bench.sent"
		}
		meaning := ""
		if word := f.word(); word != "" {
			meaning = v.stage.Say("bench.wire." + word)
		}
		fmt.Fprintf(&out, "%s\t%s\t%s\t%s\t%s\n", f.At.Format("2006-01-02 15:04:05.000"), v.stage.Say(way), v.stage.Say("bench.device."+f.Device),
			v.stage.Say("bench.bytes", "n", len(f.Bytes)), meaning)
		for row := range slices.Chunk(f.Bytes, cellsInRow) {
			fmt.Fprintf(&out, "\t% X\n", row)
		}
	}
	return out.String()
}

func (v *view) drawLogFrame(p *kit.Pen) {
	pal := p.Look().Palette
	p.Box(logX, topY, logW, bottomY-topY, 12, pal.Surface, pal.Line, 1)
	title := kit.Ink{Size: 17, Bold: true, Color: pal.Ink}
	name := v.stage.Say("bench.log")
	p.Line1(name, logX+24, topY+14, title.Width(name)+1, 32, title, kit.Left)
	p.Fill(logX+1, 143, logW-2, 1, pal.Line)
	p.Fill(logX+1, 904, logW-2, 1, pal.Line)
	word := v.noted
	if word == "" {
		key := "bench.follows"
		if v.b.log.held != nil {
			key = "bench.stopped"
		}
		word = v.stage.Say(key, "n", v.b.log.count(v.devices()))
	}
	p.Line1(word, logX+16, footY, logW-32-3*(footBtnW+8), 40, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
}
