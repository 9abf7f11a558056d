package hardwaretest

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/journal"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
)

// CashDevice is an opened acceptor.
type CashDevice interface {
	hardware.Device
	hardware.CashAcceptor
	hardware.CashBook
}

// CashRig is a driver and its simulator.
type CashRig struct {
	Make   func(port.Port, *journal.Journal) CashDevice
	Serve  func(ctx context.Context, link io.ReadWriteCloser) error
	Put    func() error // a note or coin of ten yuan
	IsOpen func() bool
	Power  func(on bool)
	Inside func() int // how many lie in the box
	// At has something done once at a moment of the next note's way.
	At     map[string]func(do func())
	Faults []CashFault
}

// CashFault is one row of the fault table: while it lasts the machine is Faulty with Code, and a session ends with it.
type CashFault struct {
	Name        string
	Break, Mend func()
	Code        hardware.Code
}

// TestCashAcceptor checks what every acceptor with an escrow promises. It runs under a driven clock, so a goroutine
// left behind, or one that spins, ends it.
func TestCashAcceptor(t *testing.T, rig func() CashRig) {
	run := func(name string, f func(b *cashBench, t *testing.T)) {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newCashBench(t, rig())
				f(b, t)
				b.close()
			})
		})
	}
	run("a note is credited once", (*cashBench).credits)
	run("one that is not wanted goes back", (*cashBench).unwanted)
	run("a credit that is refused is a doubt", (*cashBench).refused)
	run("the caller leaves", (*cashBench).leaves)
	run("noise without end, the context ends it", (*cashBench).babbles)
	for moment := range rig().At {
		for _, what := range []string{"power", "line", "program"} {
			run(what+" is lost at "+moment, func(b *cashBench, t *testing.T) { b.cut(t, what, moment) })
		}
	}
	for i, f := range rig().Faults {
		run(f.Name, func(b *cashBench, t *testing.T) { b.fault(t, b.Faults[i]) })
	}
}

// cashBench is a machine on its cable and the program that uses it.
type cashBench struct {
	CashRig
	t      *testing.T
	cable  *porttest.Memory
	babble Babble
	path   string
	book   *journal.Journal
	open   CashDevice
	ledger map[string]int64 // what the caller was credited, by id
	dead   bool             // the program is: what it still does, happens no more
	stop   func()
	gone   chan struct{}
}

func newCashBench(t *testing.T, r CashRig) *cashBench {
	ctx, cancel := context.WithCancel(context.Background())
	b := &cashBench{CashRig: r, t: t, cable: porttest.NewMemory("cash"), path: filepath.Join(t.TempDir(), "cash.journal"),
		ledger: map[string]int64{}, stop: cancel, gone: make(chan struct{})}
	go func() { defer close(b.gone); r.Serve(ctx, Cable(ctx, b.cable)) }()
	b.start()
	return b
}

