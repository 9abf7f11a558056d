package bench

import (
	"image"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/ui/nav"
)

// Bench is the window's one screen. Its methods belong to the UI goroutine.
type Bench struct {
	hooks  Hooks
	broken map[Fault]bool
	paper  image.Image
	count  int // pieces of paper so far
	said   []string
	log    wireLog
	note   string // what the last press came to: a key, or a place
	noteOf string

	machines map[string]*standing
	story    string                           // that is played; "": none
	stop     func()                           // ends it
	ended    string                           // what came of the last one: a key
	stopTape func() (where string, err error) // nil: nothing is recorded

	view *view // nil before the window shows it
}

// New makes a bench where everything works.
func New(h Hooks) *Bench {
	return &Bench{hooks: h, broken: map[Fault]bool{}, machines: map[string]*standing{}}
}

// Name implements nav.Screen.
func (b *Bench) Name() string { return "bench" }

// Build implements nav.Screen.
func (b *Bench) Build(s *nav.Stage) fyne.CanvasObject {
	b.view = newView(s, b)
	b.view.show()
	return b.view.board.Object()
}

// Tick implements nav.Ticker: the log is drawn at most once a second while it runs.
func (b *Bench) Tick(time.Time) {
	if b.view.fresh {
		b.view.fresh = false
		b.view.showLog()
		b.view.paper.Refresh()
	}
}

// Paper takes a piece of paper that left the printer.
func (b *Bench) Paper(m image.Image) {
	b.paper, b.count, b.note = m, b.count+1, ""
	if b.view != nil {
		b.view.slideOut()
		b.view.show()
	}
}

// Wire takes bytes that passed a wire. Machines are asked every second how they are: their frames are kept, and shown
// on their page.
func (b *Bench) Wire(f Frame) {
	b.log.add(f)
	if b.view != nil && slices.Contains(b.view.devices(), f.Device) {
		b.view.fresh = true
	}
}

// Said takes a sentence that the voice speaks.
func (b *Bench) Said(text string) {
	if b.said = append(b.said, text); len(b.said) > saidMost {
		b.said = b.said[1:]
	}
	b.show()
}

// Heal puts every switch back.
func (b *Bench) Heal() {
	for _, f := range b.faults() {
		b.Break(f, false)
	}
	b.healMachines()
	b.show()
}

const saidMost = 4

// Break turns a switch, as a press on it does.
func (b *Bench) Break(f Fault, on bool) {
	b.broken[f] = on
	if b.hooks.Break != nil {
		b.hooks.Break(f, on)
	}
	b.show()
}

func (b *Bench) tear() {
	b.paper, b.note = nil, ""
	b.show()
}

func (b *Bench) save() {
	if b.paper == nil || b.hooks.Save == nil {
		return
	}
	where, err := b.hooks.Save(b.paper)
	if b.note, b.noteOf = "bench.saved", where; err != nil {
		b.note, b.noteOf = "bench.not_saved", ""
	}
	b.show()
}

// scan lets the scanner read a text, or says why there is nothing to read.
func (b *Bench) scan(text string) {
	b.note = ""
	switch {
	case text == "":
		b.note = "bench.nothing"
	case b.broken[ScannerUnplug]:
		b.note = "bench.unplugged"
	case b.hooks.Scan != nil:
		b.hooks.Scan(text)
	}
	b.show()
}

func (b *Bench) scanPaper() {
	if b.paper == nil || b.hooks.ReadPaper == nil {
		b.note = "bench.no_paper"
		b.show()
		return
	}
	text, err := b.hooks.ReadPaper(b.paper)
	if err != nil {
		b.note = "bench.unreadable"
		b.show()
		return
	}
	b.view.code.SetText(text)
	b.scan(text)
}

func (b *Bench) quick(kind string) {
	text := ""
	if b.hooks.Quick != nil {
		text = b.hooks.Quick(kind)
	}
	b.view.code.SetText(text)
	b.scan(text)
}

// play begins a story, or ends the one that is played.
func (b *Bench) play(story string) {
	if b.story != "" {
		b.stop()
		return
	}
	b.story, b.ended = story, "bench.story.plays"
	b.stop = b.hooks.Play(story, func(err error) {
		if b.story, b.ended = "", "bench.story.ended"; err != nil {
			b.ended = "bench.story.stopped"
		}
		b.show()
	})
	b.show()
}

func (b *Bench) show() {
	if b.view != nil {
		b.view.show()
	}
}

// faults lists the switches that are on, in the order of the window.
func (b *Bench) faults() (on []Fault) {
	for _, f := range switches {
		if b.broken[f] {
			on = append(on, f)
		}
	}
	return on
}
