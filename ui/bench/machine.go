package bench

import (
	"github.com/brighthall/brighthall/ui/kit"
)

// Machine is a simulated device on a page of the bench. What a person can do at it is said to the simulator in its own
// words.
type Machine struct {
	ID     string   // its name is bench.machine.<ID>
	At     string   // the program that holds it: "kiosk", "counter"; "bench" when none has work for it yet: bench.at.<At>
	Acts   []Act    // each a button
	Faults []Switch // each a red switch; the last switch, pulling its plug, every machine has
}

// AtBench is the At of a machine that hangs in the bench's own rack.
const AtBench = "bench"

// Act is one thing to do: its label is bench.act.<machine>.<Key>.
type Act struct{ Key, Words string }

// Switch is something that is broken while it is on; its label is bench.act.<machine>.<Key>.
type Switch struct{ Key, On, Off string }

// Page is a tab of machines, at most two: its name is bench.page.<Key>.
type Page struct {
	Key      string
	Machines []Machine
}

// unplug is the Key of the switch that every machine has.
const unplug = "unplug"

// standing is what the bench knows of a machine.
type standing struct {
	mood  kit.Mood
	fault string   // the sentence of what is wrong
	shows string   // on its glass, or what lies on it
	told  []string // what the program heard from it, the newest last
	wrong string   // what the last press came to
}

const toldMost = 12

// Is takes how the program finds the machine: good, or the sentence of what is wrong.
func (b *Bench) Is(machine string, m kit.Mood, fault string) {
	s := b.stands(machine)
	s.mood, s.fault = m, fault
	b.show()
}

// Shows takes what a machine has on its glass.
func (b *Bench) Shows(machine, text string) {
	b.stands(machine).shows = text
	b.show()
}

// Told takes what the program heard from a machine through its driver.
func (b *Bench) Told(machine, line string) {
	s := b.stands(machine)
	if s.told = append(s.told, line); len(s.told) > toldMost {
		s.told = s.told[1:]
	}
	b.show()
}

func (b *Bench) stands(machine string) *standing {
	s, ok := b.machines[machine]
	if !ok {
		s = &standing{mood: kit.Dull}
		b.machines[machine] = s
	}
	return s
}

// act does something at a machine.
func (b *Bench) act(m Machine, words string) {
	s := b.stands(m.ID)
	s.wrong = ""
	if b.hooks.Act != nil {
		if err := b.hooks.Act(m.ID, words); err != nil {
			s.wrong = err.Error()
		}
	}
	b.show()
}

// breakMachine turns one of its faults on or off.
func (b *Bench) breakMachine(m Machine, f Switch, on bool) {
	b.broken[faultOf(m, f)] = on
	switch {
	case f.Key == unplug:
		if b.hooks.Unplug != nil {
			b.hooks.Unplug(m.ID, on)
		}
		b.show()
	case on:
		b.act(m, f.On)
	default:
		b.act(m, f.Off)
	}
}

// faultOf names a machine's switch among all switches: "samv.stuck".
func faultOf(m Machine, f Switch) Fault { return Fault(m.ID + "." + f.Key) }

func (m Machine) switches() []Switch {
	return append(append([]Switch{}, m.Faults...), Switch{Key: unplug})
}

// healMachines puts the switches of all machines back.
func (b *Bench) healMachines() {
	for _, p := range b.hooks.Pages {
		for _, m := range p.Machines {
			for _, f := range m.switches() {
				if b.broken[faultOf(m, f)] {
					b.breakMachine(m, f, false)
				}
			}
		}
	}
}

// brokenMachines are the switches that are on, in words.
func (v *view) brokenMachines() (on []string) {
	for _, p := range v.b.hooks.Pages {
		for _, m := range p.Machines {
			for _, f := range m.switches() {
				if v.b.broken[faultOf(m, f)] {
					on = append(on, v.stage.Say("bench.machine."+m.ID)+" "+v.stage.Say(switchLabel(m, f)))
				}
			}
		}
	}
	return on
}

func switchLabel(m Machine, f Switch) string {
	if f.Key == unplug {
		return "bench.act.unplug"
	}
	return "bench.act." + m.ID + "." + f.Key
}
