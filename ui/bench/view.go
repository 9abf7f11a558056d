package bench

import (
	"image"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
	"github.com/brighthall/brighthall/ui/skin"
)

// The grid, 1600×1000.
const (
	printerX, printerW = 24, 400
	middleX, middleW   = 448, 672
	logX, logW         = 1144, 432
	topY, bottomY      = 88, 976
	slotY              = 236 // where the paper comes out
	paperX, paperW     = 80, 288
	paperEnd           = 796

	scannerY, scannerH = pageY, 332
	voiceY, voiceH     = scannerY + scannerH + pageGap, 300
	nodeY              = voiceY + voiceH + pageGap
)

// view is the bench on one stage.
type view struct {
	stage *nav.Stage
	b     *Bench
	page  string // the tab that is shown
	tabs  map[string]*kit.Choice
	pages map[string][]fyne.CanvasObject
	board *kit.Board
	paper *kit.Shape
	code  *kit.Field
	log   *kit.Shape
	fresh bool   // bytes passed since the log was drawn
	only  string // the device whose frames are shown; "": all of the page
	chips map[string]*kit.Choice
	noted string // what the last press at the log came to

	toggles        map[Fault]*kit.Toggle
	tear, save     *kit.Button
	heal, stop     *kit.Button
	export, record *kit.Button
	plays          map[string]*kit.Button
	sheet          *canvas.Image
	edge           *canvas.Rectangle // white paper on a white card needs a line
	clip           *fyne.Container
	moving         *fyne.Animation
	shownOf, total float32 // how much of the paper is out, and its length, in design pixels
}

func newView(s *nav.Stage, b *Bench) *view {
	v := &view{stage: s, b: b, toggles: map[Fault]*kit.Toggle{}}
	k := s.Kit()
	v.board = k.Board()
	v.paper = k.Draw(k.Look.Design, v.draw)
	v.board.Put(v.paper, 0, 0, 1600, 1000)
	v.putPrinter(k)
	v.putLog(k)
	v.putPages(k)
	v.putHead(k)
	v.slideOut()
	return v
}

func (v *view) putHead(k *kit.Kit) {
	v.heal = k.Button("heal", v.stage.Say("bench.heal"), kit.Quiet, v.b.Heal)
	v.board.Put(v.heal, 1448, 12, 128, 40)
	v.record = k.Button("record", v.stage.Say("bench.record"), kit.Quiet, v.tape)
	v.board.Put(v.record, 1304, 12, 136, 40)
	v.plays = map[string]*kit.Button{}
	for i, s := range stories {
		v.plays[s] = k.Button("story-"+s, v.stage.Say("bench.story."+s), kit.Quiet, func() { v.b.play(s) })
		v.board.Put(v.plays[s], 1016+float32(i)*144, 12, 136, 40)
	}
}

// showStories: the one that is played can be ended, the others wait for that.
func (v *view) showStories() {
	for s, b := range v.plays {
		b.SetLabel(v.stage.Say("bench.story." + s))
		switch {
		case v.b.hooks.Play == nil || v.b.story != "" && v.b.story != s:
			b.SetOff("")
		default:
			b.SetOn("")
		}
		if v.b.story == s {
			b.SetLabel(v.stage.Say("bench.story.end"))
		}
	}
}

func (v *view) putPrinter(k *kit.Kit) {
	v.sheet = &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleSmooth}
	v.edge = &canvas.Rectangle{StrokeColor: k.Look.Palette.Line2, StrokeWidth: 1}
	v.clip = container.New(&hanging{v}, v.sheet, v.edge)
	v.board.Put(container.NewClip(v.clip), paperX, slotY, paperW, paperEnd-slotY)
	v.tear = k.Button("paper-tear", v.stage.Say("bench.tear"), kit.Quiet, v.b.tear)
	v.save = k.Button("paper-save", v.stage.Say("bench.save"), kit.Quiet, v.b.save)
	v.board.Put(v.tear, 232, 808, 80, 40)
	v.board.Put(v.save, 320, 808, 80, 40)
	for i, f := range printerFaults {
		v.toggle(k, f, 44+float32(i%3)*122, 864+float32(i/3)*36, 120)
	}
}

func (v *view) toggle(k *kit.Kit, f Fault, x, y, w float32) {
	t := k.Toggle("fault-"+string(f), v.stage.Say("bench.fault."+string(f)), v.b.broken[f], func(on bool) { v.b.Break(f, on) })
	t.Red = true
	v.toggles[f] = t
	v.board.Put(t, x, y, w, 32)
}

func (v *view) putScanner(k *kit.Kit) {
	v.code = k.Field("scan-text", v.stage.Say("bench.code"), v.stage.Say("bench.code_hint"), false)
	v.code.OnDone(v.b.scan)
	v.board.Put(v.code.Object(), 472, scannerY+50, middleW-48, 0)
	v.board.Put(k.Button("scan-text-go", v.stage.Say("bench.scan_text"), kit.Primary, func() { v.b.scan(v.code.Text()) }), 472, scannerY+140, 304, 48)
	v.board.Put(k.Button("scan-paper", v.stage.Say("bench.scan_paper"), kit.Quiet, v.b.scanPaper), 792, scannerY+140, 304, 48)
	for i, kind := range quickKinds {
		b := k.Button("scan-"+kind, v.stage.Say("bench.quick."+kind), kit.Quiet, func() { v.b.quick(kind) })
		v.board.Put(b, 472+float32(i)*160, scannerY+226, 144, 40)
	}
	v.toggle(k, ScannerUnplug, 472, scannerY+286, 176)
}

