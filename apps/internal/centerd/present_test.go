package centerd_test

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
)

func opening(t *testing.T, data, listen string) (*centerd.Daemon, error) {
	t.Helper()
	return centerd.Open(t.Context(), centerd.Options{Data: data, Listen: listen, Log: slog.New(slog.DiscardHandler)})
}

// aCenter is the data directory of a center that was started once.
func aCenter(t *testing.T, listen string) (data string) {
	t.Helper()
	data = t.TempDir()
	d, err := opening(t, data, listen)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return data
}

func names(t *testing.T, dir string) string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		all[i] = filepath.Base(all[i])
	}
	return strings.Join(all, " ")
}

// TestACenterThatLostItsArchiveIsNotBegunAnew: it answered with an empty one, and knew no hall and no token.
func TestACenterThatLostItsArchiveIsNotBegunAnew(t *testing.T) {
	for _, listen := range []string{"127.0.0.1:0", "0.0.0.0:0"} { // without a certificate and with one
		for name, lose := range map[string]func(file string) error{
			"deleted": os.Remove,
			"empty":   func(file string) error { return os.Truncate(file, 0) },
		} {
			t.Run(listen+" "+name, func(t *testing.T) {
				data := aCenter(t, listen)
				file := filepath.Join(data, "center.db")
				copied, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				for _, tail := range []string{"-wal", "-shm"} {
					os.Remove(file + tail)
				}
				if err := lose(file); err != nil {
					t.Fatal(err)
				}
				for _, how := range []string{listen, ""} {
					if d, err := opening(t, data, how); hall.CodeOf(err) != hall.NotFound || !strings.Contains(err.Error(), "center snapshot") {
						if err == nil {
							d.Close()
						}
						t.Errorf("listening on %q it gave %v", how, err)
					}
				}
				if err := os.WriteFile(file, copied, 0o600); err != nil { // as packaging/center.md says
					t.Fatal(err)
				}
				d, err := opening(t, data, listen)
				if err != nil {
					t.Fatal(err)
				}
				d.Close()
			})
		}
	}
}

// TestAFirstStartCutShortComesUp: of such a one there is a lock with nothing in it, and perhaps an empty database.
func TestAFirstStartCutShortComesUp(t *testing.T) {
	data := t.TempDir()
	for _, name := range []string{"center.lock", "center.db"} {
		if err := os.WriteFile(filepath.Join(data, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := opening(t, data, "127.0.0.1:0")
		if err != nil {
			t.Fatalf("after %s: %v", name, err)
		}
		d.Close()
		data = t.TempDir()
	}
}

// TestTwoCentersDoNotAnswerFromOneDirectory: and the commands work beside the first.
func TestTwoCentersDoNotAnswerFromOneDirectory(t *testing.T) {
	o := openOffice(t, "127.0.0.1:0", nil)
	if d, err := opening(t, o.data, "127.0.0.1:0"); hall.CodeOf(err) != hall.Conflict {
		if err == nil {
			d.Close()
		}
		t.Errorf("a second one: %v", err)
	}
	o.command("enrol", "--kind", "outlet", "--name", "gaoyang")
}

// TestNodeAndCenterDoNotBeginInEachOthersDirectory: each began beside the other, and hallctl could not tell whose the
// directory was.
func TestNodeAndCenterDoNotBeginInEachOthersDirectory(t *testing.T) {
	node := t.TempDir()
	n, err := hallnode.Open(t.Context(), hallnode.Options{Data: node})
	if err != nil {
		t.Fatal(err)
	}
	n.Close()
	before := names(t, node)
	for _, listen := range []string{"127.0.0.1:0", ""} {
		if d, err := opening(t, node, listen); err == nil || !strings.Contains(err.Error(), "is the data of a hall") {
			if err == nil {
				d.Close()
			}
			t.Errorf("a center at a hall, listening on %q: %v", listen, err)
		}
	}
	if after := names(t, node); after != before {
		t.Errorf("the center left %s where %s was", after, before)
	}
	for _, listen := range []string{"127.0.0.1:0", "0.0.0.0:0"} {
		center := aCenter(t, listen)
		before = names(t, center)
		if n, err := hallnode.Open(t.Context(), hallnode.Options{Data: center, Listen: "127.0.0.1:0"}); err == nil || !strings.Contains(err.Error(), "is the data of a center") {
			if err == nil {
				n.Close()
			}
			t.Errorf("a node at a center: %v", err)
		}
		if after := names(t, center); after != before {
			t.Errorf("the node left %s where %s was", after, before)
		}
	}
}

// TestAProgramWhoseAddressIsTakenSaysSoAndLeavesNothing: a whole hall was made before, and the sentence was the
// system's.
func TestAProgramWhoseAddressIsTakenSaysSoAndLeavesNothing(t *testing.T) {
	o := openOffice(t, "127.0.0.1:0", nil)
	address := strings.TrimPrefix(o.d.URL, "http://")
	data := filepath.Join(t.TempDir(), "new")
	_, center := opening(t, data, address)
	_, node := hallnode.Open(t.Context(), hallnode.Options{Data: data, Listen: address})
	for name, err := range map[string]error{"center": center, "node": node} {
		if hall.CodeOf(err) != hall.Conflict || !strings.Contains(err.Error(), address+" is taken by another program") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := os.Stat(data); !os.IsNotExist(err) {
		t.Error("something was made there")
	}
}

// TestDaysOfATokenAreBounded: 110000 overflowed and ended in 1743, 0 was 90 without a word.
func TestDaysOfATokenAreBounded(t *testing.T) {
	o := openOffice(t, "127.0.0.1:0", nil)
	for _, days := range []string{"110000", "3651", "0", "-1"} {
		if said, err := o.try("enrol", "--kind", "admin", "--name", "ops", "--days="+days); err == nil || said != "" {
			t.Errorf("--days=%s gave %q", days, said)
		}
	}
	for _, days := range []string{"1", "3650"} {
		token := strings.TrimSpace(o.command("enrol", "--kind", "admin", "--name", "ops", "--days="+days))
		o.allowed(days+" days", token, true)
	}
}
