package rack_test

import (
	"context"
	"testing"
	"time"

	"github.com/brighthall/brighthall/assets/fonts"
	"github.com/brighthall/brighthall/assets/sounds"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/printer/escpos/escpostest"
	"github.com/brighthall/brighthall/hardware/rack"
	"github.com/brighthall/brighthall/hardware/scanner/serialscan/serialscantest"
)

// hall is a kiosk's devices on their simulators.
type hall struct {
	*rack.Rack
	printer, scanner *porttest.Line
	virtual          *escpostest.Printer
	states           chan rack.Device
	faults           chan rack.Fault
}

func plug(t *testing.T, name string) *porttest.Line {
	t.Helper()
	l, err := porttest.NewLine(t.TempDir(), name, 0)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func open(t *testing.T) *hall {
	t.Helper()
	h := &hall{printer: plug(t, "ttyPRN"), scanner: plug(t, "ttySCAN"), virtual: escpostest.New(escpostest.Config{}),
		states: make(chan rack.Device, 100), faults: make(chan rack.Fault, 100)}
	reg := all.Registry(all.Resources{Regular: fonts.Regular, Bold: fonts.Bold, Sounds: sounds.Voice()})
	var err error
	h.Rack, err = rack.New(reg, map[string]string{
		"printer": "escpos+" + h.printer.URL() + "?baud=115200&profile=80mm",
		"scanner": "serialscan+" + h.scanner.URL() + "?baud=9600",
		"voice":   "clips+silent:",
	}, rack.Options{Backoff: []time.Duration{20 * time.Millisecond, 50 * time.Millisecond}, Poll: 100 * time.Millisecond,
		OnStatus: func(d rack.Device) { h.states <- d }, OnFault: func(f rack.Fault) { h.faults <- f }})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{}, 2)
	go func() { h.virtual.Serve(ctx, h.printer); ended <- struct{}{} }()
	go func() { h.Run(ctx); ended <- struct{}{} }()
	t.Cleanup(func() { cancel(); <-ended; <-ended; h.printer.Close(); h.scanner.Close() })
	return h
}

// becomes waits for a device to be told in a state.
func (h *hall) becomes(t *testing.T, name string, state hardware.State, code hardware.Code) {
	t.Helper()
	deadline := time.After(10 * time.Second)
	for {
		select {
		case d := <-h.states:
			if d.Name == name && d.Status.State == state && d.Status.Code == code {
				return
			}
		case <-deadline:
			t.Fatalf("%s never became %s %q: %+v", name, state, code, h.Devices())
		}
	}
}

func TestAPrinterComesAndGoes(t *testing.T) {
	h := open(t)
	p := h.Printer("printer")
	h.becomes(t, "printer", hardware.Ready, "")
	if o, err := p.Print(t.Context(), hardwaretest.Plain("1")); o.Result != hardware.Printed {
		t.Fatalf("%+v %v", o, err)
	}
	h.printer.Unplug()
	h.becomes(t, "printer", hardware.Absent, hardware.Missing)
	if o, err := p.Print(t.Context(), hardwaretest.Plain("2")); o.Result != hardware.NotPrinted || hardware.CodeOf(err) != hardware.Missing {
		t.Fatalf("%+v %v", o, err)
	}
	if err := h.printer.Plug(); err != nil {
		t.Fatal(err)
	}
	h.becomes(t, "printer", hardware.Ready, "")
	if o, err := p.Print(t.Context(), hardwaretest.Plain("3")); o.Result != hardware.Printed {
		t.Fatalf("the old handle does not work any more: %+v %v", o, err)
	}
}

func TestFaultsBeginAndEnd(t *testing.T) {
	h := open(t)
	h.becomes(t, "printer", hardware.Ready, "")
	h.virtual.SetPaper(false)
	h.becomes(t, "printer", hardware.Faulty, hardware.PrinterPaperOut)
	h.virtual.SetPaper(true)
	h.becomes(t, "printer", hardware.Ready, "")
	var seen []rack.Fault
	for len(seen) < 2 {
		if f := <-h.faults; f.Code == hardware.PrinterPaperOut {
			seen = append(seen, f)
		}
	}
	if !seen[0].Raised || seen[1].Raised || seen[0].Severity != hardware.Act {
		t.Errorf("%+v", seen)
	}
}

