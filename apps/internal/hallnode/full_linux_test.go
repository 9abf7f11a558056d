package hallnode_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sys/unix"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// smallDisk is a file system of its own. Only root may make one.
func smallDisk(t *testing.T, options string) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		t.Skipf("no file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { unix.Unmount(dir, unix.MNT_DETACH) })
	return dir
}

// fill leaves no room.
func fill(t *testing.T, dir string) (file string) {
	t.Helper()
	file = filepath.Join(dir, "others")
	f, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; {
		if _, err = f.Write(make([]byte, size)); err != nil {
			size /= 2
		}
	}
	if !errors.Is(err, unix.ENOSPC) {
		t.Fatal(err)
	}
	return file
}

// TestAHallOnAFullDisk: it refuses within three seconds and says why, /healthz tells it and warns before, readers are
// served; it starts on the full disk, and with room again it goes on with the next number.
func TestAHallOnAFullDisk(t *testing.T) {
	dir := smallDisk(t, "size=160m")
	var later atomic.Int64 // seconds: an answer of /healthz is kept for half of one
	o := hallnode.Options{Data: filepath.Join(dir, "hall"), Listen: "127.0.0.1:0",
		Now: func() time.Time { return time.Now().Add(time.Duration(later.Load()) * time.Second) }}
	health := func(url string) wire.Healthy {
		later.Add(1)
		return health(t, url)
	}
	n, stop := start(t, o)
	kiosk := enrol(t, n, "kiosk")
	eventually(t, "the reserve is there", func() bool { return reserved(o.Data) })
	first := take(t, kiosk)
	full := fill(t, dir)
	if h := health(n.URL); h.Status != "degraded" || h.Failure != hall.DiskFull {
		t.Errorf("before a command: %+v", h)
	}
	refused := func() {
		t.Helper()
		for i := range 2000 { // what the database has room for inside is still taken
			began := time.Now()
			_, err := kiosk.Issue(t.Context(), hall.IssueRequest{ID: hall.TicketID(uuid.Must(uuid.NewV7()).String()), Service: "B05", Source: hall.FromKiosk})
			if err == nil && i < 1999 {
				continue
			}
			if hall.CodeOf(err) != hall.DiskFull {
				t.Fatalf("a full disk says %v", err)
			}
			if took := time.Since(began); took > 10*time.Second { // three on a machine that does nothing else; it retried for twenty
				t.Errorf("refused after %s", took)
			}
			return
		}
	}
	refused()
	if h := health(n.URL); h.Status != "down" || h.Failure != hall.DiskFull {
		t.Errorf("after a refusal: %+v", h)
	}
	if s, err := kiosk.Ticket(t.Context(), first.ID); err != nil || s.No != first.No {
		t.Errorf("readers: %+v %v", s, err)
	}
	before, err := kiosk.Hall(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stop()
	fill(t, dir)
	n, stop = start(t, o) // with the room that was kept back
	kiosk = enrol(t, n, "kiosk")
	if after, err := kiosk.Hall(t.Context()); err != nil || after.Cursor.Seq < before.Cursor.Seq {
		t.Errorf("after a start: %+v, before %+v, %v", after.Cursor, before.Cursor, err)
	}
	if err := os.Remove(full); err != nil {
		t.Fatal(err)
	}
	take(t, kiosk)
	if h := health(n.URL); h.Status != "ok" || h.Failure != "" || h.StoredAgo > 60_000 {
		t.Errorf("with room again: %+v", h)
	}
	stop()
}

func reserved(dir string) bool {
	i, err := os.Stat(filepath.Join(dir, "reserve"))
	return err == nil && i.Size() > 1<<20
}

// TestAHallOnADiskWithoutRoomForAnotherFile: inodes are used up before the bytes are. It goes on, for it has its files,
// and says so; it starts, and what cannot start says what is missing.
func TestAHallOnADiskWithoutRoomForAnotherFile(t *testing.T) {
	dir := smallDisk(t, "size=160m,nr_inodes=1300")
	var log said
	o := hallnode.Options{Data: filepath.Join(dir, "hall"), Listen: "127.0.0.1:0", Log: log.log()}
	n, stop := start(t, o)
	take(t, n.Authority)
	eventually(t, "the reserve is there", func() bool { return reserved(o.Data) && len(reserves(t, o.Data)) > 4 })
	others := filepath.Join(dir, "others")
	litter(t, others)
	take(t, n.Authority)
	eventually(t, "it is told", func() bool {
		h := health(t, n.URL)
		return h.Status == "degraded" && h.Failure == hall.DiskFull && !h.Halted
	})
	eventually(t, "the mark was due", func() bool { return health(t, n.URL).StoredAgo > 2000 })
	take(t, n.Authority)
	stop()
	litter(t, others)
	n, stop = start(t, o) // with the files that were kept back
	if s := take(t, n.Authority); s.No != "H004" || n.Authority.Cursor().Epoch != 1 {
		t.Errorf("it goes on with %s at %s", s.No, n.Authority.Cursor())
	}
	if log.has("part stopped") {
		t.Error("a part stopped")
	}
	stop()
	litter(t, others)
	n, stop = start(t, o) // with nothing, not even room for the mark
	if err := tryTake(t, n.Authority); hall.CodeOf(err) != hall.DiskFull {
		t.Errorf("with nothing left: %v", err)
	}
	stop()
	litter(t, others)
	for _, data := range []string{others, filepath.Join(dir, "new")} {
		if _, err := hallnode.Open(t.Context(), hallnode.Options{Data: data}); hall.CodeOf(err) != hall.DiskFull || !strings.Contains(hall.Told(err), "df -i") {
			t.Errorf("a new hall there: %v", err)
		}
	}
	if err := os.RemoveAll(others); err != nil {
		t.Fatal(err)
	}
	n, _ = start(t, o)
	take(t, n.Authority)
	eventually(t, "with room again all is well", func() bool { return health(t, n.URL).Status == "ok" })
}

func reserves(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "reserve*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// litter makes empty files until there is no room for another.
func litter(t *testing.T, dir string) {
	t.Helper()
	if err := os.Mkdir(dir, 0o700); err != nil && !os.IsExist(err) && !errors.Is(err, unix.ENOSPC) {
		t.Fatal(err)
	}
	for {
		f, err := os.CreateTemp(dir, "")
		if errors.Is(err, unix.ENOSPC) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
}

// TestAHallWhoseFilesMayNotGrow: ulimit -f, and with it a quota, are told by SQLite as any failed write. The hall is
// this test's own, started again under a limit.
func TestAHallWhoseFilesMayNotGrow(t *testing.T) {
	if dir := os.Getenv("MAY_NOT_GROW"); dir != "" {
		growUntilRefused(t, dir)
		return
	}
	dir := t.TempDir()
	n, stop := start(t, hallnode.Options{Data: dir})
	take(t, n.Authority)
	stop()
	program := exec.Command("sh", "-c", `ulimit -f 1200; exec "$0" "$@"`, os.Args[0], "-test.run", "^TestAHallWhoseFilesMayNotGrow$", "-test.v")
	program.Env = append(os.Environ(), "MAY_NOT_GROW="+dir)
	if out, err := program.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	n, _ = start(t, hallnode.Options{Data: dir})
	take(t, n.Authority)
	if n.Authority.Cursor().Epoch != 1 {
		t.Errorf("then it is at %s", n.Authority.Cursor())
	}
}

func growUntilRefused(t *testing.T, dir string) {
	n, _ := start(t, hallnode.Options{Data: dir, Listen: "127.0.0.1:0", NoRates: true})
	for range 20000 {
		err := tryTake(t, n.Authority)
		if err == nil {
			continue
		}
		if hall.CodeOf(err) != hall.DiskFull {
			t.Fatalf("refused as %v", err)
		}
		eventually(t, "/healthz says so", func() bool { h := health(t, n.URL); return h.Status == "down" && h.Failure == hall.DiskFull })
		return
	}
	t.Fatal("never refused")
}
