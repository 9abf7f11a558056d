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
	return w.text.String()
}

type page struct {
	b    *lang.Book
	in   hall.Language
	text strings.Builder
}

func (w *page) say(key string, pairs ...any) { w.text.WriteString(w.b.Say(w.in, key, pairs...) + "\n") }

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
		fmt.Fprintf(&w.text, "    %s:%s  %s\n", u.Vendor, u.Product, u.Words)
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
		fmt.Fprintf(&w.text, "    %s\n", p)
	}
	w.say("survey.displays", "n", len(s.Displays))
	for _, d := range s.Displays {
		fmt.Fprintf(&w.text, "    %s  %d×%d  %d×%d mm\n", d.Name, d.Width, d.Height, d.WideMM, d.HighMM)
	}
	for _, u := range s.Unread {
		w.say("survey.unread", "what", u)
	}
}

func (w *page) machines(all []Verdict) {
	count := map[Way]int{}
	for _, v := range all {
		count[v.Way]++
	}
	w.say("survey.machines", "n", len(all), "direct", count[Direct], "gateway", count[Gateway], "replace", count[Replace])
	for _, v := range all {
		name := strings.TrimSpace(v.Name + "  " + strings.TrimSpace(v.Make+" "+v.Model))
		w.say("survey.machine", "way", w.b.Say(w.in, "survey.way."+string(v.Way)), "name", name)
		w.say("survey.because", "why", w.b.Say(w.in, "survey.why."+v.Why))
		if v.With != "" {
			w.say("survey.with", "with", v.With)
		}
	}
}
