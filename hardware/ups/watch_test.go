package ups_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/ups"
)

var (
	mains      = hardware.Power{Charge: 100, Runtime: -1}
	battery    = hardware.Power{OnBattery: true, Charge: 90, Runtime: -1}
	weak       = hardware.Power{OnBattery: true, Charge: 20, Runtime: -1}
	short      = hardware.Power{OnBattery: true, Charge: 90, Runtime: time.Minute}
	low        = hardware.Power{OnBattery: true, Low: true, Charge: -1, Runtime: -1}
	dumb       = hardware.Power{OnBattery: true, Charge: -1, Runtime: -1}
	forced     = hardware.Power{Forced: true, Charge: 100, Runtime: -1}
	unclear    = hardware.Power{Unclear: true, Charge: 100, Runtime: -1}
	unclearLow = hardware.Power{Unclear: true, Low: true, Charge: -1, Runtime: -1}
	selftest   = hardware.Power{OnBattery: true, Testing: true, Charge: 90, Runtime: -1}
)

// TestWhatAHallDoesWhenThePowerGoes: one reading every five seconds.
func TestWhatAHallDoesWhenThePowerGoes(t *testing.T) {
	nothing := hardware.Power{Load: -7} // stands for no answer
	for _, c := range []struct {
		name     string
		readings []hardware.Power
		want     string
	}{
		{"mains", times(100, mains), ""},
		{"a flicker is nothing", []hardware.Power{mains, battery, mains, battery, mains}, ""},
		{"away and back", []hardware.Power{mains, battery, battery, battery, mains, mains}, "2 power.lost, 5 power.restored"},
		{"back for a moment is not back", []hardware.Power{battery, battery, mains, battery, battery, mains, mains}, "1 power.lost, 6 power.restored"},
		{"the UPS says low, twice", []hardware.Power{battery, battery, low, low}, "1 power.lost, 3 power.ending"},
		{"low at once", []hardware.Power{mains, low, low}, "2 power.lost, 2 power.ending"},
		{"little charge", []hardware.Power{battery, battery, weak, weak}, "1 power.lost, 3 power.ending"},
		{"little time", []hardware.Power{battery, battery, short, short}, "1 power.lost, 3 power.ending"},
		{"ten minutes on a battery nobody knows", times(130, dumb), "1 power.lost, 120 power.ending"},
		{"a self-test is no outage", times(200, selftest), ""},
		{"silent", []hardware.Power{mains, nothing, nothing, nothing, nothing, mains}, "3 power.blind, 5 power.seeing"},
		{"one lost answer is nothing", []hardware.Power{mains, nothing, nothing, mains}, ""},
		{"silent on battery, the clock goes on", append([]hardware.Power{battery, battery}, times(130, nothing)...),
			"1 power.lost, 4 power.blind, 120 power.ending"},
		{"told to switch off, the mains are there", []hardware.Power{mains, forced, forced}, "1 power.ending"},
		{"told to switch off in a self-test", []hardware.Power{mains, {Forced: true, OnBattery: true, Testing: true}}, "1 power.ending"},
		{"told to switch off on battery", []hardware.Power{battery, battery, {Forced: true, OnBattery: true}}, "1 power.lost, 2 power.ending"},
		{"the order is taken back, and then the mains go", []hardware.Power{mains, forced, mains, mains, low, low},
			"1 power.ending, 3 power.restored, 5 power.lost, 5 power.ending"},
		{"it does not say where the power comes from", []hardware.Power{mains, unclear, unclear, unclear, mains}, "3 power.blind, 4 power.seeing"},
		{"nor does that end an outage", []hardware.Power{battery, battery, unclear, unclear, mains, mains}, "1 power.lost, 5 power.restored"},
		{"but in an outage low is low", append([]hardware.Power{battery, battery}, times(2, unclearLow)...), "1 power.lost, 3 power.ending"},
		{"told to switch off, and no more", []hardware.Power{mains, {Forced: true, Unclear: true}}, "1 power.ending"},
		{"twice", []hardware.Power{battery, low, low, mains, mains, battery, low, low},
			"1 power.lost, 2 power.ending, 4 power.restored, 6 power.lost, 7 power.ending"},
	} {
		var m ups.Memory
		var news []ups.Event
		var told []string
		for i, p := range c.readings {
			var err error
			if p == nothing {
				err = errors.New("silent")
			}
			m, news = ups.Rules{}.Decide(m, p, err, time.Unix(1000, 0).Add(time.Duration(i)*5*time.Second))
			for _, e := range news {
				told = append(told, fmt.Sprintf("%d %s", i, e))
			}
		}
		if s := strings.Join(told, ", "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
}

func times(n int, p hardware.Power) []hardware.Power {
	all := make([]hardware.Power, n)
	for i := range all {
		all[i] = p
	}
	return all
}

type script struct{ at int }

func (s *script) Status(context.Context) (hardware.Status, error) { return hardware.Status{}, nil }
func (s *script) Power(context.Context) (hardware.Power, error) {
	if s.at++; s.at < 5 {
		return mains, nil
	}
	return battery, nil
}

func TestWatchTellsAndEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var told []ups.Event
		u := &script{}
		err := ups.Watch(ctx, u, ups.Rules{}, time.Now, func(e ups.Event, p hardware.Power) {
			if told = append(told, e); p != battery {
				t.Errorf("%+v", p)
			}
		})
		if !errors.Is(err, context.DeadlineExceeded) || len(told) != 1 || told[0] != ups.Lost || u.at > 13 {
			t.Fatal(told, err, u.at)
		}
	})
}
