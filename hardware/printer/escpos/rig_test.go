package escpos_test

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/printer/escpos"
	"github.com/brighthall/brighthall/hardware/printer/escpos/escpostest"
)

// rig is a virtual printer on a cable and the driver at its other end.
type rig struct {
	*escpos.Printer
	t       testing.TB
	line    hardwaretest.Wire
	virtual *escpostest.Printer
	tickets chan escpostest.Ticket
	profile escpos.Profile
	traces  *escpos.Traces

	mu       sync.Mutex
	received int
	sent     []byte    // guarded by mu
	at       []trigger // guarded by mu
}

type trigger struct {
	bytes int
	do    func()
}

var quick = escpos.Waits{Confirm: 1200 * time.Millisecond, Poll: 150 * time.Millisecond}

func newRig(t testing.TB, wiring hardwaretest.Wiring, prof string, cfg escpostest.Config, w escpos.Waits) *rig {
	t.Helper()
	r := &rig{t: t, line: wiring(t, w.Baud), tickets: make(chan escpostest.Ticket, 64), profile: profile(t, prof), traces: escpos.NewTraces("")}
	build := like(r.profile)
	cfg.Dots, cfg.ROM, cfg.Graphics, cfg.FirmwareQR = build.Dots, build.ROM, build.Graphics, build.FirmwareQR
	cfg.OnTicket = func(k escpostest.Ticket) { r.tickets <- k }
	cfg.OnFrame = r.frame
	r.virtual = escpostest.New(cfg)
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan struct{})
	go func() { defer close(served); r.virtual.Serve(ctx, r.line) }()
	t.Cleanup(func() { r.Printer.Close(); cancel(); <-served })
	r.open(w)
	return r
}

// like is a virtual printer of the model a profile describes.
func like(p escpos.Profile) escpostest.Config {
	return escpostest.Config{Dots: p.Dots, ROM: p.Charset, Graphics: strings.HasPrefix(p.Form, "graphics"), FirmwareQR: p.FirmwareQR}
}

func (r *rig) open(w escpos.Waits) {
	r.t.Helper()
	r.Printer = escpos.New(r.line.Open(r.t, "?baud=115200&stall=2"), r.profile, fonts(r.t), w, time.Now)
	r.Remember(r.traces)
}

// after does something when the printer has received so many bytes of the next job.
func (r *rig) after(bytes int, do func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.received = 0
	r.at = append(r.at, trigger{bytes, do})
}

func (r *rig) frame(f escpostest.Frame) {
	if f.Dir != escpostest.ToPrinter {
		return
	}
	r.mu.Lock()
	r.received += len(f.Bytes)
	r.sent = append(r.sent, f.Bytes...)
	var due []func()
	var later []trigger
	for _, t := range r.at {
		if r.received >= t.bytes {
			due = append(due, t.do)
			continue
		}
		later = append(later, t)
	}
	r.at = later
	r.mu.Unlock()
	for _, do := range due {
		do()
	}
}

// heard is all that the printer has received.
func (r *rig) heard() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	return bytes.Clone(r.sent)
}

// paper waits for a ticket to come out.
func (r *rig) paper() escpostest.Ticket {
	r.t.Helper()
	select {
	case k := <-r.tickets:
		return k
	case <-time.After(10 * time.Second):
		r.t.Fatal("no paper came out")
	}
	return escpostest.Ticket{}
}

func (r *rig) nothingMore() {
	r.t.Helper()
	select {
	case k := <-r.tickets:
		r.t.Fatalf("paper came out that must not: %v torn=%v", k.Image.Bounds(), k.Torn)
	default:
	}
}

// expect prints a ticket and checks how it ended.
func (r *rig) expect(want hardware.Result, reason hardware.Code) {
	r.t.Helper()
	o, err := r.Print(r.t.Context(), ticket())
	if o != (hardware.Outcome{Result: want, Reason: reason}) {
		r.t.Fatalf("printing ended %+v (%v), want %s %q", o, err, want, reason)
	}
	blindly := reason == hardware.PrinterUnconfirmed && err == nil
	if want != hardware.Printed && !blindly && hardware.CodeOf(err) != reason {
		r.t.Fatalf("the error is %v, want %s", err, reason)
	}
}

func (r *rig) status(state hardware.State, code hardware.Code) {
	r.t.Helper()
	s, err := r.Status(r.t.Context())
	if s.State != state || s.Code != code {
		r.t.Fatalf("status is %s %q (%v), want %s %q", s.State, s.Code, err, state, code)
	}
}
