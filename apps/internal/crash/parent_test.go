//go:build unix

package crash_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// run is a child that was started.
type run struct {
	cmd                   *exec.Cmd
	ready, issued, failed chan struct{} // closed when it told so first, or when it is gone
	all                   chan []told   // everything it told, when it is gone
	errs                  *strings.Builder
}

// spawn starts a child, under another program when wrap names one.
func spawn(t *testing.T, o order, wrap ...string) *run {
	t.Helper()
	return spawnOf(t, os.Args[0], o, wrap...)
}

// spawnOf starts a child of another build of this test program.
func spawnOf(t *testing.T, program string, o order, wrap ...string) *run {
	t.Helper()
	raw, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	args := append(wrap, program)
	r := &run{ready: make(chan struct{}), issued: make(chan struct{}), failed: make(chan struct{}), all: make(chan []told, 1), errs: &strings.Builder{}}
	r.cmd = exec.CommandContext(t.Context(), args[0], args[1:]...)
	r.cmd.Env = append(os.Environ(), orders+"="+string(raw), "GORACE=atexit_sleep_ms=0")
	r.cmd.Stderr = r.errs
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go r.listen(out)
	return r
}

func (r *run) listen(out io.Reader) {
	var all []told
	news := map[string]chan struct{}{"ready": r.ready, "issued": r.issued, "failed": r.failed}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			break // a line without its end was not told
		}
		var t told
		if json.Unmarshal(line, &t) != nil {
			continue
		}
		if seen := news[t.What]; seen != nil {
			delete(news, t.What)
			close(seen)
		}
		all = append(all, t)
	}
	for _, unseen := range news {
		close(unseen)
	}
	r.all <- all
}

// end waits for the child's end and gives what it told, and whether it ended by itself.
func (r *run) end() ([]told, error) {
	all := <-r.all
	return all, r.cmd.Wait()
}

// check compares what was told with what is stored: nothing told is lost, and no number was given twice.
type check struct {
	given  map[[2]string]hall.TicketID // day and number
	issued int
	again  int
	acts   int

	terminals int
}

func (c *check) against(t testing.TB, dir string, all []told) {
	t.Helper()
	if len(all) == 0 {
		return // killed before there was a hall
	}
	s, err := sqlite.Look(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, a := range all {
		switch a.What {
		case "issued":
			c.stored(t, s, a)
			c.number(t, a)
			c.issued++
		case "again":
			c.stored(t, s, a)
			c.number(t, a)
			c.again++
		case "acted":
			c.stored(t, s, a)
			c.acts++
		case "enrolled":
			c.enrolled(t, s, a)
		}
	}
}

func (c *check) stored(t testing.TB, s *sqlite.Store, a told) {
	t.Helper()
	got, ok, err := s.Ticket(context.Background(), a.ID)
	if err != nil || !ok {
		t.Fatalf("%s %s %s was told and is not stored: %v", a.What, a.ID, a.No, err)
	}
	if got.No != a.No || got.Version < a.Ver || (got.Version == a.Ver && got.State != a.To) {
		t.Fatalf("told %+v, stored %s version %d %s", a, got.No, got.Version, got.State)
	}
}

func (c *check) enrolled(t testing.TB, s *sqlite.Store, a told) {
	t.Helper()
	if _, err := s.Terminal(context.Background(), a.Token); err != nil {
		t.Fatalf("a token was told and opens nothing: %v", err)
	}
	c.terminals++
}

func (c *check) number(t testing.TB, a told) {
	t.Helper()
	key := [2]string{string(a.Day), string(a.No)}
	if other, taken := c.given[key]; taken && other != a.ID {
		t.Fatalf("number %s of %s was given to %s and to %s", a.No, a.Day, other, a.ID)
	}
	c.given[key] = a.ID
}

// sound replays the log against the rows.
func sound(t testing.TB, dir string) sqlite.Report {
	t.Helper()
	s, err := sqlite.Look(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	report, err := s.Verify(t.Context())
	if err != nil || report.Count > 0 {
		t.Fatalf("verify: %v, %d problems\n%s", err, report.Count, strings.Join(report.Problems, "\n"))
	}
	return report
}

func newCheck() *check { return &check{given: map[[2]string]hall.TicketID{}} }

func killed(err error) bool {
	exit, ok := errors.AsType[*exec.ExitError](err)
	return ok && exit.ExitCode() == -1
}
