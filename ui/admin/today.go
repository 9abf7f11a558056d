package admin

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/admin/desk"
	"github.com/brighthall/brighthall/ui/kit"
)

const (
	tableY, tableH = 300, 336
	chartY         = 652
)

// todayPage is what needs a person, six figures, all halls, and one hall's day.
type todayPage struct {
	a       *Admin
	board   *kit.Board
	paper   *kit.Shape
	alarms  *alarms
	figures *kit.Facts
	halls   *kit.Table
	chart   *kit.Chart
}

func newTodayPage(a *Admin) *todayPage {
	k := a.stage.Kit()
	t := &todayPage{a: a, board: k.Board()}
	t.paper = k.Draw(k.Look.Design, t.draw)
	t.board.Put(t.paper, 0, 0, 1600, 1000)
	t.alarms = newAlarms(a, t.board)
	t.figures = k.Facts(make([]kit.Fact, 6)...)
	t.board.Put(t.figures, pageX, figuresY, pageW, figuresH)
	t.halls = k.Table("hall", a.say("halls.none"), []kit.Column{
		{Title: a.say("col.hall"), Bold: true}, {Title: a.say("col.state"), Width: 200}, {Title: a.say("col.open"), Width: 90, Align: kit.Right},
		{Title: a.say("col.waiting"), Width: 90, Align: kit.Right, Bold: true}, {Title: a.say("col.longest"), Width: 110, Align: kit.Right},
		{Title: a.say("col.issued"), Width: 100, Align: kit.Right}, {Title: a.say("col.finished"), Width: 100, Align: kit.Right},
		{Title: a.say("col.missed"), Width: 100, Align: kit.Right}, {Title: a.say("col.good"), Width: 120, Align: kit.Right},
	}, func(key string) { a.desk.Choose(hall.OutletID(key)) })
	t.board.Put(k.Scroll(t.halls.Object()), pageX+12, tableY+52, pageW-24, tableH-64)
	t.chart = k.Chart(a.say("chart.asking"))
	t.board.Put(t.chart, pageX+24, chartY+60, pageW-48, pageBottom-chartY-72)
	t.board.Put(k.Legend(a.say("chart.came"), a.say("chart.served")), pageX+pageW-220, chartY+18, 200, 0)
	return t
}

func (t *todayPage) object() fyne.CanvasObject { return t.board.Object() }

func (t *todayPage) draw(p *kit.Pen, _, _ float32) {
	card(p, pageX, tableY, pageW, tableH, t.a.say("halls"), "")
	title := t.a.say("chart")
	if o, ok := t.a.desk.Chosen(); ok {
		title += "\u3000" + t.a.name(o.Name)
	}
	card(p, pageX, chartY, pageW, pageBottom-chartY, title, "")
}

func (t *todayPage) show() {
	t.alarms.show()
	t.showFigures()
	t.showHalls()
	t.showChart()
	t.paper.Refresh()
}

// broken names the first devices with faults; two are enough to know whom to ring.
func (a *Admin) broken(o desk.Outlet) string {
	const most = 2
	var names []string
	for _, b := range o.Broken[:min(most, len(o.Broken))] {
		names = append(names, string(b.Terminal)+" "+a.device(b.Device))
	}
	text := strings.Join(names, a.stage.Say("common.list"))
	if more := len(o.Broken) - most; more > 0 {
		text = a.say("alarm.more", "devices", text, "n", len(o.Broken))
	}
	return text
}

// device is the word for a name in a terminal's settings; a name we do not know stands for itself.
func (a *Admin) device(name string) string {
	if key := "device.name." + name; a.stage.Book().Has(key) {
		return a.stage.Say(key)
	}
	return name
}

func (t *todayPage) showFigures() {
	f, a := t.a.desk.Figures(), t.a
	wait, serve, good := "–", "–", "–"
	if f.WaitKnown {
		wait = minutes(f.MeanWait)
	}
	if f.DidAny {
		serve = minutes(f.MeanService)
	}
	if f.Rated > 0 {
		good = fmt.Sprint(f.Satisfied)
	}
	t.figures.Set(
		kit.Fact{Name: a.say("figure.issued"), Number: fmt.Sprint(f.Issued), Unit: a.say("unit.tickets"), Note: a.say("figure.waiting", "n", f.Waiting)},
		kit.Fact{Name: a.say("figure.finished"), Number: fmt.Sprint(f.Finished), Unit: a.say("unit.tickets"), Note: a.say("figure.missed", "n", f.NoShows)},
		kit.Fact{Name: a.say("figure.wait"), Number: wait, Unit: a.say("unit.min"), Note: a.say("figure.called", "n", f.Called)},
		kit.Fact{Name: a.say("figure.service"), Number: serve, Unit: a.say("unit.min"), Note: a.say("figure.over", "n", f.Finished)},
		kit.Fact{Name: a.say("figure.good"), Number: good, Unit: a.say("unit.percent"), Note: a.say("figure.rated", "percent", f.RatedShare, "n", f.Rated)},
		kit.Fact{Name: a.say("figure.online"), Number: fmt.Sprintf("%d/%d", f.Online, f.Halls), Note: a.say("figure.offline", "n", f.Halls-f.Online)},
	)
}

