package selftest

import (
	"strings"

	"github.com/brighthall/brighthall/apps/internal/bridge"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
)

// Words are the report for whoever opens the hall: a line for each check, and under what is wrong what to do: the last
// line refers to it.
func (r Report) Words(b *lang.Book, in hall.Language) string {
	var s strings.Builder
	s.WriteString(b.Say(in, "selftest.title", "terminal", r.Terminal, "at", r.At.Format("2006-01-02 15:04")) + "\n")
	for _, c := range r.Checks {
		s.WriteString(c.line(b, in))
	}
	end := "selftest.all_good"
	if !r.OK() {
		end = "selftest.not_good"
	}
	s.WriteString(b.Say(in, end) + "\n")
	return s.String()
}

func (c Check) line(b *lang.Book, in hall.Language) string {
	line := b.Say(in, "selftest."+string(c.Result)) + "  " + c.name(b, in) + b.Say(in, "selftest.colon") + b.Tested(in, c.kept()) + "\n"
	if do := "selftest.do." + c.Did; c.Result != Good && b.Has(do) {
		line += "      " + b.Say(in, do) + "\n"
	}
	if c.Kind == "node" && c.Detail != "" {
		return line + "      " + c.Detail + "\n"
	}
	if c.Code == "" {
		return line
	}
	told := bridge.Explain(b, in, c.Code)
	line += "      " + told.Staff + "\n      " + told.Runbook + "\n"
	if c.Code == hardware.BadConfig && c.Detail != "" { // whoever can change the settings needs the word that is wrong
		line += "      " + c.Detail + "\n"
	}
	return line
}

// name is the kind in words, with the name in the settings where it says more.
func (c Check) name(b *lang.Book, in hall.Language) string {
	kind := b.Say(in, "device.kind."+c.Kind)
	if c.Name == c.Kind {
		return kind
	}
	return kind + " " + c.Name
}
