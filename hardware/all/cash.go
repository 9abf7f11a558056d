package all

import (
	"context"
	"io/fs"
	"strings"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/ccnet"
	"github.com/brighthall/brighthall/hardware/cash/cctalk"
	"github.com/brighthall/brighthall/hardware/cash/ict"
	"github.com/brighthall/brighthall/hardware/cash/id003"
	"github.com/brighthall/brighthall/hardware/cash/intake"
	"github.com/brighthall/brighthall/hardware/cash/journal"
	"github.com/brighthall/brighthall/hardware/port"
)

// acceptors are the drivers of notes and coins. A new one is one row.
func acceptors(r Resources) []hardware.Driver {
	books := &books{now: r.Now, unset: r.CashJournal, open: map[string]*book{}}
	return []hardware.Driver{
		acceptor(r, books, "ict", "tb74-cny", "E", ict.Files, ict.New),
		acceptor(r, books, "id003", "uba-cny", "E", id003.Files, id003.New),
		acceptor(r, books, "ccnet", "sm-cny", "N", ccnet.Files, ccnet.New),
		acceptor(r, books, "cctalk", "coin-cny", "N", cctalk.Files, cctalk.New),
	}
}

// acceptor is one driver: its usual profile, its line's parity, its profiles and its constructor.
func acceptor(r Resources, books *books, name, usual, parity string, profiles fs.FS,
	make func(port.Port, intake.Profile, *journal.Journal, intake.Waits, func() time.Time) *intake.Acceptor) hardware.Driver {
	schemes := port.Schemes()
	return hardware.Driver{
		Name: name, Kind: hardware.KindCash, Options: []string{"profile", "journal"},
		Ports:   map[string][]string{"serial": schemes["serial"], "tcp": schemes["tcp"]},
		Example: name + "+serial:///dev/ttyUSB3?profile=" + usual + "&journal=/var/lib/brighthall/cash.journal",
		Open: func(ctx context.Context, at string, o map[string]string) (hardware.Device, error) {
			profile, err := intake.LoadProfile(profiles, or(o["profile"], usual))
			if err != nil {
				return nil, err
			}
			j, release, err := books.take(o["journal"]) // before the machine is touched
			if err != nil {
				return nil, err
			}
			p, err := open(ctx, withParity(at, parity))
			if err != nil {
				release()
				return nil, err
			}
			return &till{Acceptor: make(p, profile, j, intake.Waits{}, r.Now), release: release}, nil
		},
	}
}

// withParity sets a serial line's parity when the URL has none.
func withParity(at, parity string) string {
	if !strings.HasPrefix(at, "serial:") || parity == "N" || strings.Contains(at, "parity=") {
		return at
	}
	if strings.Contains(at, "?") {
		return at + "&parity=" + parity
	}
	return at + "?parity=" + parity
}

// till is an acceptor that gives its journal back when it is closed.
type till struct {
	*intake.Acceptor
	once    sync.Once
	release func()
}

// Close closes the port, and the journal when no other acceptor writes in it.
func (t *till) Close() error {
	err := t.Acceptor.Close()
	t.once.Do(t.release)
	return err
}

// books are the opened journals: acceptors of one terminal write in the same.
type books struct {
	now   func() time.Time
	unset string

	mu   sync.Mutex
	open map[string]*book // guarded by mu
}

type book struct {
	*journal.Journal
	users int
}

// take opens the journal at a path, or shares it.
func (b *books) take(path string) (*journal.Journal, func(), error) {
	if path = or(path, b.unset); path == "" {
		return nil, nil, hardware.E("cash.Open", hardware.BadConfig, "no journal: say where with journal=FILE")
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	held := b.open[path]
	if held == nil {
		j, err := journal.Open(path, journal.Options{Now: b.now})
		if err != nil {
			return nil, nil, err
		}
		held = &book{Journal: j}
		b.open[path] = held
	}
	held.users++
	return held.Journal, func() { b.release(path) }, nil
}

func (b *books) release(path string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	held := b.open[path]
	if held.users--; held.users == 0 {
		held.Close()
		delete(b.open, path)
	}
}
