package nut_test

import (
	"context"
	"net"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/ups/nut"
	"github.com/brighthall/brighthall/hardware/ups/nut/nuttest"
)

// serve listens, and gives the address and a switch that cuts every connection.
func serve(t *testing.T, s *nuttest.Server) (at string, cut func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { s.Serve(ctx, c); c.Close() })
		}
	})
	cut = func() { cancel(); l.Close(); all.Wait() }
	t.Cleanup(cut)
	return "tcp://" + l.Addr().String(), cut
}

func open(t *testing.T, s *nuttest.Server, name string) (*nut.UPS, func()) {
	t.Helper()
	at, cut := serve(t, s)
	p, err := port.Open(t.Context(), at)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return nut.New(p, name, time.Now), cut
}

func TestUPSContract(t *testing.T) {
	hardwaretest.TestUPS(t, func(t *testing.T, w hardwaretest.Wiring) hardwaretest.UPSRig {
		line, s := w(t, 0), nuttest.New("su700", nil)
		line.Serve(t, s.Serve)
		u := nut.New(line.Open(t, ""), "su700", time.Now)
		status := func(words string, state hardware.State, code hardware.Code) hardwaretest.UPSFault {
			return hardwaretest.UPSFault{Name: "status " + words, Break: func() { s.Set("ups.status", words) }, Mend: func() { s.Set("ups.status", "OL CHRG") }, State: state, Code: code}
		}
		refused := func(word string, code hardware.Code) hardwaretest.UPSFault {
			return hardwaretest.UPSFault{Name: word, Break: func() { s.SetError(word) }, Mend: func() { s.SetError("") }, State: hardware.Faulty, Code: code}
		}
		raw := func(name, text string) hardwaretest.UPSFault {
			return hardwaretest.UPSFault{Name: name, Break: func() { s.SetRaw(text) }, Mend: func() { s.SetRaw("") }, State: hardware.Faulty, Code: hardware.Garbled}
		}
		return hardwaretest.UPSRig{Open: u, Unplug: line.Unplug, Faults: []hardwaretest.UPSFault{
			status("OB DISCHRG", hardware.Warning, hardware.UPSOnBattery),
			status("OB LB", hardware.Warning, hardware.UPSLow),
			status("FSD OB LB", hardware.Warning, hardware.UPSForced),
			status("FSD OL", hardware.Warning, hardware.UPSForced),
			status("OL FSD", hardware.Warning, hardware.UPSForced),
			status("FSD", hardware.Warning, hardware.UPSForced),
			status("DISCHRG", hardware.Warning, hardware.UPSOnBattery),
			status("ALARM OL", hardware.Warning, hardware.UPSAlarm),
			status("OL OVERHEAT", hardware.Warning, hardware.UPSAlarm),
			status("OL TRIM", hardware.Ready, ""),
			status("BOOST", hardware.Ready, ""),
			status("ol", hardware.Ready, ""),
			status("OL LB CHRG", hardware.Ready, ""),
			status("", hardware.Faulty, hardware.UPSUnclear),
			status("WAIT", hardware.Faulty, hardware.UPSWaiting),
			status("WAIT OL", hardware.Ready, ""),
			status("CHRG", hardware.Faulty, hardware.UPSUnclear),
			status("LB", hardware.Faulty, hardware.UPSUnclear),
			status("NOCOMM", hardware.Faulty, hardware.UPSStale),
			status("SD", hardware.Warning, hardware.UPSForced),
			status("SD OL", hardware.Warning, hardware.UPSForced),
			status("OL DISCHRG", hardware.Ready, ""),
			status("OL OB LB", hardware.Warning, hardware.UPSLow),
			status("OL,CHRG", hardware.Ready, ""),
			status("OL RB", hardware.Warning, hardware.UPSReplace),
			status("OL OVER", hardware.Warning, hardware.UPSOverload),
			status("BYPASS", hardware.Warning, hardware.UPSBypass),
			status("OFF", hardware.Faulty, hardware.UPSOff),
			status("OL OFF", hardware.Faulty, hardware.UPSOff),
			status("OL BYPASS", hardware.Warning, hardware.UPSBypass),
			status("OB CAL", hardware.Ready, ""),
			refused("DATA-STALE", hardware.UPSStale),
			refused("DRIVER-NOT-CONNECTED", hardware.UPSStale),
			refused("UNKNOWN-UPS", hardware.UPSUnknown),
			refused("ACCESS-DENIED", hardware.UPSDenied),
			refused("FEATURE-NOT-SUPPORTED", hardware.Failed),
			raw("a web server answers", strings.Repeat("x", 3000)),
			raw("a list without a status", "BEGIN LIST VAR su700\nEND LIST VAR su700\n"),
			raw("an open quote", "BEGIN LIST VAR su700\nVAR su700 ups.status \"OL\nEND LIST VAR su700\n"),
			raw("an endless list", strings.Repeat("VAR su700 a \"b\"\n", 100000)),
			raw("another server", "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"),
			{Name: "silent", Break: func() { s.SetSilent(true) }, Mend: func() { s.SetSilent(false) }, State: hardware.Faulty, Code: hardware.UPSSilent},
			{Name: "the list stops in the middle", Break: s.Tear, Mend: func() {}, State: hardware.Faulty, Code: hardware.UPSSilent},
		}}
	})
}

