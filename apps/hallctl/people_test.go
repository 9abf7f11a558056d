package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// aDemoHall is a data directory that a node was started on once. Its day begins half a day from now: no test runs over
// the end of one.
func aDemoHall(t *testing.T) string {
	setup, err := seed.Demo()
	if err != nil {
		t.Fatal(err)
	}
	later := time.Now().Add(12 * time.Hour).In(setup.Outlet.Location())
	setup.Outlet.DayStart = later.Hour()*60 + later.Minute()
	dir := t.TempDir()
	n, err := hallnode.Open(t.Context(), hallnode.Options{Data: dir, Seed: &setup})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestPIN(t *testing.T) {
	dir := aDemoHall(t)
	for _, c := range []struct {
		name, teller, line string
		good               bool
	}{
		{"six digits", "t01", "482617\n", true},
		{"too short", "t01", "1357\n", false},
		{"letters", "t01", "secret\n", false},
		{"nothing", "t01", "", false},
		{"nobody", "t99", "482617\n", false},
	} {
		out, errs, code := saying(t, c.line, "pin", "--data", dir, "--teller", c.teller)
		if (code == 0) != c.good || out != "" || (errs == "") != c.good || strings.Contains(errs, "482617") {
			t.Errorf("%s: %q %q %d", c.name, out, errs, code)
		}
	}
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	st, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, teller := range st.Setup.Tellers {
		want := "246810"
		if teller.ID == "t01" {
			want = "482617"
		}
		if !seal.MatchSecret(teller.PIN, want) {
			t.Errorf("the PIN of %s is not %s", teller.ID, want)
		}
	}
	if out, errs, code := hallctl(t, "verify", "--data", dir); code != 0 {
		t.Error(out, errs)
	}
}

func TestTheCentersTokensAreMadeAtTheCenter(t *testing.T) {
	hallDir, center, nowhere := aDemoHall(t), filepath.Join(t.TempDir(), "center"), filepath.Join(t.TempDir(), "wrong")
	d, err := centerd.Open(t.Context(), centerd.Options{Data: center, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	d.Close()
	for _, c := range []struct {
		name, dir, kind string
		good            bool
	}{
		{"an outlet where no center is", nowhere, "outlet", false},
		{"an admin where no center is", nowhere, "admin", false},
		{"an outlet of the center", center, "outlet", false},
		{"an admin of the center", center, "admin", false},
		{"a kiosk is the hall's", center, "kiosk", false},
		{"an outlet is the center's", hallDir, "outlet", false},
		{"an admin of the hall", hallDir, "admin", true},
	} {
		out, errs, code := hallctl(t, "enrol", "--data", c.dir, "--kind", c.kind, "--name", "gaoyang")
		if token := strings.TrimSpace(out); (code == 0) != c.good || (len(token) >= 43) != c.good || (errs == "") != c.good {
			t.Errorf("%s: %q %q %d", c.name, out, errs, code)
		}
		if !c.good && c.kind != "kiosk" && c.dir != nowhere && !strings.Contains(errs, "hallctl center enrol") {
			t.Errorf("%s does not say where: %q", c.name, errs)
		}
	}
	for _, kind := range []string{"outlet", "admin"} {
		out, errs, code := hallctl(t, "center", "enrol", "--data", center, "--kind", kind, "--name", "gaoyang")
		if code != 0 || errs != "" || len(strings.TrimSpace(out)) < 43 {
			t.Errorf("an %s at the center: %q %q %d", kind, out, errs, code)
		}
		if _, errs, code := hallctl(t, "center", "enrol", "--data", nowhere, "--kind", kind, "--name", "gaoyang"); code == 0 || errs == "" {
			t.Errorf("an %s where no center is: %q %d", kind, errs, code)
		}
	}
	for _, dir := range []string{nowhere, hallDir} {
		if _, errs, code := saying(t, "a-long-password\n", "center", "person", "add", "--data", dir, "--name", "wang"); code == 0 || errs == "" {
			t.Errorf("a person was added in %s", dir)
		}
	}
	if _, err := os.Stat(nowhere); !os.IsNotExist(err) {
		t.Error("a center was made at a wrong path")
	}
	if _, errs, code := saying(t, "a-long-password\n", "center", "person", "add", "--data", center, "--name", "wang"); code != 0 {
		t.Error(errs)
	}
	if _, errs, code := saying(t, "short\n", "center", "person", "add", "--data", center, "--name", "wang"); code == 0 || errs == "" {
		t.Error("a short password was taken")
	}
}

// TestRestoreOfTheSameDayGivesNoNumberTwice, whether the database that is replaced can still be read or not.
func TestRestoreOfTheSameDayGivesNoNumberTwice(t *testing.T) {
	for name, c := range map[string]struct {
		lost, mark bool
		next, say  string
	}{
		"the replaced database tells": {false, true, "H006", "read from the replaced database"},
		"it is gone, the mark tells":  {true, true, "H006", "told by the mark"},
		"both are gone":               {true, false, "H201", "cannot tell"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := aDemoHall(t)
			last := take(t, dir, 3)
			copied := filepath.Join(t.TempDir(), "copy.db")
			if _, errs, code := hallctl(t, "snapshot", "--data", dir, copied); code != 0 {
				t.Fatal(errs)
			}
			last = take(t, dir, 2)
			if c.lost {
				ruin(t, dir)
			}
			if !c.mark {
				if err := os.Remove(filepath.Join(dir, sqlite.MarkFile)); err != nil {
					t.Fatal(err)
				}
			}
			out, errs, code := hallctl(t, "restore", "--data", dir, copied)
			if code != 0 || !strings.Contains(out, c.say) {
				t.Fatalf("%q %q %d", out, errs, code)
			}
			next := take(t, dir, 1)
			if string(next.No) != c.next || next.Code == last.Code {
				t.Errorf("goes on with %s %s after %s %s", next.No, next.Code, last.No, last.Code)
			}
			if out, errs, code := hallctl(t, "verify", "--data", dir); code != 0 {
				t.Error(out, errs)
			}
		})
	}
}

func take(t *testing.T, dir string, n int) (last hall.Standing) {
	t.Helper()
	node, stop := run(t, dir)
	defer stop()
	for range n {
		var err error
		last, err = node.Authority.Issue(t.Context(), hall.IssueRequest{ID: anID(), Service: "H", Source: hall.FromKiosk})
		if err != nil {
			t.Fatal(err)
		}
	}
	return last
}
