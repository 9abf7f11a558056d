package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/brighthall/brighthall/apps/internal/bridge"
	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/ui/bench"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/nav"
)

// hearMachines shows on the bench what the program hears from the machines through their drivers.
func (d *demo) hearMachines(s *nav.Stage, b *bench.Bench) {
	zone := d.hall.Outlet.Outlet.Location()
	seen := &glass{stage: s}
	told := func(machine string, words func() string) { s.Do(func() { b.Told(machine, words()) }) }
	d.hall.Machines.Listen(func(n *demohall.MachineNews) {
		n.State = func(m string, st hardware.Status) { s.Do(func() { b.Is(m, mood(st), trouble(s, st.Code)) }) }
		n.Shows = func(m, text string) {
			s.Do(func() {
				if text, ok := seen.shows(m, text); ok {
					b.Shows(m, text)
				}
			})
		}
		n.Frame = func(f demohall.Frame) {
			s.Do(func() {
				b.Wire(bench.Frame{At: f.At.In(zone), Out: f.Sent, Device: f.Device, Bytes: f.Bytes, Raw: true})
			})
		}
		n.Card = func(m string, c hardware.IDCard, took time.Duration) {
			told(m, func() string { return cardWords(s, c, took) })
		}
		n.Power = func(m string, p hardware.Power) { told(m, func() string { return powerWords(s, p) }) }
		n.Score = func(m string, no hall.TicketNo, level int) {
			told(m, func() string { return scoreWords(s, no, level) })
		}
		n.Cash = func(m string, c hardware.CashNews) { told(m, func() string { return cashWords(s, c) }) }
		n.Ended = func(m string, o hardware.Outcome) { told(m, func() string { return pageWords(s, o) }) }
		n.Code = func(m string, c hardware.Code) { told(m, func() string { return trouble(s, c) }) }
	})
}

func cardWords(s *nav.Stage, c hardware.IDCard, took time.Duration) string {
	return s.Say("bench.heard.card", "name", either(c.Name, c.LatinName), "number", c.Number.String(), "layout", s.Say("bench.layout."+string(c.Layout)),
		"check", s.Say("bench.check."+string(c.Check)), "took", fmt.Sprintf("%.1f", took.Seconds()))
}

func scoreWords(s *nav.Stage, no hall.TicketNo, level int) string {
	return string(no) + "  " + s.Say(fmt.Sprint("bench.heard.level_", level))
}

// pageWords is how a form ended.
func pageWords(s *nav.Stage, o hardware.Outcome) string {
	return s.Say("bench.heard.page."+string(o.Result)) + "  " + trouble(s, o.Reason)
}

func cashWords(s *nav.Stage, n hardware.CashNews) string {
	text := s.Say("bench.heard.cash." + string(n.Step))
	if n.Cash.Fen > 0 {
		text += "  " + s.Say("bench.heard.yuan", "yuan", strconv.FormatFloat(float64(n.Cash.Fen)/100, 'f', -1, 64))
	}
	return text
}

func powerWords(s *nav.Stage, p hardware.Power) string {
	key := "bench.heard.mains"
	switch {
	case p.OnBattery && p.Low:
		key = "bench.heard.battery_low"
	case p.OnBattery:
		key = "bench.heard.battery"
	}
	return s.Say(key, "load", fmt.Sprintf("%.0f", p.Load))
}

func (d *demo) unplug(machine string, out bool) {
	if err := d.hall.Machines.Unplug(machine, out); err != nil {
		d.log.Warn("unplug", "machine", machine, "error", err)
	}
}

func mood(st hardware.Status) kit.Mood {
	switch {
	case st.State == hardware.Warning:
		return kit.Watch
	case st.Usable():
		return kit.Good
	}
	return kit.Bad
}

// trouble is the staff's sentence of a fault; "" for none.
func trouble(s *nav.Stage, c hardware.Code) string {
	if c == "" {
		return ""
	}
	return bridge.Explain(s.Book(), hall.Language(s.Lang()), c).Staff
}

// glass words what can be seen of the machines in the language of the bench; it is used on the UI goroutine.
type glass struct {
	stage  *nav.Stage
	sheets int // that came out of the page printer
}

// shows gives what can be seen of a machine after its simulator's word; false when that changes nothing.
func (g *glass) shows(machine, text string) (string, bool) {
	switch {
	case machine == "onbon": // a line of several screens; this is the first
		first, ok := strings.CutPrefix(text, "1: ")
		return strings.TrimSuffix(first, "dark"), ok
	case machine == "page":
		return g.page(text)
	case machine == "syn6288":
		return text, true
	case text == "card up", text == "dark":
		return "", true
	}
	key := "bench.shows." + machine + "." + text
	return g.stage.Say(key), g.stage.Book().Has(key)
}

// page counts the sheets.
func (g *glass) page(text string) (string, bool) {
	var i, of, job int
	if n, _ := fmt.Sscanf(text, "sheet %d of %d of job %d", &i, &of, &job); n < 3 {
		return "", false
	}
	g.sheets++
	return g.stage.Say("bench.shows.page.sheet", "n", g.sheets, "i", i, "of", of), true
}

func either(first, second string) string {
	if first == "" {
		return second
	}
	return first
}