func TestFewerSlipsOnARollAreNews(t *testing.T) {
	h := open(t)
	h.becomes(t, "printer", hardware.Ready, "")
	h.virtual.SetNearEnd(true)
	h.becomes(t, "printer", hardware.Warning, hardware.PrinterNearEnd)
	before := h.Devices()[0].Status.SlipsLeft
	if o, err := h.Printer("printer").Print(t.Context(), hardwaretest.Plain("1")); o.Result != hardware.Printed {
		t.Fatalf("%+v %v", o, err)
	}
	h.becomes(t, "printer", hardware.Warning, hardware.PrinterNearEnd)
	if now := h.Devices()[0].Status.SlipsLeft; before <= 0 || now == before {
		t.Errorf("%d slips left, before %d", now, before)
	}
}

func TestAScannerIsHeardBeforeAndAfterAnUnplug(t *testing.T) {
	h := open(t)
	codes := make(chan string, 10)
	go h.Scanner("scanner").Scan(t.Context(), func(s hardware.Scan) { codes <- s.Code })
	h.becomes(t, "scanner", hardware.Ready, "")
	gun := serialscantest.Scanner{Link: h.scanner}
	if err := gun.Point(t.Context(), "11112222333344"); err != nil {
		t.Fatal(err)
	}
	if c := <-codes; c != "11112222333344" {
		t.Fatal(c)
	}
	h.scanner.Unplug()
	h.becomes(t, "scanner", hardware.Absent, hardware.Missing)
	if err := h.scanner.Plug(); err != nil {
		t.Fatal(err)
	}
	h.becomes(t, "scanner", hardware.Ready, "")
	if err := gun.Point(t.Context(), "55556666777788"); err != nil {
		t.Fatal(err)
	}
	if c := <-codes; c != "55556666777788" {
		t.Fatal(c)
	}
}

func TestWhatIsNotThereIsMissing(t *testing.T) {
	h := open(t)
	if err := h.Voice("none").Say(t.Context(), hardware.Utterance{Number: "A001", Window: 1}); hardware.CodeOf(err) != hardware.Missing {
		t.Error(err)
	}
	if o, err := h.Printer("none").Print(t.Context(), hardware.Slip{}); o.Result != hardware.NotPrinted || hardware.CodeOf(err) != hardware.Missing {
		t.Error(o, err)
	}
	if err := h.Printer("none").Discard(t.Context()); hardware.CodeOf(err) != hardware.Missing {
		t.Error(err)
	}
}

func TestABadAddressNamesItsDevice(t *testing.T) {
	_, err := rack.New(hardware.NewRegistry(), map[string]string{"printer": "lpt1:"}, rack.Options{})
	if hardware.CodeOf(err) != hardware.BadConfig {
		t.Error(err)
	}
}

var (
	_ hardware.Printer   = rack.Printer{}
	_ hardware.Recoverer = rack.Printer{}
	_ hardware.Scanner   = rack.Scanner{}
	_ hardware.Voice     = rack.Voice{}
)

func TestADeviceThatWasNeverThereIsToldOnce(t *testing.T) {
	faults, states := make(chan rack.Fault, 10), make(chan rack.Device, 10)
	reg := hardware.NewRegistry(hardware.Driver{Name: "gone", Kind: hardware.KindPrinter, Ports: map[string][]string{"file": nil},
		Open: func(context.Context, string, map[string]string) (hardware.Device, error) {
			return nil, hardware.E("gone.Open", hardware.Missing)
		}})
	r, err := rack.New(reg, map[string]string{"printer": "gone+file:///none"}, rack.Options{Backoff: []time.Duration{time.Millisecond},
		OnStatus: func(d rack.Device) { states <- d }, OnFault: func(f rack.Fault) { faults <- f }})
	if err != nil || r.Handle("voice") != nil || r.Handle("printer") == nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { r.Run(ctx); close(ended) }()
	if d := <-states; d.Status.Code != hardware.Missing {
		t.Errorf("told %+v", d)
	}
	if f := <-faults; !f.Raised || f.Code != hardware.Missing {
		t.Errorf("told %+v", f)
	}
	stop()
	<-ended
	if len(states) != 0 || len(faults) != 0 {
		t.Errorf("told again: %d states, %d faults", len(states), len(faults))
	}
}