func minutes(d time.Duration) string { return fmt.Sprintf("%.1f", d.Minutes()) }

func (t *todayPage) showHalls() {
	all, _ := t.a.desk.Outlets()
	chosen, _ := t.a.desk.Chosen()
	var rows []kit.Row
	for _, o := range all {
		rows = append(rows, t.row(o, o.ID == chosen.ID))
	}
	t.halls.Set(rows...)
}

func (t *todayPage) row(o desk.Outlet, chosen bool) kit.Row {
	a := t.a
	open, longest, good := "–", "–", "–"
	_, stale, _ := a.desk.Fresh()
	if o.Windows > 0 {
		open = fmt.Sprintf("%d/%d", o.Open, o.Windows)
	}
	if o.Waiting > 0 && o.Longest >= 0 {
		longest = a.say("minutes", "min", o.Longest/60000)
	}
	if o.Today.Rated > 0 {
		good = fmt.Sprintf("%d %%", (o.Today.Satisfied*100+o.Today.Rated/2)/o.Today.Rated)
	}
	mood, word := a.state(o)
	return kit.Row{Key: string(o.ID), Chosen: chosen, Stale: stale || a.desk.Offline(o), Cells: []kit.Cell{
		{Text: a.name(o.Name)}, {Text: word, Dot: mood}, {Text: open}, {Text: fmt.Sprint(o.Waiting)}, {Text: longest},
		{Text: fmt.Sprint(o.Today.Issued)}, {Text: fmt.Sprint(o.Today.Finished)}, {Text: fmt.Sprint(o.Today.NoShows)}, {Text: good},
	}}
}

// state is a hall's dot and word; an offline hall says since when.
func (a *Admin) state(o desk.Outlet) (kit.Mood, string) {
	switch {
	case o.LastSeen == 0:
		return kit.Closed, a.say("state.never")
	case a.desk.Offline(o):
		return kit.Bad, a.say("state.offline", "time", a.clock(o.LastSeen))
	case o.Faults > 0:
		return kit.Watch, a.say("state.faults", "n", o.Faults)
	}
	return kit.Good, a.say("state.online")
}

func (t *todayPage) showChart() {
	var labels []string
	var came, served []float64
	any := false
	day, known := t.a.desk.Chart()
	for _, q := range t.wholeDay(day) {
		at := q.At.Time().In(t.a.zone)
		label := ""
		if at.Minute() == 0 {
			label = at.Format("15:04")
		}
		labels, came = append(labels, label), append(came, float64(q.Came))
		if q.At.Time().Before(t.a.stage.Now()) {
			served = append(served, float64(q.Served))
		}
		any = any || q.Came > 0 || q.Served > 0
	}
	if !any {
		labels, came, served = nil, nil, nil
	}
	t.chart.Empty = t.a.say("chart.asking")
	if known {
		t.chart.Empty = t.a.say("chart.none")
	}
	t.chart.Set(labels, came, served)
}

// The axis shows at least these hours: the bars of a day that has just begun stand where they will stand in the
// evening.
const (
	axisFrom = 8 * time.Hour
	axisTo   = 18 * time.Hour
	quarter  = 15 * time.Minute
)

// wholeDay adds the empty quarters before the first and after the last.
func (t *todayPage) wholeDay(known []desk.Quarter) []desk.Quarter {
	if len(known) == 0 {
		return nil
	}
	first, last := known[0].At.Time().In(t.a.zone), known[len(known)-1].At.Time().In(t.a.zone)
	midnight := time.Date(first.Year(), first.Month(), first.Day(), 0, 0, 0, 0, t.a.zone)
	var all []desk.Quarter
	for at := midnight.Add(axisFrom); at.Before(first); at = at.Add(quarter) {
		all = append(all, desk.Quarter{At: hall.At(at)})
	}
	all = append(all, known...)
	for at := last.Add(quarter); at.Before(midnight.Add(axisTo)); at = at.Add(quarter) {
		all = append(all, desk.Quarter{At: hall.At(at)})
	}
	return all
}
