package megatec_test

import (
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/ups/megatec"
	"github.com/brighthall/brighthall/hardware/ups/megatec/megatectest"
)

func TestUPSContract(t *testing.T) {
	hardwaretest.TestUPS(t, func(t *testing.T, w hardwaretest.Wiring) hardwaretest.UPSRig {
		line, sim := w(t, 2400), megatectest.New(nil)
		line.Serve(t, sim.Serve)
		p := line.Open(t, "?baud=2400")
		well := func() { sim.Set(megatectest.Mains) }
		measures := func(name string, change func(s *megatectest.State), state hardware.State, code hardware.Code) hardwaretest.UPSFault {
			s := megatectest.Mains
			change(&s)
			return hardwaretest.UPSFault{Name: name, Break: func() { sim.Set(s) }, Mend: well, State: state, Code: code}
		}
		raw := func(name, text string) hardwaretest.UPSFault {
			return hardwaretest.UPSFault{Name: name, Break: func() { sim.SetRaw(text) }, Mend: func() { sim.SetRaw("") }, State: hardware.Faulty, Code: hardware.Garbled}
		}
		return hardwaretest.UPSRig{Open: megatec.New(p, megatec.Battery{}, time.Now), Unplug: line.Unplug, Faults: []hardwaretest.UPSFault{
			measures("mains away", func(s *megatectest.State) { s.Away, s.Input = true, 0 }, hardware.Warning, hardware.UPSOnBattery),
			measures("battery low", func(s *megatectest.State) { s.Away, s.Low = true, true }, hardware.Warning, hardware.UPSLow),
			measures("broken", func(s *megatectest.State) { s.Broken = true }, hardware.Faulty, hardware.UPSBroken),
			measures("overload", func(s *megatectest.State) { s.Load = 120 }, hardware.Warning, hardware.UPSOverload),
			measures("bypass", func(s *megatectest.State) { s.Bypass = true }, hardware.Warning, hardware.UPSBypass),
			measures("a self-test", func(s *megatectest.State) { s.Away, s.Test = true, true }, hardware.Ready, ""),
			measures("no battery gauge", func(s *megatectest.State) { s.Dashes = true }, hardware.Ready, ""),
			raw("it sends the question back", "Q1\r"),
			raw("wrong baud rate", "\x80\xf8\x00\x78\x80"),
			raw("a stuck line", strings.Repeat("U", 500)),
			{Name: "silent", Break: func() { sim.SetSilent(true) }, Mend: func() { sim.SetSilent(false) }, State: hardware.Faulty, Code: hardware.UPSSilent},
			{Name: "one answer cut off is asked again", Break: func() { sim.Tear(1) }, Mend: func() {}, State: hardware.Ready},
		}}
	})
}

func TestAnswersByTheTable(t *testing.T) {
	at := time.Unix(1, 0)
	lead := megatec.Battery{Empty: 21, Full: 27}
	for _, c := range []struct {
		line string
		want hardware.Power
	}{
		{"(208.4 140.0 208.4 034 59.9 2.05 35.0 00110000", hardware.Power{Input: 208.4, Load: 34, Bypass: true, Broken: true, Charge: -1}},
		{"(229.8 229.8 220.0 023 50.0 27.0 25.0 00000000", hardware.Power{Input: 229.8, Load: 23, Charge: -1}},
		{"(000.0 229.8 220.0 023 50.0 24.0 25.0 10000001", hardware.Power{Load: 23, OnBattery: true, Charge: 50}},
		{"(000.0 229.8 220.0 023 50.0 20.0 25.0 11000001", hardware.Power{Load: 23, OnBattery: true, Low: true, Charge: 0}},
		{"(000.0 229.8 220.0 023 50.0 2.05 25.0 10000001", hardware.Power{Load: 23, OnBattery: true, Charge: -1}},
		{"(000.0 229.8 220.0 023 50.0 54.1 25.0 10000001", hardware.Power{Load: 23, OnBattery: true, Charge: -1}},
		{"(229.5 229.8 220.0 023 50.0 27.0 25.0 00000010", hardware.Power{Input: 229.5, Load: 23, Forced: true, Charge: -1}},
		{"(000.0 229.8 220.0 023 50.0 --.- --.- 10000001", hardware.Power{Load: 23, OnBattery: true, Charge: -1}},
		{"(229.8 229.8 220.0 110 50.0 27.0 25.0 00101000", hardware.Power{Input: 229.8, Load: 110, Overload: true, Charge: -1}},
	} {
		c.want.Runtime, c.want.At = -1, at
		if got, err := megatec.Parse(c.line, lead, at); err != nil || got != c.want {
			t.Errorf("%s: %+v %v", c.line, got, err)
		}
	}
	for _, bad := range []string{"", "(", "Q1", "229.8 229.8 220.0 023 50.0 27.0 25.0 00000000", "(229.8 229.8 220.0 023 50.0 27.0 25.0 0000000",
		"(229.8 229.8 220.0 023 50.0 27.0 25.0 00000002", "(229.8 x 220.0 023 50.0 27.0 25.0 00000000", "(229.8 229.8 220.0 023 50.0 27.0 00000000",
		"(-29.8 229.8 220.0 023 50.0 27.0 25.0 00000000", "(1.2.3 229.8 220.0 023 50.0 27.0 25.0 00000000", "(NAK"} {
		if p, err := megatec.Parse(bad, lead, at); err == nil {
			t.Errorf("%s: %+v", bad, p)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("(229.8 229.8 220.0 023 50.0 27.0 25.0 00000000")
	f.Add("(000.0 229.8 220.0 023 50.0 --.- --.- 10000001")
	f.Fuzz(func(t *testing.T, line string) {
		p, err := megatec.Parse(line, megatec.Battery{Empty: 21, Full: 27}, time.Unix(1, 0))
		if err == nil && (p.Charge < -1 || p.Charge > 100 || p.Load < -1 || p.Load != p.Load) {
			t.Fatalf("%+v", p)
		}
	})
}
