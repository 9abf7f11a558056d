package crash_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/crash/forgetful"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// cuts is 1,000 for a soak and a few for CI, in all.
func cuts() int {
	switch {
	case os.Getenv("BRIGHTHALL_SOAK") != "":
		return 1000
	case testing.Short():
		return 0
	}
	return 30
}

// outage is a hall on a disk that forgets.
type outage struct {
	*testing.T
	dice    *rand.Rand
	disk    *forgetful.Disk
	mount   *forgetful.Mounted
	dir     string // of the hall, on the disk
	program string // this test program, or another build of it
}

func newOutage(t *testing.T, seed uint64) *outage {
	o := &outage{T: t, dice: rand.New(rand.NewPCG(seed, 9)), program: os.Args[0]}
	t.Cleanup(o.away)
	return o
}

// on puts a disk in the place of the last.
func (o *outage) on(d *forgetful.Disk) {
	o.Helper()
	o.away()
	at, err := os.MkdirTemp("", "forgetful")
	if err != nil {
		o.Fatal(err)
	}
	m, err := d.Mount(at)
	if err != nil {
		os.Remove(at)
		o.Skip("no file system can be mounted here, so the power is not cut: ", err)
	}
	o.disk, o.mount, o.dir = d, m, filepath.Join(at, "hall")
}

func (o *outage) away() {
	if o.mount == nil {
		return
	}
	at := filepath.Dir(o.dir)
	if err := syscall.Unmount(at, syscall.MNT_FORCE|2 /* MNT_DETACH: a program that was killed may not be gone yet */); err != nil {
		o.Error("unmounting: ", err)
	}
	o.mount = nil
	if err := os.Remove(at); err != nil {
		o.Error(err)
	}
}

// cut cuts the power of a program that works on the disk, and gives what the disk holds when it comes back, and a copy
// of that.
func (o *outage) cut(p *os.Process) (left *forgetful.Disk, copied string) {
	o.Helper()
	o.disk.Freeze()
	p.Kill()
	left = o.disk.Cut(o.dice)
	copied = o.TempDir()
	if err := left.CopyTo(copied); err != nil {
		o.Fatal(err)
	}
	return left, filepath.Join(copied, "hall")
}

// moment waits a part of most.
func (o *outage) moment(most time.Duration) { time.Sleep(time.Duration(o.dice.Int64N(int64(most)))) }

// load cuts the power of a hall under load again and again, each time on what the last cut has left. lost is what was
// told and is gone.
func (o *outage) load(mode string, n int, c *check) (lost string) {
	o.on(forgetful.New())
	var again []hall.TicketID
	for i := range n {
		r := spawnOf(o.T, o.program, order{Mode: mode, Dir: o.dir, Day: i / 8, Again: again})
		<-r.ready
		if o.dice.IntN(4) > 0 && mode == "load" {
			<-r.issued
		}
		o.moment(60 * time.Millisecond)
		left, copied := o.cut(r.cmd.Process)
		all, _ := r.end()
		if says := r.errs.String(); says != "" && len(all) == 0 {
			return fmt.Sprintf("cut %d: the hall does not open: %s", i, says)
		}
		if lost = witnessed(o.T, func(t testing.TB) {
			c.against(t, copied, all)
			if i%20 == 19 || mode != "load" {
				sound(t, copied)
			}
		}); lost != "" {
			return fmt.Sprintf("cut %d: %s", i, lost)
		}
		os.RemoveAll(filepath.Dir(copied))
		again = last(all, 3)
		o.on(left)
	}
	return ""
}

// witness is a test that may fail without failing this one.
type witness struct {
	testing.TB
	said string
}

func (w *witness) Fatal(args ...any) { w.said = fmt.Sprint(args...); runtime.Goexit() }
func (w *witness) Fatalf(format string, args ...any) {
	w.said = fmt.Sprintf(format, args...)
	runtime.Goexit()
}
func (w *witness) Errorf(format string, args ...any) { w.said = fmt.Sprintf(format, args...) }

func witnessed(t *testing.T, f func(testing.TB)) string {
	w := &witness{TB: t}
	done := make(chan struct{})
	go func() { defer close(done); f(w) }()
	<-done
	return w.said
}

// TestThePowerIsCut: nothing that was told is lost, nothing is given twice, and the hall comes up by itself.
func TestThePowerIsCut(t *testing.T) {
	n := cuts()
	if n == 0 {
		t.Skip("not in the short run")
	}
	t.Run("a hall that does not sync loses", func(t *testing.T) { losesWithoutSync(t, 300) })
	t.Run("under load", func(t *testing.T) {
		c := newCheck()
		if lost := newOutage(t, 1).load("load", n*7/10, c); lost != "" {
			t.Error(lost)
		}
		t.Logf("%d tickets, %d acts told, %d asked for again", c.issued, c.acts, c.again)
		if c.issued < n/4 || c.again < n/4 {
			t.Error("the cuts came too early to prove anything")
		}
	})
	t.Run("in enrolment", func(t *testing.T) {
		c := newCheck()
		if lost := newOutage(t, 2).load("enrol", n/10, c); lost != "" {
			t.Error(lost)
		}
		t.Logf("%d terminals enrolled", c.terminals)
		if c.terminals == 0 {
			t.Error("none was told")
		}
	})
	t.Run("in the first start", func(t *testing.T) { firstStart(t, n/10) })
	t.Run("in a restore", func(t *testing.T) { inARestore(t, n/10) })
}

