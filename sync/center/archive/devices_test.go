package archive_test

import (
	"context"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

func TestADeviceHasOneStateAndATerminalOneLastTest(t *testing.T) {
	a, ctx := opened(t), context.Background()
	l := centertest.New("a")
	fault := func(terminal hall.TerminalID, device, code string) {
		l.Tell(hall.DeviceFault, string(terminal), hall.Body{Fault: &hall.Fault{Terminal: terminal, Device: device, Code: code, Cleared: code == ""}})
	}
	test := func(terminal hall.TerminalID, r hall.TestResult) {
		l.Tell(hall.TestDone, string(terminal), hall.Body{Test: &hall.SelfTest{Terminal: terminal, At: 1, Checks: []hall.TestCheck{{Name: "printer", Result: r}}}})
	}
	fault("K1", "printer", "printer.paper-low")
	fault("K1", "printer", "printer.paper-out")
	fault("K2", "printer", "device.missing")
	test("K1", hall.TestBad)
	ingest(t, a, l.Events)
	fault("K2", "printer", "")
	l.Tell(hall.TestAsked, "order", hall.Body{})
	asked := l.Events[len(l.Events)-1].At
	test("K1", hall.TestGood)
	ingest(t, a, l.Events[4:])

	look := func(when string) {
		faults, err := a.Faults(ctx, "a")
		if err != nil || len(faults) != 1 || faults[0].Terminal != "K1" || faults[0].Code != "printer.paper-out" {
			t.Errorf("%s: faults %+v, %v", when, faults, err)
		}
		tests, at, err := a.Tests(ctx, "a")
		if err != nil || at != asked || len(tests) != 1 || !tests[0].OK() {
			t.Errorf("%s: tests %+v asked %d, %v", when, tests, at, err)
		}
	}
	look("as it came")
	if err := a.Reproject(ctx, "a"); err != nil {
		t.Fatal(err)
	}
	look("read again from the log")
	if faults, err := a.Faults(ctx, "b"); err != nil || len(faults) != 0 {
		t.Error("another hall has them too", faults, err)
	}
}
