package hallnode_test

import (
	"errors"
	"os"
	"path/filepath"
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
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
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

// TestAHallOnAFullDisk: it refuses within three seconds and says why, /healthz tells it and warns before, readers are served; it starts on the full disk, and
// with room again it goes on with the next number.
func TestAHallOnAFullDisk(t *testing.T) {
	dir := smallDisk(t, "160m")
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
