package main

import (
	"fmt"
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
	{Key: "power", Machines: []bench.Machine{
		{ID: "megatec", Acts: []bench.Act{{Key: "mains_off", Words: "mains off"}, {Key: "low", Words: "low on"}, {Key: "mains_on", Words: "mains on"}, {Key: "load", Words: "load 120"}},
			Faults: []bench.Switch{{Key: "broken", On: "broken on", Off: "broken off"}, {Key: "silent", On: "silent on", Off: "silent off"}}},
		{ID: "syn6288", Acts: []bench.Act{{Key: "reset", Words: "reset"}, {Key: "reject", Words: "reject"}, {Key: "lose_ack", Words: "lose ack"}, {Key: "lose_idle", Words: "lose idle"}},
			Faults: []bench.Switch{{Key: "silent", On: "silent", Off: "well"}, {Key: "garbage", On: "garbage", Off: "well"}}},
	}},
}

// hearMachines shows on the bench what the program hears from the machines through their drivers.
func (d *demo) hearMachines(s *nav.Stage, b *bench.Bench) {
	zone := d.hall.Outlet.Outlet.Location()
	d.hall.Machines.Listen(demohall.MachineNews{
		State: func(machine string, st hardware.Status) {
			s.Do(func() { b.Is(machine, mood(st), trouble(s, st.Code)) })
		},
		Shows: func(machine, text string) { s.Do(func() { b.Shows(machine, shown(s, machine, text)) }) },
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
		Code: func(machine string, c hardware.Code) { s.Do(func() { b.Told(machine, trouble(s, c)) }) },
	})
}

func cardWords(s *nav.Stage, c hardware.IDCard, took time.Duration) string {
	return s.Say("bench.heard.card", "name", either(c.Name, c.LatinName), "number", c.Number.String(), "layout", s.Say("bench.layout."+string(c.Layout)),
		"check", s.Say("bench.check."+string(c.Check)), "took", fmt.Sprintf("%.1f", took.Seconds()))
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

// shown is a simulator's word for what can be seen of it, in the language of the bench when there is one.
func shown(s *nav.Stage, machine, text string) string {
	if text == "card up" {
		return ""
	}
	if key := "bench.shows." + machine + "." + text; s.Book().Has(key) {
		return s.Say(key)
	}
	return text
}

func either(first, second string) string {
	if first == "" {
		return second
	}
	return first
}
