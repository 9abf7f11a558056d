package poll_test

import (
	"context"
	"io"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/ccnet"
	"github.com/brighthall/brighthall/hardware/cash/ccnet/ccnettest"
	"github.com/brighthall/brighthall/hardware/cash/id003"
	"github.com/brighthall/brighthall/hardware/cash/id003/id003test"
	"github.com/brighthall/brighthall/hardware/cash/intake"
	"github.com/brighthall/brighthall/hardware/cash/journal"
	"github.com/brighthall/brighthall/hardware/cash/poll/polltest"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
)

// waits are short: what takes 15 seconds in the field takes less than one here.
var waits = intake.Waits{Poll: 8 * time.Millisecond, Reply: 100 * time.Millisecond, Start: 800 * time.Millisecond, Stack: time.Second}

// patience is for what must happen at last.
const patience = 12 * time.Second

// protocol is a driver and its simulator.
type protocol struct {
	name          string
	stack, thanks byte
	simulate      func() machine
	open          func(port.Port, *journal.Journal) *intake.Acceptor
}

// machine is what both simulators are.
type machine struct {
	*polltest.Mechanism
	wire  *polltest.Wire
	serve func(context.Context, io.ReadWriteCloser) error
}

var protocols = []protocol{
	{"id003", id003test.Stack, id003test.Thanks, func() machine {
		m := id003test.New(nil)
		return machine{m.Mechanism, m.Wire, m.Serve}
	}, func(p port.Port, j *journal.Journal) *intake.Acceptor {
		profile, _ := intake.LoadProfile(id003.Files, "uba-cny")
		return id003.New(p, profile, j, waits, time.Now)
	}},
	{"ccnet", ccnettest.Stack, ccnettest.Thanks, func() machine {
		m := ccnettest.New(nil)
		return machine{m.Mechanism, m.Wire, m.Serve}
	}, func(p port.Port, j *journal.Journal) *intake.Acceptor {
		profile, _ := intake.LoadProfile(ccnet.Files, "sm-cny")
		return ccnet.New(p, profile, j, waits, time.Now)
	}},
}

// each runs a test with both protocols, on a cable in memory and under a driven clock: what takes a session takes no
// time here, however busy the machine is.
func each(t *testing.T, run func(t *testing.T, r *rig)) {
	for _, p := range protocols {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { run(t, newRig(t, p)) })
		})
	}
}

// rig is an opened acceptor, its simulator and the line between them.
type rig struct {
	protocol
	machine
	line    *porttest.Memory
	babble  hardwaretest.Babble
	journal *journal.Journal
	open    *intake.Acceptor
}

func newRig(t *testing.T, p protocol) *rig {
	t.Helper()
	dir := t.TempDir()
	line := porttest.NewMemory("ttyCASH")
	j, err := journal.Open(filepath.Join(dir, "cash.journal"), journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{protocol: p, machine: p.simulate(), line: line, journal: j}
	r.attach(t)
	t.Cleanup(func() { r.open.Close(); j.Close() })
	return r
}

// attach starts the simulator and opens the port.
func (r *rig) attach(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { defer close(ended); r.serve(ctx, hardwaretest.Cable(ctx, r.line)) }()
	t.Cleanup(func() { cancel(); <-ended })
	r.reopen(t)
}

// reopen is what the rack does after an unplug: a new driver on a new port.
func (r *rig) reopen(t *testing.T) {
	t.Helper()
	if r.open != nil {
		r.open.Close()
	}
	p, err := r.line.Open()
	if err != nil {
		t.Fatal(err)
	}
	r.open = r.protocol.open(r.babble.Port(p), r.journal)
}

// visit is one session.
type visit struct {
	leave func()
	ended chan error
	news  chan hardware.CashNews

	mu      sync.Mutex
	credits []hardware.Cash // guarded by mu
}

func (r *rig) take(t *testing.T, want func(hardware.Cash) bool) *visit {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	v := &visit{leave: cancel, ended: make(chan error, 1), news: make(chan hardware.CashNews, 1000)}
	a := r.open
	go func() {
		v.ended <- a.Take(ctx, hardware.Intake{Payment: "p1", Want: want, Told: func(n hardware.CashNews) { v.news <- n }, Credit: v.credit})
	}()
	t.Cleanup(cancel)
	return v
}

func (v *visit) credit(c hardware.Cash) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.credits = append(v.credits, c)
	return nil
}

// fen is what was credited.
func (v *visit) fen() (all []int64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, c := range v.credits {
		all = append(all, c.Fen)
	}
	return all
}

// await waits until a step is told.
func (v *visit) await(t *testing.T, step hardware.CashStep) hardware.CashNews {
	t.Helper()
	var seen []hardware.CashNews
	late := time.After(patience)
	for {
		select {
		case n := <-v.news:
			seen = append(seen, n)
			if n.Step == step {
				return n
			}
		case err := <-v.ended:
			v.ended <- err
			select {
			case n := <-v.news:
				if n.Step == step {
					return n
				}
			default:
				t.Fatalf("ended with %v, awaited %s", err, step)
			}
		case <-late:
			t.Fatalf("%s never came: %+v", step, seen)
		}
	}
}

// end leaves and waits for the session's end.
func (v *visit) end(t *testing.T) error {
	t.Helper()
	v.leave()
	return v.over(t)
}

func (v *visit) over(t *testing.T) error {
	t.Helper()
	select {
	case err := <-v.ended:
		return err
	case <-time.After(patience):
		t.Fatal("the session does not end")
		return nil
	}
}

// put puts a note in as soon as the slot is open.
func (r *rig) put(t *testing.T, kind int) {
	t.Helper()
	eventually(t, "the slot opens", r.IsOpen)
	if err := r.Put(kind); err != nil {
		t.Fatal(err)
	}
}

// is asks until the machine says what it should.
func (r *rig) is(t *testing.T, state hardware.State, code hardware.Code) {
	t.Helper()
	var s hardware.Status
	end := time.Now().Add(patience)
	for ; time.Now().Before(end); time.Sleep(2 * time.Millisecond) { // of the driven clock
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		s, _ = r.open.Status(ctx)
		cancel()
		if s.State == state && s.Code == code {
			return
		}
	}
	t.Fatalf("%s %q, want %s %q", s.State, s.Code, state, code)
}

func eventually(t *testing.T, what string, yes func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	late := time.After(patience)
	for !yes() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatal(what + ": never")
		}
	}
}
