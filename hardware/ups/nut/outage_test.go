package nut_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware/ups"
	"github.com/brighthall/brighthall/hardware/ups/nut"
)

// TestAnOutageInTheWordsOfTheServer feeds the watch what a NUT server tells every five seconds: ups.status,
// battery.charge and battery.runtime in seconds, a dash for one that it does not tell, an equals sign and the volts for
// input.voltage.
func TestAnOutageInTheWordsOfTheServer(t *testing.T) {
	for _, c := range []struct {
		name, told, want string
	}{
		{"the output is switched off in an outage: the mains are not back", "OB|OB|OFF|OFF|OFF", "1 power.lost"},
		{"and the outage grows long", "OB|OB|OFF*130", "1 power.lost, 120 power.ending"},
		{"switched off at once after the mains went", "OB|OFF|OFF", "1 power.lost"},
		{"off, and the mains are back", "OB|OB|OFF|OL OFF|OL OFF", "1 power.lost, 4 power.restored"},
		{"off and no more, in no outage", "OL|OFF*200|OL", ""},
		{"bypass says nothing of the mains", "OB|OB|BYPASS|BYPASS|BYPASS", "1 power.lost"},
		{"but a voltage does", "OB|OB|BYPASS =229|BYPASS =229", "1 power.lost, 3 power.restored"},
		{"and one of seven volts is none", "OB|OB|BYPASS =7|BYPASS =7", "1 power.lost"},
		{"bypass in no outage", "OL|BYPASS*200|OL", ""},
		{"a test in an outage does not end it", "OB|OB|OB TEST|OB TEST|OB CAL", "1 power.lost"},

		{"LB for a moment when the mains go, and they are back", "OL 100 1600|OB LB 100 1600|OL 100 1600", ""},
		{"LB for a moment, and the outage goes on", "OL 100 1600|OB LB 100 1600|OB 99 1590|OB 98 1580", "2 power.lost"},
		{"LB that stays counts against the figures", "OL 100 1600|OB 100 1600|OB LB 100 1600|OB LB 100 1600", "2 power.lost, 3 power.ending"},
		{"LB and figures that agree", "OL 100 1600|OB LB 9 40", "1 power.lost, 1 power.ending"},
		{"LB and one figure that agrees", "OL 100 -|OB LB 9 -", "1 power.lost, 1 power.ending"},
		{"one bad figure", "OL 100 1600|OB 99 1600|OB 3 1600|OB 98 1600|OB 97 1600", "2 power.lost"},
		{"a UPS that always says runtime 0", "OL 100 0|OB 100 0|OB 99 0|OB 98 0|OB 97 0|OL 97 0|OL 97 0", "2 power.lost, 6 power.restored"},
		{"a UPS that always says charge 0", "OL 0 1600|OB 0 1600|OB 0 1590|OB 0 1580", "2 power.lost"},
		{"and its runtime still counts", "OL 0 1600|OB 0 1600|OB 0 1590|OB 0 170|OB 0 165", "2 power.lost, 4 power.ending"},
		{"a UPS that always says both", "OL 0 0|OB 0 0*130", "2 power.lost, 121 power.ending"},
		{"a UPS that always says LB and full", "OL LB 100 -|OB LB 100 -|OB LB 100 -|OB LB 100 -", "2 power.lost"},
		{"LB on mains after an outage is a battery still empty", "OL LB - -|OB LB - -|OB LB - -", "2 power.lost, 2 power.ending"},
		{"a battery that was still charging", "OL 20 -|OL 21 -|OB 21 -|OB 20 -|OB 19 -", "3 power.lost, 4 power.ending"},

		{"silent, and the last runtime told runs out", "OL 100 1600|OB 99 300|OB 98 290|?*40", "2 power.lost, 5 power.blind, 24 power.ending"},
		{"silent, and the runtime told was always 0", "OL 100 0|OB 99 0|OB 98 0|?*40", "2 power.lost, 5 power.blind"},
		{"LB and then silent", "OL 100 1600|OB 99 1600|OB 98 1600|OB LB 97 1600|?|?|?", "2 power.lost, 6 power.blind, 6 power.ending"},
		{"the network goes with the mains", "OL 100 1600|OB 99 1600|?*130", "4 power.blind, 4 power.lost, 121 power.ending"},
		{"one lost answer is not silence", "OL 100 1600|OB 99 190|OB 98 185|?|OB 98 184|?|OB 98 181", "2 power.lost"},

		{"a calibration at the battery's end is no test any more", "OL 100 1600|OB CAL 90 1500|OB CAL LB 2 20", "2 power.ending"},
		{"nor one whose figures end", "OL 100 1600|OB CAL 90 1500|OB CAL 2 20|OB CAL 2 15", "3 power.ending"},
		{"a calibration goes deep", "OL 100 1600|OB CAL 25 170*100|OL 20 100", ""},
		{"LB in a test for a moment", "OL 100 1600|OB TEST LB 99 1600|OB TEST 99 1600|OL 99 1600", ""},
		{"and the mains come back", "OL 100 1600|OB CAL LB 2 20|OL 3 30|OL 4 40", "1 power.ending, 3 power.restored"},
	} {
		if got := outage(t, c.told); got != c.want {
			t.Errorf("%s: %s\n\t%s, want %s", c.name, c.told, got, c.want)
		}
	}
}

// outage plays readings, and says which event came at which.
func outage(t *testing.T, told string) string {
	t.Helper()
	var m ups.Memory
	var all []string
	for i, vars := range readings(t, told) {
		at := time.Unix(1000, 0).Add(time.Duration(i) * 5 * time.Second)
		p, err := nut.Reading(vars, at)
		if err != nil && vars != nil {
			t.Fatal(vars, err)
		}
		var news []ups.Event
		m, news = ups.Rules{}.Decide(m, p, err, at)
		for _, e := range news {
			all = append(all, fmt.Sprintf("%d %s", i, e))
		}
	}
	return strings.Join(all, ", ")
}

// readings are the variables of each reading; none are those of a server that is silent.
func readings(t *testing.T, told string) []map[string]string {
	t.Helper()
	var all []map[string]string
	for one := range strings.SplitSeq(told, "|") {
		words, times, repeated := strings.Cut(one, "*")
		n := 1
		if repeated {
			if _, err := fmt.Sscan(times, &n); err != nil {
				t.Fatal(one, err)
			}
		}
		all = append(all, slices.Repeat([]map[string]string{variables(words)}, n)...)
	}
	return all
}

func variables(words string) map[string]string {
	if words == "?" {
		return nil
	}
	vars, figures := map[string]string{}, []string{"battery.charge", "battery.runtime"}
	for w := range strings.FieldsSeq(words) {
		switch {
		case w[0] == '=':
			vars["input.voltage"] = w[1:]
		case w == "-", w[0] >= '0' && w[0] <= '9':
			vars[figures[0]], figures = w, figures[1:]
		default:
			vars["ups.status"] = strings.TrimSpace(vars["ups.status"] + " " + w)
		}
	}
	return vars
}
