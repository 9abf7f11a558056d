package demohall_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/assets/sounds"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
)

// rig is the bench's machines, and what is told of them.
type rig struct {
	*testing.T
	*demohall.Machines
	said chan string
}

func newRig(t *testing.T) *rig {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("needs pseudo terminals")
	}
	dir := t.TempDir()
	m, err := demohall.NewMachines(dir, all.Resources{Sounds: sounds.Voice(), CashJournal: filepath.Join(dir, "journal")})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t, m, make(chan string, 1000)}
	say := func(machine string, what ...any) { r.said <- machine + ": " + fmt.Sprint(what...) }
	m.Listen(func(n *demohall.MachineNews) {
		n.State = func(m string, s hardware.Status) { say(m, s.State, " ", s.Code) }
		n.Shows = func(m, text string) { say(m, text) }
		n.Cash = func(m string, c hardware.CashNews) { say(m, c.Step, " ", c.Cash.Fen) }
		n.Ended = func(m string, o hardware.Outcome) { say(m, o.Result, " ", o.Reason) }
	})
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { boot.Run(ctx, slog.New(slog.DiscardHandler), m.Parts...); close(ended) }()
	t.Cleanup(func() { stop(); <-ended })
	return r
}

func (r *rig) act(machine, words string) {
	r.Helper()
	if err := r.Act(machine, words); err != nil {
		r.Fatal(machine, words, err)
	}
}

// hears waits until all of this was told, in any order.
func (r *rig) hears(wanted ...string) {
	r.Helper()
	for late := time.After(60 * time.Second); len(wanted) > 0; {
		select {
		case said := <-r.said:
			wanted = slices.DeleteFunc(wanted, func(w string) bool { return w == said })
		case <-late:
			r.Fatal("never heard ", wanted)
		}
	}
}

// Coins fall through the real protocol: one is counted by its value, one on a string is told as what it is.
func TestCoins(t *testing.T) {
	r := newRig(t)
	r.hears("cctalk: opened 0")
	for position, fen := range map[int]int{1: 10, 2: 50, 3: 100} {
		r.act("cctalk", fmt.Sprint("coin ", position))
		r.hears(fmt.Sprint("cctalk: credited ", fen))
	}
	r.act("cctalk", "power off")
	r.hears("cctalk: fault " + string(hardware.CashSilent))
	r.act("cctalk", "power on")
	r.hears("cctalk: opened 0")
	if err := r.Act("cctalk", "coin purse"); err == nil {
		t.Error("a purse was put in")
	}
}

// A form of two pages comes out sheet by sheet; without toner none begins, and with toner the next one does.
func TestForms(t *testing.T) {
	r := newRig(t)
	r.hears("page: ready ")
	r.act("page", demohall.Print)
	r.hears("page: sheet 2 of 2 of job 101", "page: printed ")
	r.act("page", "reason toner-empty-error")
	r.hears("page: fault " + string(hardware.PageTonerOut))
	r.act("page", demohall.Print)
	r.hears("page: not-printed " + string(hardware.PageTonerOut))
	r.act("page", "clear toner-empty-error")
	r.hears("page: ready ")
	r.act("page", demohall.Print)
	r.hears("page: printed ")
}

// A machine on the network is unplugged and found again at the same place.
func TestTheNetworkPlug(t *testing.T) {
	r := newRig(t)
	r.hears("page: ready ")
	for range 2 {
		if err := r.Unplug("page", true); err != nil {
			t.Fatal(err)
		}
		r.act("page", demohall.Print) // whoever prints meanwhile is told
		r.hears("page: not-printed "+string(hardware.PageSilent), "page: fault "+string(hardware.PageSilent))
		if err := r.Unplug("page", false); err != nil {
			t.Fatal(err)
		}
		r.hears("page: ready ")
	}
}
