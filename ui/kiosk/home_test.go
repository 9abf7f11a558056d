package kiosk_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
)

// Nobody waits for a business, and yet there is a wait: the windows are busy with others. The home page says so, as the
// next one does.
func TestAWaitBehindNobodyIsExplainedAtHome(t *testing.T) {
	for name, wait := range map[string]hall.Wait{
		"hours": {LowMin: 123, HighMin: 262, Known: true}, "minutes": {LowMin: 12, HighMin: 58, Known: true}, "little": {HighMin: 4, Known: true},
	} {
		for lang, busy := range map[hall.Language]string{hall.Chinese: "窗口正忙", hall.English: "Windows busy"} {
			t.Run(name+" "+string(lang), func(t *testing.T) {
				r := newRig(t)
				s := morning(t)
				s.Groups[0].WaitFor, s.Groups[1].Waiting = wait, 11
				serve(&s, s.Groups[0].Windows...)
				r.app.Push(s)
				r.SetLang(lang)
				r.Sees(busy)
				r.NoClipping()
				s.Groups[0].Waiting = 1
				r.app.Push(s)
				r.SeesNot(busy)
				s.Groups[0].Waiting = 0
				serve(&s, s.Groups[0].Windows[1:]...)
				r.app.Push(s)
				r.SeesNot(busy)
				r.NoClipping()
			})
		}
	}
}

// serve gives these open windows a visitor each, and no other.
func serve(s *hall.Snapshot, windows ...hall.CounterID) {
	s.Counters = slices.Clone(s.Counters)
	for i := range s.Counters {
		c := &s.Counters[i]
		c.Ticket, c.No, c.NoState = "", "", ""
		if slices.Contains(windows, c.ID) {
			c.Ticket, c.No, c.NoState = hall.TicketID("t"+c.ID), "K001", hall.Serving
		}
	}
}

// TestNoWindowIsCalledBusyThatStandsIdle: with nobody of his own business before him, one is told that the windows are
// busy only when each of them has a visitor or is paused; a care visitor's own place is no exception.
func TestNoWindowIsCalledBusyThatStandsIdle(t *testing.T) {
	for name, wear := range map[string]func(*rig){"zh": plain, "elderly": elderly, "low": low, "en": english} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			s := morning(t)
			for i := range s.Groups {
				s.Groups[i].Waiting, s.Groups[i].WaitFor = 0, hall.Wait{LowMin: 3, HighMin: 8, Known: true}
				s.Groups[i].Care = &hall.Place{WaitFor: hall.Wait{LowMin: 3, HighMin: 8, Known: true}}
			}
			wear(r)
			said := func() bool {
				return slices.ContainsFunc(r.Texts(), func(s string) bool {
					return strings.Contains(s, "窗口正忙") || strings.Contains(s, "indows busy") || strings.Contains(s, "windows are busy")
				})
			}
			pages := []func(){r.app.Exit, r.app.Begin, func() { r.app.Exit(); r.app.ChooseItem("B05") }, func() { r.app.SetPriority(hall.Care) }}
			var all []hall.CounterID
			for _, c := range s.Counters {
				all = append(all, c.ID)
			}
			for i, open := range pages {
				serve(&s, all[:len(all)-1]...)
				for g := range s.Groups {
					s.Groups[g].Windows = all
				}
				r.app.Push(s)
				open()
				if said() {
					t.Errorf("page %d: busy, and window %s has nobody", i, all[len(all)-1])
				}
				s.Counters[len(all)-1].State = hall.CounterPaused
				r.app.Push(s)
				r.app.Touch()
				if wantsBusy := !(name == "elderly" && i == 0); said() != wantsBusy { // its home page has no figures
					t.Errorf("page %d: all are busy or paused: %v", i, said())
				}
				s.Counters[len(all)-1].State = hall.CounterOpen
			}
		})
	}
}

// No window is open for a business yet, in any language: the words are whole.
func TestTheHomePageIsWholeBeforeAnyWindowOpens(t *testing.T) {
	for name, wear := range map[string]func(*rig){"": plain, "-english": english} {
		r := newRig(t)
		s := morning(t)
		serve(&s, s.Groups[0].Windows...)
		for i := range s.Groups {
			s.Groups[i].WaitFor, s.Groups[i].Waiting = hall.Wait{}, 0
		}
		s.Groups[0].WaitFor = hall.Wait{LowMin: 123, HighMin: 262, Known: true}
		r.app.Push(s)
		wear(r)
		r.see("home-unopened" + name)
	}
}
