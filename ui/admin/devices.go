package admin

import (
	"slices"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/admin/desk"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
)

const (
	halfW = (pageW - 16) / 2
	testX = pageX + halfW + 16
	listH = pageBottom - hallY - 64
)

// devicesPage is what does not work in one hall, and the self-test before it opens.
type devicesPage struct {
	a       *Admin
	board   *kit.Board
	paper   *kit.Shape
	choices *hallChoices
	faults  *findings
	tests   *findings
	start   *kit.Button
}

func newDevicesPage(a *Admin) *devicesPage {
	k := a.stage.Kit()
	d := &devicesPage{a: a, board: k.Board()}
	d.paper = k.Draw(k.Look.Design, d.draw)
	d.board.Put(d.paper, 0, 0, 1600, 1000)
	d.choices = newHallChoices(a, d.board)
	d.faults = newFindings(k, a.say("devices.none"))
	d.board.Put(d.faults.object(), pageX+12, hallY+52, halfW-24, listH)
	d.tests = newFindings(k, a.say("test.none"))
	d.board.Put(d.tests.object(), testX+12, hallY+84, halfW-24, listH-32)
	d.start = k.Button("self-test", a.say("test.start"), kit.Primary, d.ask)
	d.board.Put(d.start, testX+halfW-24-168, hallY+16, 168, 44)
	return d
}

func (d *devicesPage) object() fyne.CanvasObject { return d.board.Object() }

func (d *devicesPage) draw(p *kit.Pen, _, _ float32) {
	card(p, pageX, hallY, halfW, pageBottom-hallY, d.a.say("devices"), "")
	card(p, testX, hallY, halfW, pageBottom-hallY, d.a.say("test"), "")
	ink := kit.Ink{Size: 15, Color: p.Look().Palette.Ink2}
	words, bad := d.where()
	if bad {
		ink.Color = p.Look().Palette.Danger
	}
	p.Line1(words, testX+24, hallY+44, halfW-240, 28, ink, kit.Left)
}

// where is where the self-test stands, in words.
func (d *devicesPage) where() (words string, bad bool) {
	state, at, failed := d.a.desk.Test()
	switch {
	case d.offline():
		return d.a.say("test.offline"), true
	case failed == hall.Unavailable || failed == hall.Unknown:
		return d.a.say("test.away"), true
	case failed != "":
		return d.a.stage.Sorry(hall.E("admin", failed)), true
	}
	return d.a.say("test."+string(state)+".words", "time", d.a.clock(at)), false
}

func (d *devicesPage) offline() bool {
	o, ok := d.a.desk.Chosen()
	_, away, _ := d.a.desk.Fresh()
	return !away && ok && d.a.desk.Offline(o)
}

// ask warns of what will be heard and printed.
func (d *devicesPage) ask() {
	d.a.stage.Ask(d.a.say("test.ask"), d.a.say("test.ask.text"),
		nav.Verb{Key: "test-no", Label: d.a.say("test.no"), Rank: kit.Quiet},
		nav.Verb{Key: "test-yes", Label: d.a.say("test.start"), Rank: kit.Primary, Act: d.a.desk.SelfTest})
}

func (d *devicesPage) show() {
	d.choices.show()
	live, known := d.a.desk.Live()
	state, _, _ := d.a.desk.Test()
	switch {
	case !known || d.offline():
		d.start.SetOff("")
	case state == desk.TestAsking || state == desk.TestRunning:
		d.start.SetBusy(d.a.say("test.busy"))
	default:
		d.start.SetOn("")
	}
	var faults []finding
	for _, f := range live.Faults {
		faults = append(faults, d.fault(f))
	}
	d.faults.set(faults)
	d.tests.set(d.results(live, state))
	d.paper.Refresh()
}

func (d *devicesPage) fault(f hall.Fault) finding {
	mood := kit.Bad
	if f.Severity == "look" {
		mood = kit.Watch
	}
	what, do := d.explain(f.Code)
	if f.Left > 0 {
		what = d.a.say("devices.left", "what", what, "n", f.Left)
	}
	return finding{mood, string(f.Terminal) + "\u3000" + d.a.device(f.Device), d.a.clock(f.Since), what, do}
}

// explain is what staff are told of a fault of a device or an alarm of the hall, and what to do.
func (d *devicesPage) explain(code string) (what, do string) {
	key := "fault." + code
	if !d.a.stage.Book().Has(key + ".staff") {
		key = "alarm." + code
	}
	if !d.a.stage.Book().Has(key + ".staff") {
		key = "fault.device.failed"
	}
	return d.a.stage.Say(key + ".staff"), d.a.stage.Say(key + ".runbook")
}

// results are the last self-test of each terminal: one line for all that is well, one for each thing that is not.
func (d *devicesPage) results(live desk.Live, state desk.TestState) (all []finding) {
	for _, t := range live.Tests {
		at := d.a.clock(t.At)
		if !live.Answered(t) {
			key, mood := "test.missing", kit.Bad
			if state == desk.TestRunning {
				key, mood = "test.waits", kit.Watch
			}
			all = append(all, finding{mood, string(t.Terminal), "", d.a.say(key, "time", at), ""})
			continue
		}
		all = append(all, d.result(t, at)...)
	}
	return all
}

func (d *devicesPage) result(t hall.SelfTest, at string) (all []finding) {
	good := 0
	for _, c := range t.Checks {
		if c.Result == hall.TestGood {
			good++
			continue
		}
		all = append(all, d.check(t, c, at))
	}
	slices.SortStableFunc(all, func(x, y finding) int { return worse[y.mood] - worse[x.mood] })
	if len(all) == 0 {
		return []finding{{kit.Good, string(t.Terminal), at, d.a.say("test.all_good", "n", good), ""}}
	}
	return append(all, finding{kit.Good, string(t.Terminal), at, d.a.say("test.rest_good", "n", good), ""})
}

var worse = map[kit.Mood]int{kit.Bad: 2, kit.Watch: 1}

func (d *devicesPage) check(t hall.SelfTest, c hall.TestCheck, at string) finding {
	f := finding{kit.Dull, string(t.Terminal) + "\u3000" + d.a.stage.Say("device.kind."+c.Kind), at, d.a.stage.Book().Tested(d.a.stage.Lang(), c), ""}
	switch c.Result {
	case hall.TestBad:
		f.mood = kit.Bad
	case hall.TestWatch:
		f.mood = kit.Watch
	}
	if c.Code != "" {
		f.what, f.do = d.explain(c.Code)
	}
	return f
}