func (b *cashBench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// start starts the program.
func (b *cashBench) start() {
	b.t.Helper()
	var err error
	b.book, err = journal.Open(b.path, journal.Options{})
	b.must(err)
	b.plugIn()
}

// plugIn opens the driver, as the rack does after an unplug.
func (b *cashBench) plugIn() {
	b.t.Helper()
	if b.open != nil {
		b.open.Close()
	}
	p, err := b.cable.Open()
	b.must(err)
	b.open = b.Make(b.babble.Port(p), b.book)
}

func (b *cashBench) close() {
	b.open.Close()
	b.book.Close()
	b.stop()
	<-b.gone
}

// visit is a session; it leaves after d.
func (b *cashBench) visit(d time.Duration, in hardware.Intake) error {
	ctx, cancel := context.WithTimeout(context.Background(), d)
	defer cancel()
	if in.Credit == nil {
		in.Credit = b.credit
	}
	in.Payment = "p1"
	return b.open.Take(ctx, in)
}

func (b *cashBench) credit(c hardware.Cash) error {
	if b.dead {
		return errors.New("dead")
	}
	b.ledger[c.ID] += c.Fen
	return nil
}

// putWhenOpen waits for the slot and puts a note in.
func (b *cashBench) putWhenOpen(do func()) {
	b.t.Helper()
	for range 1000 {
		if b.IsOpen() {
			if do != nil {
				do()
			}
			b.must(b.Put())
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.t.Error("the slot never opened")
}

// during runs a session of d in which a note is put in.
func (b *cashBench) during(d time.Duration, in hardware.Intake, do func()) error {
	b.t.Helper()
	ended := make(chan error, 1)
	go func() { ended <- b.visit(d, in) }()
	b.putWhenOpen(do)
	return <-ended
}

// truth: every note in the box was credited once or is a doubt, and nothing was credited that is not in the box.
func (b *cashBench) truth() {
	b.t.Helper()
	doubts := b.open.Doubts()
	for id, fen := range b.ledger {
		if fen != 1000 {
			b.t.Errorf("%s credited with %d", id, fen)
		}
	}
	if inside := b.Inside(); len(b.ledger) > inside || len(b.ledger)+len(doubts) < inside {
		b.t.Errorf("%d in the box, %d credited, doubts %+v", inside, len(b.ledger), doubts)
	}
	for _, d := range doubts {
		if d.Fen != 1000 || d.Payment != "p1" || d.Why == "" || d.Since.IsZero() {
			b.t.Errorf("%+v", d)
		}
		if _, credited := b.ledger[d.ID]; credited && d.Why != hardware.DoubtHandover {
			b.t.Errorf("credited, and a doubt: %+v", d)
		}
	}
}

func (b *cashBench) is(state hardware.State, code hardware.Code) {
	b.t.Helper()
	s := hardware.Status{}
	for range 40 {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		s, _ = b.open.Status(ctx)
		cancel()
		if s.State == state && s.Code == code {
			return
		}
		time.Sleep(time.Second)
	}
	b.t.Errorf("%s %q %s, want %s %q", s.State, s.Code, s.Detail, state, code)
}

func (b *cashBench) credits(t *testing.T) {
	err := b.during(10*time.Second, hardware.Intake{}, nil)
	if !errors.Is(err, context.DeadlineExceeded) || len(b.ledger) != 1 || b.Inside() != 1 || len(b.open.Doubts()) != 0 {
		t.Fatalf("%v, credited %v, doubts %v", err, b.ledger, b.open.Doubts())
	}
	b.truth()
	b.is(hardware.Ready, "")
	b.must(b.open.Close())
	b.must(b.book.Close())
	if b.start(); len(b.open.Doubts()) != 0 {
		t.Fatal(b.open.Doubts())
	}
}

func (b *cashBench) unwanted(t *testing.T) {
	b.during(10*time.Second, hardware.Intake{Want: func(hardware.Cash) bool { return false }}, nil)
	if len(b.ledger) != 0 || b.Inside() != 0 || len(b.open.Doubts()) != 0 {
		t.Fatalf("credited %v, inside %d", b.ledger, b.Inside())
	}
	b.is(hardware.Ready, "")
}

func (b *cashBench) refused(t *testing.T) {
	err := b.during(10*time.Second, hardware.Intake{Credit: func(hardware.Cash) error { return errors.New("no ledger") }}, nil)
	if d := b.open.Doubts(); hardware.CodeOf(err) != hardware.CashRefused || len(d) != 1 || d[0].Why != hardware.DoubtHandover {
		t.Fatalf("%v %+v", err, d)
	}
	b.settle()
}

func (b *cashBench) leaves(t *testing.T) {
	for _, d := range []time.Duration{time.Nanosecond, 300 * time.Millisecond, 5 * time.Second} {
		if err := b.visit(d, hardware.Intake{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("left after %s: %v", d, err)
		}
	}
	if b.IsOpen() {
		t.Error("left open")
	}
}

// babbles: neither a session nor a look lasts longer than its context, and nothing that is said is money.
func (b *cashBench) babbles(t *testing.T) {
	b.is(hardware.Ready, "")
	b.babble.Begin()
	credit := func(hardware.Cash) error { t.Error("credited"); return nil }
	b.babble.Ends(t, func(ctx context.Context) error {
		return b.open.Take(ctx, hardware.Intake{Payment: "p1", Credit: credit})
	})
	b.babble.Ends(t, func(ctx context.Context) error { _, err := b.open.Status(ctx); return err })
	b.babble.Stop()
}

// cut takes something away at a moment and gives it back.
func (b *cashBench) cut(t *testing.T, what, moment string) {
	var written []byte // what of the journal is on the disk when the program dies
	b.during(30*time.Second, hardware.Intake{}, func() {
		b.At[moment](func() {
			switch what {
			case "power":
				b.Power(false)
			case "line":
				b.cable.Unplug()
			case "program":
				written, _ = os.ReadFile(b.path)
				b.dead = true
				b.open.Close()
			}
		})
	})
	switch what {
	case "power":
		b.Power(true)
	case "line":
		b.must(b.cable.Plug())
		b.plugIn()
	case "program":
		b.book.Close()
		b.must(os.WriteFile(b.path, written, 0o600))
		b.dead = false
		b.start()
	}
	b.visit(20*time.Second, hardware.Intake{})
	b.truth()
	before := b.open.Doubts()
	b.open.Close()
	b.book.Close()
	b.start()
	if len(b.open.Doubts()) != len(before) {
		t.Errorf("doubts %+v became %+v", before, b.open.Doubts())
	}
	b.truth()
	b.settle()
	b.during(10*time.Second, hardware.Intake{}, nil)
	b.truth()
	b.is(hardware.Ready, "")
}

// settle closes every doubt; until then the machine warns.
func (b *cashBench) settle() {
	b.t.Helper()
	all := b.open.Doubts()
	if len(all) > 0 {
		b.is(hardware.Warning, hardware.CashUncertain)
	}
	for _, d := range all {
		b.must(b.open.Settle(d.ID, hardware.CashVerdict{As: hardware.EndCredited, By: "Li"}))
		b.ledger[d.ID] = 1000
	}
	b.is(hardware.Ready, "")
	for id := range b.ledger { // what a person found to be nothing is none
		if len(b.ledger) > b.Inside() {
			delete(b.ledger, id)
		}
	}
}

func (b *cashBench) fault(t *testing.T, f CashFault) {
	b.is(hardware.Ready, "")
	f.Break()
	b.is(hardware.Faulty, f.Code)
	if err := b.visit(time.Minute, hardware.Intake{}); hardware.CodeOf(err) != f.Code {
		t.Errorf("a session ended with %v", err)
	}
	f.Mend()
	b.is(hardware.Ready, "")
	b.during(10*time.Second, hardware.Intake{}, nil)
	if b.truth(); len(b.ledger) != 1 {
		t.Errorf("mended, credited %v", b.ledger)
	}
}