func (v *view) putRest(k *kit.Kit) {
	v.toggle(k, NodeCut, 472, nodeY+52, 400)
}

// show brings everything to what the bench knows.
func (v *view) show() {
	for f, t := range v.toggles {
		t.SetOn(v.b.broken[f])
	}
	for _, b := range []*kit.Button{v.tear, v.save} {
		if v.b.paper == nil {
			b.SetOff("")
		} else {
			b.SetOn("")
		}
	}
	if len(v.brokenNames()) == 0 {
		v.heal.SetOff("")
	} else {
		v.heal.SetOn("")
	}
	v.showStories()
	v.showLog()
	v.hang()
	v.paper.Refresh()
}

// hang puts the picture of the paper below the slot, as far as it is out.
func (v *view) hang() {
	if v.b.paper == nil {
		v.sheet.Hide()
		v.edge.Hide()
		return
	}
	v.sheet.Show()
	v.edge.Show()
	if v.sheet.Image != v.b.paper {
		v.sheet.Image = v.b.paper
		v.sheet.Refresh()
	}
	v.clip.Refresh()
}

// slideOut lets a new paper come out, 300 ms for each 100 px.
func (v *view) slideOut() {
	if v.moving != nil {
		v.moving.Stop()
	}
	v.total, v.shownOf = paperLength(v.b.paper), 0
	if v.total == 0 {
		return
	}
	v.moving = fyne.NewAnimation(time.Duration(v.total/100*300)*time.Millisecond, func(done float32) {
		v.shownOf = v.total * done
		v.clip.Refresh()
	})
	v.moving.Curve = fyne.AnimationLinear
	v.moving.Start()
}

func paperLength(m image.Image) float32 {
	if m == nil || m.Bounds().Dx() == 0 {
		return 0
	}
	return paperW * float32(m.Bounds().Dy()) / float32(m.Bounds().Dx())
}

// hanging shows the end of the paper first: it comes out of the slot downwards. Paper longer than the tray is drawn
// smaller.
type hanging struct{ v *view }

// Layout implements fyne.Layout.
func (h *hanging) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	px := h.v.stage.Look().Px
	scale := min(1, size.Height/px(max(h.v.total, 1)))
	w, long := (size.Width-2)*scale, px(h.v.total)*scale
	for _, o := range objects {
		o.Resize(fyne.NewSize(w, long))
		o.Move(fyne.NewPos((size.Width-w)/2, px(h.v.shownOf)*scale-long))
	}
}

// MinSize implements fyne.Layout.
func (h *hanging) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(1, 1) }

func (v *view) draw(p *kit.Pen, w, h float32) {
	p.Fill(0, 0, w, h, p.Look().Palette.Page)
	v.drawHead(p)
	v.drawPrinter(p)
	v.drawPage(p)
	v.drawLogFrame(p)
}

