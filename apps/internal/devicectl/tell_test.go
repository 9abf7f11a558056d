package devicectl

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/sims"
)

func tellers(t *testing.T) []teller {
	t.Helper()
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	return []teller{{book, hall.Chinese}, {book, hall.English}}
}

// code is what Go prints of a thing that has no words, or a key that no catalogue has.
var code = regexp.MustCompile(`0x|<nil>|map\[|&\{|\{\}|true|false|probe\.|%!|\bNaN\b`)

// TestEveryProbeIsToldInWordsAndUnits runs every simulated device, used or not, in both languages.
func TestEveryProbeIsToldInWordsAndUnits(t *testing.T) {
	use := map[string]string{"samv": "lay", "keys": "press 4", "hidkeys": "press 4", "serialscan": "scan 00101230045678"}
	for _, s := range sims.All() {
		driven(t, s.Name, func(t rig) {
			if words := use[s.Name]; words != "" {
				_ = t.sim.Act(words)
			}
			r := t.probe(Probe{Wait: 5 * time.Second, Hold: time.Millisecond})
			for _, to := range tellers(t.T) {
				text := strings.Join(r.words(to)[1:], "\n")
				if r.Error != "" {
					text = strings.ReplaceAll(text, r.Error, "")
				}
				if bad := code.FindString(text); bad != "" {
					t.Errorf("%s in %s says %q:\n%s", s.Name, to.in, bad, text)
				}
			}
		})
	}
}

// TestAUPSIsToldWithUnits: mains or battery, percent, volts, seconds; what is not known or not so is left out.
func TestAUPSIsToldWithUnits(t *testing.T) {
	n := func(v float64) *float64 { return &v }
	r := power{From: "battery", Low: true, Charge: n(47), Load: n(23.5), Input: n(0), Runtime: n(1600)}
	want := [][]string{{"  供电：电池", "  电池快用完：是", "  电量：47%", "  负载：23.5%", "  市电电压：0 伏", "  还能供电：1600 秒"},
		{"  Power from: battery", "  Battery nearly empty: yes", "  Charge: 47%", "  Load: 23.5%", "  Mains voltage: 0 V", "  Lasts for: 1600 s"}}
	for i, to := range tellers(t) {
		if got := to.result(r); !slices.Equal(got, want[i]) {
			t.Errorf("%q", got)
		}
	}
}

// TestWhereThePowerComesFrom: a UPS that is off, in bypass or does not say is none on mains.
func TestWhereThePowerComesFrom(t *testing.T) {
	for _, c := range []struct {
		p                hardware.Power
		chinese, english string
	}{
		{hardware.Power{}, "市电", "mains"},
		{hardware.Power{OnBattery: true, Low: true}, "电池", "battery"},
		{hardware.Power{Bypass: true}, "市电直通（旁路）", "mains, directly (bypass)"},
		{hardware.Power{Bypass: true, OnBattery: true}, "电池", "battery"},
		{hardware.Power{Off: true}, "没有输出", "nowhere, its output is off"},
		{hardware.Power{Unclear: true, Forced: true}, "UPS 没有说", "the UPS does not say"},
	} {
		for i, to := range tellers(t) {
			want := "：" + c.chinese
			if i == 1 {
				want = ": " + c.english
			}
			if got := to.result(power{From: from(c.p)}); len(got) != 1 || !strings.HasSuffix(got[0], want) {
				t.Errorf("%+v: %q, want %s", c.p, got, want)
			}
		}
	}
}

// TestEveryFieldAndWordOfAProbeHasItsSentence: those that a simulator does not show, too.
func TestEveryFieldAndWordOfAProbeHasItsSentence(t *testing.T) {
	for _, to := range tellers(t) {
		for _, v := range []any{power{}, card{}, taking{}, takingStep{}} {
			for _, name := range fieldNames(v, nil) {
				if !to.book.Has("probe.field." + name) {
					t.Errorf("%T: no word for %s", v, name)
				}
			}
		}
		words := map[string][]string{"probe.state": {}, "probe.did": {"printed", "scanned", "read", "said", "shown", "asked", "rated", "offered", "opened"}}
		for _, s := range []hardware.State{hardware.Ready, hardware.Busy, hardware.Warning, hardware.Faulty, hardware.Absent} {
			words["probe.state"] = append(words["probe.state"], string(s))
		}
		for _, r := range []hardware.Result{hardware.Printed, hardware.NotPrinted, hardware.Uncertain} {
			words["probe.value.result"] = append(words["probe.value.result"], string(r))
		}
		for step, end := range ends {
			words["probe.value.step"] = append(words["probe.value.step"], string(step))
			words["probe.value.end"] = append(words["probe.value.end"], end)
		}
		for group, all := range words {
			for _, w := range all {
				if !to.book.Has(fmt.Sprintf("%s.%s", group, w)) {
					t.Errorf("no sentence %s.%s", group, w)
				}
			}
		}
	}
}
