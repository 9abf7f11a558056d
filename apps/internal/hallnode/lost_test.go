package hallnode_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/desk"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// said is what a program logs.
type said struct {
	mu  sync.Mutex
	all bytes.Buffer // guarded by mu
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.all.Write(p)
}

func (s *said) has(word string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(s.all.String(), word)
}

func (s *said) log() *slog.Logger { return slog.New(slog.NewTextHandler(s, nil)) }

// copyFiles copies the plain files of a data directory.
func copyFiles(t *testing.T, from, to string, names ...string) {
	t.Helper()
	if len(names) == 0 {
		files, err := os.ReadDir(from)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if f.Type().IsRegular() && f.Name() != "lock" {
				names = append(names, f.Name())
			}
		}
	}
	for _, name := range names {
		raw, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(to, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAHallWithOlderFilesGivesNoNumberTwice: point 36. It opens, in a new epoch above what it had given, and says so.
func TestAHallWithOlderFilesGivesNoNumberTwice(t *testing.T) {
	for name, files := range map[string][]string{
		"the database and its log": {sqlite.File, sqlite.File + "-wal"},
		"the database alone":       {sqlite.File},
	} {
		t.Run(name, func(t *testing.T) {
			dir, old := t.TempDir(), t.TempDir()
			n, stop := start(t, hallnode.Options{Data: dir})
			take(t, n.Authority)
			stop()
			copyFiles(t, dir, old)
			n, stop = start(t, hallnode.Options{Data: dir})
			codes := map[string]bool{}
			for range 4 {
				codes[take(t, n.Authority).Code] = true
			}
			stop()
			os.Remove(filepath.Join(dir, sqlite.File+"-wal"))
			copyFiles(t, old, dir, files...)
			var log said
			n, stop = start(t, hallnode.Options{Data: dir, Log: log.log()})
			if s := take(t, n.Authority); s.No != "H006" || codes[s.Code] || n.Authority.Cursor().Epoch != 2 {
				t.Errorf("goes on with %s %s at %s", s.No, s.Code, n.Authority.Cursor())
			}
			if !log.has("has lost its last events") {
				t.Error("and says nothing")
			}
			stop()
			n, _ = start(t, hallnode.Options{Data: dir})
			if s := take(t, n.Authority); s.No != "H007" || n.Authority.Cursor().Epoch != 2 {
				t.Errorf("the next start goes on with %s at %s", s.No, n.Authority.Cursor())
			}
		})
	}
}

// aCenter runs until the test ends; again is a center on the same data and address, after stop.
func aCenter(t *testing.T, data, listen string) (d *centerd.Daemon, stop func()) {
	t.Helper()
	d, err := centerd.Open(t.Context(), centerd.Options{Data: data, Listen: listen, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	stop = sync.OnceFunc(func() { cancel(); <-done })
	t.Cleanup(stop)
	return d, stop
}

// delivered waits until the center has the whole log.
func delivered(t *testing.T, n *hallnode.Node) {
	t.Helper()
	eventually(t, "the center has the log", func() bool {
		at, err := n.Store().Acked(t.Context(), "center")
		return err == nil && at == n.Authority.Cursor()
	})
}

// TestAHallBehindItsCenterGivesNoNumberTwice: point 36. Its whole directory is of before, the mark as well, or it is a
// new machine: the center alone knows better.
func TestAHallBehindItsCenterGivesNoNumberTwice(t *testing.T) {
	for name, c := range map[string]struct {
		old  func(t *testing.T, now, old string)
		late bool          // the center comes back when the hall works
		next hall.TicketNo // empty: any that was not given
	}{
		"older files, all of them":                     {copyOver, false, "H201"},
		"a new machine":                                {func(*testing.T, string, string) {}, false, "H101"},
		"older files, and the center comes back later": {copyOver, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			d, stopCenter := aCenter(t, data, "127.0.0.1:0")
			token, err := d.Enrol(t.Context(), center.KindOutlet, "demo")
			if err != nil {
				t.Fatal(err)
			}
			dir, old := t.TempDir(), t.TempDir()
			var log said
			o := hallnode.Options{Data: dir, Center: hallnode.Center{URL: d.URL, Token: token}, Log: log.log()}
			n, stop := start(t, o)
			take(t, n.Authority)
			stop()
			copyFiles(t, dir, old)
			n, stop = start(t, o)
			for range 4 {
				take(t, n.Authority)
			}
			delivered(t, n)
			stop()

			o.Data = t.TempDir()
			c.old(t, o.Data, old)
			if c.late {
				stopCenter()
			}
			n, stop = start(t, o)
			if c.late {
				take(t, n.Authority)
				aCenter(t, data, strings.TrimPrefix(d.URL, "http://"))
				eventually(t, "the hall says it", func() bool { return log.has("has lost the end of its log") })
				eventually(t, "numbers are left out", func() bool { _, g := n.Authority.Given(); return g.Last["H"] >= 200 })
				stop()
				n, _ = start(t, o)
			}
			if s := take(t, n.Authority); s.No != c.next && c.next != "" || s.Number <= 200 && c.late || n.Authority.Cursor().Epoch != 2 {
				t.Errorf("goes on with %s at %s", s.No, n.Authority.Cursor())
			}
			if !log.has("goes on in a new epoch") {
				t.Error("and says nothing")
			}
		})
	}
}

func copyOver(t *testing.T, now, old string) { copyFiles(t, old, now) }

// TestAHallWhoseCopyDeliveredFirstIsHeardAgain: a copied directory ran for seconds beside the living hall, and nothing
// of that hall came to the center any more; nobody was asked, and there was no way out.
func TestAHallWhoseCopyDeliveredFirstIsHeardAgain(t *testing.T) {
	d, _ := aCenter(t, t.TempDir(), "127.0.0.1:0")
	token, err := d.Enrol(t.Context(), center.KindOutlet, "demo")
	if err != nil {
		t.Fatal(err)
	}
	var log said
	o := hallnode.Options{Data: t.TempDir(), Center: hallnode.Center{URL: d.URL, Token: token}, Log: log.log()}
	n, stop := start(t, o)
	take(t, n.Authority)
	delivered(t, n)
	stop()
	beside := o
	beside.Data, beside.Log = t.TempDir(), slog.New(slog.DiscardHandler)
	copyFiles(t, o.Data, beside.Data)
	c, stopCopy := start(t, beside)
	given := map[string]bool{take(t, c.Authority).Code: true, take(t, c.Authority).Code: true}
	delivered(t, c)
	stopCopy()

	away := o
	away.Center = hallnode.Center{} // the hall goes on while the center cannot be reached
	n, stop = start(t, away)
	for range 9 {
		take(t, n.Authority)
	}
	stop()
	n, stop = start(t, o)
	eventually(t, "the hall says it", func() bool { return log.has("has another log of this hall") })
	eventually(t, "numbers are left out", func() bool { _, g := n.Authority.Given(); return g.Last["H"] >= 100 })
	if s := take(t, n.Authority); given[s.Code] || s.Number <= 100 {
		t.Errorf("it gives %s", s.No)
	}
	stop()
	n, _ = start(t, o)
	if s := take(t, n.Authority); s.Number > 300 {
		t.Errorf("the next start leaves out again: %s", s.No)
	}
	manager := aManager(t, d)
	within, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	defer cancel()
	until(t, within, func() bool {
		list, err := manager.Outlets(within)
		return err == nil && list[0].Asks != nil && list[0].Asks.Parted
	})
	list, _ := manager.Outlets(within)
	if err := manager.AnswerEpoch(within, list[0].Asks.ID, "accept", key()); err != nil {
		t.Fatal(err)
	}
	until(t, within, func() bool {
		list, err := manager.Outlets(within)
		return err == nil && list[0].Cursor == n.Authority.Cursor()
	})
}

// aManager speaks to a center for an administrator.
func aManager(t *testing.T, d *centerd.Daemon) *desk.Client {
	t.Helper()
	token, err := d.Enrol(t.Context(), center.KindAdmin, "manager")
	if err != nil {
		t.Fatal(err)
	}
	c := desk.New(d.URL, d.Pin)
	c.UseToken(token)
	return c
}

// TestARestoreThatKnewNothingOfItsEpochKeepsTheCentersDays: a copy is put on a new disk while the center cannot be
// asked, twice, and so the epoch is one that the center has. It is accepted, and the visits of the first one stay.
func TestARestoreThatKnewNothingOfItsEpochKeepsTheCentersDays(t *testing.T) {
	d, _ := aCenter(t, t.TempDir(), "127.0.0.1:0")
	token, err := d.Enrol(t.Context(), center.KindOutlet, "demo")
	if err != nil {
		t.Fatal(err)
	}
	o := hallnode.Options{Data: t.TempDir(), Center: hallnode.Center{URL: d.URL, Token: token}}
	n, stop := start(t, o)
	take(t, n.Authority)
	delivered(t, n)
	stop()
	copied := t.TempDir()
	copyFiles(t, o.Data, copied)
	manager := aManager(t, d)
	within, cancel := context.WithTimeout(t.Context(), 120*time.Second)
	defer cancel()
	restored := func(tickets int) { // the database and the keys alone, started while the center is away
		o.Data = t.TempDir()
		copyFiles(t, copied, o.Data, sqlite.File, seal.HallKeyFile, seal.KeyFile)
		away := o
		away.Center = hallnode.Center{}
		n, stop = start(t, away)
		for range tickets {
			take(t, n.Authority)
		}
		stop()
		n, stop = start(t, o)
		until(t, within, func() bool {
			list, err := manager.Outlets(within)
			if err != nil || len(list) == 0 {
				return false
			}
			if q := list[0].Asks; q != nil {
				if err := manager.AnswerEpoch(within, q.ID, "accept", key()); err != nil {
					t.Fatal(err)
				}
			}
			return list[0].Cursor == n.Authority.Cursor()
		})
	}
	restored(3)
	first := n.Authority.Cursor().Epoch
	stop()
	restored(5)
	if first < 10_000 || n.Authority.Cursor().Epoch < first {
		t.Errorf("the first goes on in %d, the second in %d", first, n.Authority.Cursor().Epoch)
	}
	list, err := manager.Outlets(within)
	if err != nil || list[0].Today.Issued != 9 || list[0].Waiting != 6 {
		t.Errorf("the center tells %+v, %v; want 9 issued, of which 6 wait", list, err)
	}
}