func (v *view) drawHead(p *kit.Pen) {
	pal := p.Look().Palette
	p.Fill(0, 0, 1600, 64, pal.Surface)
	p.Fill(0, 63, 1600, 1, pal.Line)
	mark(p, 24, 14, 36)
	title := kit.Ink{Size: 20, Bold: true, Color: pal.Ink}
	text := v.stage.Say("bench.title")
	p.Line1(text, 76, 0, 400, 64, title, kit.Left)
	x := 76 + title.Width(text) + 24
	right := tag(p, v.stage.Say("common.demo"), 1000, 32)
	if names := v.brokenNames(); len(names) > 0 {
		red := kit.Ink{Size: 15, Bold: true, Color: pal.Danger}
		p.Line1(v.stage.Say("bench.broken", "faults", strings.Join(names, v.stage.Say("bench.and"))), x, 0, right-x-24, 64, red, kit.Left)
		return
	}
	sub := "bench.sub"
	if v.b.ended != "" {
		sub = v.b.ended
	}
	p.Line1(v.stage.Say(sub), x, 0, right-x-24, 64, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
}

// brokenNames are all switches that are on, in words.
func (v *view) brokenNames() (names []string) {
	for _, f := range v.b.faults() {
		name := v.stage.Say("bench.fault." + string(f))
		switch {
		case f == ScannerUnplug:
			name = v.stage.Say("bench.device.scanner") + " " + name
		case f != NodeCut:
			name = v.stage.Say("bench.device.printer") + " " + name
		}
		names = append(names, name)
	}
	return append(names, v.brokenMachines()...)
}

func (v *view) card(p *kit.Pen, x, y, w, h float32, title, state string, broken Fault) {
	pal := p.Look().Palette
	p.Box(x, y, w, h, 12, pal.Surface, pal.Line, 1)
	p.Line1(v.stage.Say(title), x+24, y+14, w/2, 32, kit.Ink{Size: 17, Bold: true, Color: pal.Ink}, kit.Left)
	if state == "" {
		return
	}
	dot, word := pal.Green, v.stage.Say("bench.plugged")
	if v.b.broken[broken] {
		dot, word = pal.Danger, v.stage.Say("bench.unplugged_word")
	}
	soft := kit.Ink{Size: 15, Color: pal.Ink2}
	line := v.stage.Say(state) + "\u3000" + word
	left := x + w - 24 - soft.Width(line)
	p.Dot(left-16, y+30, 10, dot)
	p.Line1(line, left, y+14, soft.Width(line)+1, 32, soft, kit.Left)
}

func (v *view) drawPrinter(p *kit.Pen) {
	pal := p.Look().Palette
	v.card(p, printerX, topY, printerW, bottomY-topY, "bench.printer", "bench.printer_port", PrinterUnplug)
	black := rgb(0x29, 0x36, 0x31)
	p.Box(48, 140, 352, 96, 8, black, skin.Clear, 0)
	power, paper := rgb(0x7b, 0xe0, 0xb5), rgb(0x5f, 0x6f, 0x68)
	if v.b.broken[PrinterUnplug] {
		power = paper
	} else if v.alarmed() {
		paper = pal.WarnMark
	}
	light := kit.Ink{Size: 15, Color: rgb(0xe9, 0xee, 0xeb)}
	p.Dot(76, 170, 10, power)
	p.Line1(v.stage.Say("bench.power"), 90, 156, 70, 28, light, kit.Left)
	p.Dot(172, 170, 10, paper)
	p.Line1(v.stage.Say("bench.attention"), 186, 156, 90, 28, light, kit.Left)
	p.Line1(v.stage.Say("bench.count", "n", v.b.count), 270, 156, 118, 28, light, kit.Right)
	p.Box(68, 216, 312, 20, 6, rgb(0x0b, 0x14, 0x10), skin.Clear, 0)
	note := v.stage.Say("bench.no_paper_yet")
	if v.b.paper != nil {
		note = v.stage.Say("bench.paper_out_no", "n", v.b.count)
	}
	if strings.HasPrefix(v.b.note, "bench.saved") || v.b.note == "bench.not_saved" {
		note = v.stage.Say(v.b.note, "where", v.b.noteOf)
	}
	p.Line1(note, 48, 808, 176, 40, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
	p.Fill(48, 856, 352, 1, pal.Line)
}

// alarmed: the printer has something to blink about. One that only does not answer looks well.
func (v *view) alarmed() bool {
	for _, f := range []Fault{PaperOut, NearEnd, CoverOpen, CutterJam, HotHead, Broken} {
		if v.b.broken[f] {
			return true
		}
	}
	return false
}

func (v *view) drawScanner(p *kit.Pen) {
	pal := p.Look().Palette
	v.card(p, middleX, scannerY, middleW, scannerH, "bench.scanner", "bench.scanner_port", ScannerUnplug)
	p.Line1(v.stage.Say("bench.quick"), 472, scannerY+196, 300, 28, kit.Ink{Size: 15, Color: pal.Ink2}, kit.Left)
	if v.b.note != "" && v.b.note != "bench.saved" && v.b.note != "bench.not_saved" {
		p.Line1(v.stage.Say(v.b.note), 680, scannerY+286, 416, 32, kit.Ink{Size: 15, Bold: true, Color: pal.Danger}, kit.Left)
	}
}

// drawVoice is a caption strip: what the hall hears.
func (v *view) drawVoice(p *kit.Pen) {
	v.card(p, middleX, voiceY, middleW, voiceH, "bench.voice", "", "")
	p.Box(472, voiceY+48, middleW-48, voiceH-72, 8, rgb(0x0b, 0x14, 0x10), skin.Clear, 0)
	yellow := rgb(0xff, 0xc9, 0x4d)
	if len(v.b.said) == 0 {
		p.Line1(v.stage.Say("bench.silent"), 496, voiceY+48, middleW-96, 72, kit.Ink{Size: 20, Color: rgb(0xa9, 0xc9, 0xbc)}, kit.Left)
		return
	}
	y := float32(voiceY + 54)
	for i := len(v.b.said) - 1; i >= 0; i-- {
		ink, high := kit.Ink{Size: 18, Color: rgb(0xa9, 0xc9, 0xbc)}, float32(40)
		if i == len(v.b.said)-1 {
			ink, high = kit.Ink{Size: 30, Bold: true, Color: yellow}, 68
		}
		p.Line1(v.b.said[i], 496, y, middleW-96, high, ink, kit.Left)
		y += high
	}
}

func (v *view) drawNode(p *kit.Pen) {
	pal := p.Look().Palette
	v.card(p, middleX, nodeY, middleW, bottomY-nodeY, "bench.node", "bench.node_port", NodeCut)
	p.Lines(v.stage.Say("bench.node_hint"), 472, nodeY+90, middleW-48, kit.Ink{Size: 15, Color: pal.Ink2}, 1.5, 3, kit.Left)
}
