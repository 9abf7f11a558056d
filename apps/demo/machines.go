package main

import (
	"fmt"
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

// pages are the machines of the bench beside printer and scanner, and what can be done at each, in its simulator's words.
var pages = []bench.Page{
	{Key: "card", Machines: []bench.Machine{{ID: "samv",
		Acts: []bench.Act{{Key: "resident", Words: "card resident"}, {Key: "moved", Words: "card moved"}, {Key: "rare", Words: "card rare"}, {Key: "hkmt", Words: "card hkmt"},
			{Key: "foreign", Words: "card foreign"}, {Key: "foreign2023", Words: "card foreign2023"}, {Key: "badnumber", Words: "card badnumber"}, {Key: "unknown", Words: "card unknown"},
			{Key: "lift", Words: "lift"}, {Key: "snatch", Words: "snatch"}, {Key: "spoil", Words: "spoil"}, {Key: "tear", Words: "tear"}},
		Faults: []bench.Switch{{Key: "power", On: "power off", Off: "power on"}, {Key: "stuck", On: "stuck on", Off: "stuck off"}, {Key: "module", On: "module 60", Off: "module 90"},
			{Key: "licence", On: "module 66", Off: "module 90"}}}}},
	{Key: "window", Machines: []bench.Machine{
		{ID: "onbon", Acts: []bench.Act{{Key: "spoil", Words: "spoil"}, {Key: "tear", Words: "tear"}},
			Faults: []bench.Switch{{Key: "dead", On: "dead 1", Off: "alive 1"}, {Key: "refuse", On: "refuse on", Off: "refuse off"}, {Key: "garbage", On: "garbage on", Off: "garbage off"}}},
		{ID: "keys", Acts: []bench.Act{{Key: "ask", Words: ask}, {Key: "5", Words: "press 5"}, {Key: "4", Words: "press 4"}, {Key: "3", Words: "press 3"}, {Key: "2", Words: "press 2"},
			{Key: "1", Words: "press 1"}, {Key: "bounce", Words: "bounce 5"}, {Key: "noise", Words: "garbage"}},
			Faults: []bench.Switch{{Key: "silent", On: "silent on", Off: "silent off"}, {Key: "refuse", On: "refuse on", Off: "refuse off"}}},
	}},
	{Key: "cash", Machines: []bench.Machine{{ID: "id003",
		Acts: []bench.Act{{Key: "1", Words: "note 1"}, {Key: "5", Words: "note 5"}, {Key: "10", Words: "note 10"}, {Key: "20", Words: "note 20"}, {Key: "50", Words: "note 50"}, {Key: "100", Words: "note 100"},
			{Key: "bad", Words: "note bad"}, {Key: "mend", Words: "mend"}},
		Faults: []bench.Switch{{Key: "jam", On: "jam", Off: "mend"}, {Key: "full", On: "full", Off: "mend"}, {Key: "away", On: "away", Off: "mend"}, {Key: "cheat", On: "cheat", Off: "mend"},
			{Key: "power", On: "power off", Off: "power on"}, {Key: "silent", On: "silent on", Off: "silent off"}}}}},
	{Key: "power", Machines: []bench.Machine{
		{ID: "megatec", Acts: []bench.Act{{Key: "mains_off", Words: "mains off"}, {Key: "low", Words: "low on"}, {Key: "mains_on", Words: "mains on"}, {Key: "load", Words: "load 120"}},
			Faults: []bench.Switch{{Key: "broken", On: "broken on", Off: "broken off"}, {Key: "silent", On: "silent on", Off: "silent off"}}},
		{ID: "syn6288", Acts: []bench.Act{{Key: "reset", Words: "reset"}, {Key: "reject", Words: "reject"}, {Key: "lose_ack", Words: "lose ack"}, {Key: "lose_idle", Words: "lose idle"}},
			Faults: []bench.Switch{{Key: "silent", On: "silent", Off: "well"}, {Key: "garbage", On: "garbage", Off: "well"}}},
	}},
}

// ask is no word of a simulator: it has the program prompt the visitor.
const ask = "ask"

func (d *demo) act(machine, words string) error {
	if words == ask {
		d.hall.Machines.Ask()
		return nil
	}
	return d.hall.Machines.Act(machine, words)
}

// hearMachines shows on the bench what the program hears from the machines through their drivers.
func (d *demo) hearMachines(s *nav.Stage, b *bench.Bench) {
	zone := d.hall.Outlet.Outlet.Location()
	d.hall.Machines.Listen(demohall.MachineNews{
		State: func(machine string, st hardware.Status) {
			s.Do(func() { b.Is(machine, mood(st), trouble(s, st.Code)) })
		},
		Shows: func(machine, text string) {
			s.Do(func() {
				if text, ok := shown(s, machine, text); ok {
					b.Shows(machine, text)
				}
			})
		},
		Frame: func(f demohall.Frame) {
			s.Do(func() {
				b.Wire(bench.Frame{At: f.At.In(zone), Out: f.Sent, Device: f.Device, Bytes: f.Bytes, Raw: true})
			})
		},
		Card: func(machine string, c hardware.IDCard, took time.Duration) {
			s.Do(func() { b.Told(machine, cardWords(s, c, took)) })
		},
		Power: func(machine string, p hardware.Power) {
			s.Do(func() { b.Told(machine, powerWords(s, p)) })
		},
		Score: func(machine string, score hardware.Score) {
			s.Do(func() { b.Told(machine, s.Say(fmt.Sprint("bench.heard.level_", score.Level))) })
		},
		Cash: func(machine string, n hardware.CashNews) {
			s.Do(func() { b.Told(machine, cashWords(s, n)) })
		},
		Code: func(machine string, c hardware.Code) { s.Do(func() { b.Told(machine, trouble(s, c)) }) },
	})
}

func cardWords(s *nav.Stage, c hardware.IDCard, took time.Duration) string {
	return s.Say("bench.heard.card", "name", either(c.Name, c.LatinName), "number", c.Number.String(), "layout", s.Say("bench.layout."+string(c.Layout)),
		"check", s.Say("bench.check."+string(c.Check)), "took", fmt.Sprintf("%.1f", took.Seconds()))
}

func cashWords(s *nav.Stage, n hardware.CashNews) string {
	text := s.Say("bench.heard.cash." + string(n.Step))
	if n.Cash.Fen > 0 {
		text += "  " + s.Say("bench.heard.yuan", "yuan", n.Cash.Fen/100)
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

// shown is what can be seen of a machine after its simulator's word, in the language of the bench; false when that changes nothing.
func shown(s *nav.Stage, machine, text string) (string, bool) {
	switch {
	case machine == "onbon": // a line of several screens; this is the first
		first, ok := strings.CutPrefix(text, "1: ")
		return strings.TrimSuffix(first, "dark"), ok
	case machine == "syn6288":
		return text, true
	case text == "card up", text == "dark":
		return "", true
	}
	key := "bench.shows." + machine + "." + text
	return s.Say(key), s.Book().Has(key)
}

func either(first, second string) string {
	if first == "" {
		return second
	}
	return first
}
