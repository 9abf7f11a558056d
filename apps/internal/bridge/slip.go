package bridge

import (
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
)

// Sayer makes sentences: a *lang.Book in the programs.
type Sayer interface {
	Say(in hall.Language, key string, args ...any) string
	WaitFigures(in hall.Language, w hall.Wait) (figures, unit string)
}

// Ticket is what a slip tells, beside the standing itself.
type Ticket struct {
	Standing hall.Standing
	Outlet   hall.Outlet
	Group    hall.ServiceGroup
	Items    []hall.ServiceType // those the visitor came for
	Labels   map[hall.CounterID]string
	Terminal hall.TerminalID
	Again    bool // printed a second time, on purpose: marked 补打
}

// Slip sets a ticket for the printer. It holds no name and no number of a person, in clear or coded.
func Slip(say Sayer, t Ticket) hardware.Slip {
	w := writer{say, t}
	blocks := []hardware.Block{
		hardware.Text{Text: t.Outlet.Name.In(w.lang()), Size: hardware.Title, Bold: true}, hardware.Rule{},
		hardware.Number{Text: string(t.Standing.No)},
		hardware.Text{Text: w.service(), Size: hardware.Large, Bold: true},
		w.box(), hardware.Text{Text: w.windows(), Size: hardware.Large, Bold: true}, hardware.Rule{},
		w.qr(), hardware.Rule{}, hardware.Barcode{Digits: t.Standing.Code, Caption: w.text("slip.barcode")}, w.footer(),
	}
	return hardware.Slip{Job: w.job(), Blocks: blocks}
}

// TestSlip is the slip that shows whether a printer prints.
func TestSlip(say Sayer, in hall.Language, outlet hall.Outlet, terminal hall.TerminalID) hardware.Slip {
	return hardware.Slip{Job: "test", Blocks: []hardware.Block{
		hardware.Text{Text: outlet.Name.In(in), Size: hardware.Title, Bold: true}, hardware.Rule{},
		hardware.Number{Text: string(terminal)},
		hardware.Text{Text: say.Say(in, "slip.test"), Size: hardware.Large, Bold: true},
		hardware.Text{Text: say.Say(in, "slip.test.line")},
	}}
}

// writer sets one ticket in its visitor's language.
type writer struct {
	say Sayer
	t   Ticket
}

func (w writer) lang() hall.Language {
	if w.t.Standing.Language == "" {
		return hall.Chinese
	}
	return w.t.Standing.Language
}

func (w writer) text(key string, args ...any) string { return w.say.Say(w.lang(), key, args...) }

func (w writer) job() string {
	if w.t.Again {
		return string(w.t.Standing.ID) + "/again"
	}
	return string(w.t.Standing.ID)
}

// service names what the visitor came for; U+3000 parts parallel facts on one line.
func (w writer) service() string {
	name := w.t.Group.Name.In(w.lang())
	if len(w.t.Items) == 1 {
		name = w.t.Items[0].Name.In(w.lang())
	}
	if w.t.Standing.Priority == hall.Care {
		name += "\u3000" + w.text("slip.care")
	}
	return name
}

func (w writer) box() hardware.Box {
	ahead := hardware.Row{Label: w.text("slip.ahead"), Value: strconv.Itoa(w.t.Standing.Ahead), Unit: w.text("slip.ahead.unit")}
	wait := hardware.Row{Label: w.text("slip.wait")}
	wait.Value, wait.Unit = w.say.WaitFigures(w.lang(), w.t.Standing.WaitFor)
	if !w.t.Standing.WaitFor.Known {
		wait.Value = w.text("slip.wait.unknown")
	}
	return hardware.Box{Rows: []hardware.Row{ahead, wait}, Note: w.text("slip.wait.note")}
}

func (w writer) windows() string {
	var labels lang.Windows
	for _, id := range w.t.Standing.Windows {
		labels = append(labels, w.t.Labels[id])
	}
	if len(labels) == 0 {
		return w.text("slip.windows.listen")
	}
	return w.text("slip.windows", "windows", labels)
}

// qr labels the code by what it can do: without a public address a visitor's phone cannot reach the hall's page.
func (w writer) qr() hardware.QR {
	qr := hardware.QR{Content: w.t.Standing.URL, Title: w.text("slip.qr.counter"), Lines: []string{w.text("slip.qr.counter.line")}}
	if w.t.Outlet.PublicURL != "" {
		qr.Title, qr.Lines = w.text("slip.qr.progress"), []string{w.text("slip.qr.progress.line")}
	}
	if qr.Items = w.papers(); len(qr.Items) > 0 {
		qr.List = w.text("slip.papers")
	}
	return qr
}

func (w writer) papers() []hardware.Item {
	var items []hardware.Item
	named := map[string]bool{}
	for _, item := range w.t.Items {
		for _, p := range item.Papers {
			name := p.Name.In(w.lang())
			if named[name] {
				continue
			}
			named[name] = true
			if p.Later {
				name = w.text("slip.paper.later", "paper", name)
			}
			items = append(items, hardware.Item{Text: name})
		}
	}
	return items
}

func (w writer) footer() hardware.Footer {
	at := w.t.Standing.IssuedAt.Time().In(w.t.Outlet.Location()).Format("2006-01-02 15:04:05")
	second := []string{w.text("slip.missed", "count", w.t.Outlet.Rules.CallLimit), w.text("slip.hotline", "phone", w.t.Outlet.Hotline)}
	if w.t.Again {
		second = append(second, w.text("slip.again"))
	}
	if w.t.Outlet.Demo {
		second = append(second, w.text("slip.demo"))
	}
	return hardware.Footer{Lines: []string{at + "\u3000" + string(w.t.Terminal), strings.Join(second, "\u3000")}}
}
