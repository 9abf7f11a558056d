package survey

import (
	"fmt"
	"strings"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
)

// Report is a whole survey.
type Report struct {
	Host     string    `json:"host"`
	Seen     *Seen     `json:"seen,omitempty"` // nil when only a list was judged
	Machines []Verdict `json:"machines,omitempty"`
	Unread   []string  `json:"columns_unread,omitempty"` // of the list
	Noted    []string  `json:"rows_noted,omitempty"`     // of the list; see List
}

// Words are the report for whoever plans the hall.
func (r Report) Words(b *lang.Book, in hall.Language) string {
	w := page{b: b, in: in}
	w.say("survey.title", "host", r.Host)
	if r.Seen != nil {
		w.seen(*r.Seen)
	}
	if len(r.Machines) > 0 {
		w.machines(r.Machines)
	}
	if len(r.Unread) > 0 {
		w.say("survey.columns", "names", strings.Join(r.Unread, w.b.Say(w.in, "common.list")))
	}
	for _, row := range r.Noted {
		w.say("survey.noted", "row", row)
	}
	return w.text.String()
}

type page struct {
	b    *lang.Book
	in   hall.Language
	text strings.Builder
}

func (w *page) say(key string, pairs ...any) { w.line(w.b.Say(w.in, key, pairs...)) }

// line keeps its indent and loses what would move a terminal's cursor: a device's own words may have anything in them.
func (w *page) line(text string) {
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))]
	w.text.WriteString(indent + hall.Plain(text) + "\n")
}

func (w *page) seen(s Seen) {
	w.say("survey.ports", "n", len(s.Ports))
	for _, p := range s.Ports {
		switch {
		case p.URL != "":
			w.say("survey.port.found", "port", p.Name, "kind", w.b.Say(w.in, "device.kind."+string(p.Kind)), "url", p.URL)
		case p.Busy:
			w.say("survey.port.busy", "port", p.Name)
		default:
			w.say("survey.port.silent", "port", p.Name, "words", p.Words)
		}
	}
	w.say("survey.usb", "n", len(s.USB))
	for _, u := range s.USB {
		w.line(fmt.Sprintf("    %s:%s  %s", u.Vendor, u.Product, u.Words))
	}
	w.say("survey.typists", "n", len(s.Typists))
	for _, t := range s.Typists {
		key := "survey.typist.keyboard"
		if t.Scanner {
			key = "survey.typist.scanner"
		}
		w.say(key, "words", t.Words, "url", t.URL)
	}
	w.say("survey.printers", "n", len(s.Printers))
	for _, p := range s.Printers {
		w.line(fmt.Sprintf("    %s", p))
	}
	w.say("survey.displays", "n", len(s.Displays))
	for _, d := range s.Displays {
		w.line(fmt.Sprintf("    %s  %d×%d  %d×%d mm", d.Name, d.Width, d.Height, d.WideMM, d.HighMM))
	}
	for _, u := range s.Unread {
		w.say("survey.unread", "what", u)
	}
}

func (w *page) machines(all []Verdict) {
	count, n := map[Way]int{}, 0
	for _, v := range all {
		count[v.Way] += v.Count
		n += v.Count
	}
	w.say("survey.machines", "n", n, "direct", count[Direct], "gateway", count[Gateway], "replace", count[Replace], "keep", count[Keep])
	for _, v := range all {
		name := strings.TrimSpace(v.Name + "  " + strings.TrimSpace(v.Make+" "+v.Model))
		if v.Count > 1 {
			name += fmt.Sprintf("  ×%d", v.Count)
		}
		w.say("survey.machine", "way", w.b.Say(w.in, "survey.way."+string(v.Way)), "name", name)
		w.say("survey.because", "why", w.b.Say(w.in, "survey.why."+v.Why))
		if v.With != "" {
			w.say("survey.with", "with", v.With)
		}
	}
}