// TestTheStatusIsReadWhateverElseIsTold: a list that is wrong anywhere else tells all that is right in it.
func TestTheStatusIsReadWhateverElseIsTold(t *testing.T) {
	rows := func(rows ...string) string {
		return "BEGIN LIST VAR su700\n" + strings.Join(rows, "\n") + "\nEND LIST VAR su700\n"
	}
	const status, charge = `VAR su700 ups.status "OB LB"`, `VAR su700 battery.charge "12"`
	many := slices.Repeat([]string{`VAR su700 outlet.1.desc "x"`}, 5000)
	for name, list := range map[string]string{
		"a value of 2,000 bytes":       rows(`VAR su700 ups.alarm "`+strings.Repeat("x", 2000)+`"`, status, charge),
		"one of 60,000":                rows(status, `VAR su700 ups.alarm "`+strings.Repeat("x", 60000)+`"`, charge),
		"an open quote":                rows(`VAR su700 ups.mfr "APC`, status, charge),
		"an open quote at the end":     rows(status, charge, `VAR su700 ups.mfr "APC\`),
		"5,000 variables, status last": rows(append(many, status, charge)...),
		"and first":                    rows(append([]string{status, charge}, many...)...),
		"no row at all":                rows(status, "", "  ", charge),
	} {
		s := nuttest.New("su700", nil)
		u, _ := open(t, s, "su700")
		s.SetRaw(list)
		if p, err := u.Power(t.Context()); err != nil || !p.OnBattery || !p.Low || p.Charge != 12 {
			t.Errorf("%s: %+v %v", name, p, err)
		}
	}
}

// TestAUPSIsFoundWhateverItsDescriptionIs: of the server's list only the name is needed.
func TestAUPSIsFoundWhateverItsDescriptionIs(t *testing.T) {
	for _, row := range []string{`UPS su700 "the one`, `UPS su700 "` + strings.Repeat("x", 900) + `\`, `UPS su700`} {
		s := nuttest.New("su700", nil)
		s.SetListed(row)
		u, _ := open(t, s, "")
		if _, err := u.Power(t.Context()); err != nil || u.Info().Model != "su700" {
			t.Errorf("%.20s: %q %v", row, u.Info().Model, err)
		}
	}
}

func TestAServerThatHangsUpIsMissing(t *testing.T) {
	u, cut := open(t, nuttest.New("su700", nil), "su700")
	if s, err := u.Status(t.Context()); s.State != hardware.Ready || err != nil {
		t.Fatalf("%+v %v", s, err)
	}
	cut()
	if s, _ := u.Status(t.Context()); s.State != hardware.Absent || s.Code != hardware.Missing {
		t.Fatalf("%+v", s)
	}
}

func TestTheFirstUPSIsTakenWhenNobodySaysWhich(t *testing.T) {
	s := nuttest.New("su700", nil)
	u, _ := open(t, s, "")
	s.Set("battery.charge", "47")
	p, err := u.Power(t.Context())
	if err != nil || u.Info().Model != "su700" || p.Charge != 47 || p.Runtime != 30*time.Minute {
		t.Fatalf("%+v %v", p, err)
	}
	other, _ := open(t, s, "su900")
	if _, err := other.Power(t.Context()); hardware.CodeOf(err) != hardware.UPSUnknown {
		t.Fatal(err)
	}
}

func TestWords(t *testing.T) {
	for line, want := range map[string][]string{
		``:                              nil,
		`VAR su700 ups.status "OL"`:     {"VAR", "su700", "ups.status", "OL"},
		`VAR a b "say \"hi\" \\ there"`: {"VAR", "a", "b", `say "hi" \ there`},
		`  UPS   x  ""`:                 {"UPS", "x", ""},
	} {
		if got, err := nut.Words(line); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %q %v", line, got, err)
		}
	}
	for _, bad := range []string{`"`, `VAR "a`, `VAR "a\`, `"\"`} {
		if got, err := nut.Words(bad); err == nil {
			t.Errorf("%s: %q", bad, got)
		}
	}
}

func TestANumberThatCannotBeIsNotKnown(t *testing.T) {
	for _, c := range []struct {
		charge, load, volts, runtime string
		want                         hardware.Power
	}{
		{"100", "120", "231.5", "60", hardware.Power{Charge: 100, Load: 120, Input: 231.5, Runtime: time.Minute}},
		{"250", "4000", "99999", "-1", hardware.Power{Charge: -1, Load: -1, Input: -1, Runtime: -1}},
		{"NaN", "Inf", "abc", "1e99", hardware.Power{Charge: -1, Load: -1, Input: -1, Runtime: -1}},
		{"-3", "", "100,0", "", hardware.Power{Charge: -1, Load: -1, Input: -1, Runtime: -1}},
	} {
		got, err := nut.Reading(map[string]string{"ups.status": "OL", "battery.charge": c.charge, "ups.load": c.load, "input.voltage": c.volts,
			"battery.runtime": c.runtime}, time.Time{})
		if err != nil || got != c.want {
			t.Errorf("%+v: %+v %v", c, got, err)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add(`VAR su700 ups.status "OB LB"`, "OB LB", "12.5")
	f.Add(`VAR a b "\" \\`, "FSD", "NaN")
	f.Fuzz(func(t *testing.T, line, status, charge string) {
		if words, err := nut.Words(line); err == nil && len(strings.Join(words, "")) > len(line) {
			t.Fatal("more came out than went in")
		}
		p, err := nut.Reading(map[string]string{"ups.status": status, "battery.charge": charge, "battery.runtime": charge}, time.Unix(1, 0))
		if code := hardware.CodeOf(err); code == hardware.UPSStale || code == hardware.UPSWaiting {
			return
		}
		if err != nil || p.Charge < -1 || p.Charge > 100 || p.Charge != p.Charge || p.Runtime < -1 {
			t.Fatalf("%+v %v", p, err)
		}
	})
}