// losesWithoutSync is what makes the rest worth something: a hall built with synchronous=NORMAL must be seen to lose
// what it told.
func losesWithoutSync(t *testing.T, most int) {
	o := newOutage(t, 3)
	o.program = filepath.Join(t.TempDir(), "normal.test")
	build(t, "test", "-c", "-ldflags", "-X github.com/brighthall/brighthall/sync/store/sqlite.synchronous=NORMAL", "-o", o.program, ".")
	lost := o.load("load", most, newCheck())
	if lost == "" {
		t.Fatalf("VOID: %d cuts of a hall that does not sync lost nothing, so this test sees nothing", most)
	}
	t.Log("as it must: ", lost)
}

func build(t *testing.T, args ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "go", append([]string{args[0], "-tags", "x11,migrated_fynedo,no_animations"}, args[1:]...)...)
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// firstStart cuts the power while a hall begins; afterwards it must open, or begin again, by itself.
func firstStart(t *testing.T, n int) {
	o := newOutage(t, 4)
	begun := 0
	for i := range n {
		o.on(forgetful.New())
		r := spawn(t, order{Mode: "load", Dir: o.dir})
		o.moment(250 * time.Millisecond)
		_, copied := o.cut(r.cmd.Process)
		all, _ := r.end()
		if len(all) > 0 {
			begun++
			newCheck().against(t, copied, all)
		}
		next := spawn(t, order{Mode: "visit", Dir: copied})
		if _, err := next.end(); err != nil {
			t.Fatalf("cut %d: the hall does not open: %v %s", i, err, next.errs)
		}
		sound(t, copied)
	}
	t.Logf("%d of %d had begun", begun, n)
}

// inARestore cuts the power while a copy is put back. The hall is then the old one or the new; a restore that was told
// is done; and no number is given that was told before.
func inARestore(t *testing.T, n int) {
	hallctl := filepath.Join(t.TempDir(), "hallctl")
	build(t, "build", "-o", hallctl, "github.com/brighthall/brighthall/apps/hallctl")
	o := newOutage(t, 5)
	o.on(forgetful.New())
	day := int(time.Since(noon).Hours()/24 + 0.5)
	var told []told
	take := func() {
		r := spawn(t, order{Mode: "visit", Dir: o.dir, Day: day})
		all, err := r.end()
		if err != nil {
			t.Fatal(err, r.errs)
		}
		told = append(told, all...)
	}
	run := func(dir string) *exec.Cmd {
		return exec.CommandContext(t.Context(), hallctl, "restore", "--data", dir, filepath.Join(filepath.Dir(dir), "copy.db"))
	}
	take()
	if out, err := exec.CommandContext(t.Context(), hallctl, "snapshot", "--data", o.dir, filepath.Join(filepath.Dir(o.dir), "copy.db")).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	take()
	o.disk.Freeze()
	before := o.disk.Cut(rand.New(whole{}))
	took, old := time.Duration(0), 0
	for i := range n {
		o.on(before.Cut(rand.New(whole{})))
		restore, began := run(o.dir), time.Now()
		if err := restore.Start(); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- restore.Wait() }()
		finished := false
		if i == 0 { // how long one takes
			if err := <-done; err != nil {
				t.Fatal(err)
			}
			took, finished = time.Since(began), true
		} else {
			o.moment(took)
		}
		_, copied := o.cut(restore.Process)
		if !finished {
			finished = <-done == nil
		}
		epoch := goesOn(t, copied, told, run(copied))
		if finished && epoch < 2 {
			t.Fatalf("cut %d: the restore was told as done and is not", i)
		}
		if epoch < 2 {
			old++
		}
	}
	t.Logf("after %d of %d cuts the hall was the old one; a restore takes %s", old, n, took)
}

// whole is dice that let everything survive: for a copy of a disk.
type whole struct{}

func (whole) Uint64() uint64 { return 1 << 62 }

// goesOn opens what is left, with the restore done again where the hall asks for that, takes a ticket and gives the
// epoch it is of.
func goesOn(t *testing.T, dir string, told []told, again *exec.Cmd) hall.Epoch {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		if out, e := again.CombinedOutput(); e != nil {
			t.Fatalf("the hall does not open (%v), and cannot be restored again: %v %s", err, e, out)
		}
		if s, err = sqlite.Open(t.Context(), dir); err != nil {
			t.Fatal(err)
		}
	}
	defer s.Close()
	q, err := queue.New(t.Context(), s, queue.Options{Key: s.Key(), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- q.Run(ctx) }()
	defer func() { stop(); <-ran }()
	for range 3 {
		got, err := q.Issue(ctx, hall.IssueRequest{ID: newID(), Service: "A", Source: hall.FromKiosk, By: hall.Actor{Terminal: "K1"}})
		if code := hall.CodeOf(err); code == hall.OutOfHours || code == hall.Paused {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, was := range told {
			if was.No == got.No && was.Day == got.Day && was.ID != got.ID {
				t.Fatalf("%s of %s was told, and is given again", got.No, got.Day)
			}
		}
	}
	return q.Cursor().Epoch
}
