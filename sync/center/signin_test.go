package center_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

func now() time.Time { return centertest.Start }

// gate is a center that is asked without a socket, so that tests choose the address a request comes from.
type gate struct {
	*center.Center
	t *testing.T
	h http.Handler
}

func openGate(t *testing.T, file string) *gate {
	t.Helper()
	a, err := archive.Open(t.Context(), file, now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	c := center.New(a, now, slog.New(slog.DiscardHandler), "test")
	return &gate{c, t, c.Handler()}
}

func (g *gate) signIn(from, name, password string) int {
	r := httptest.NewRequest("POST", api.SignInAt, strings.NewReader(`{"name":"`+name+`","password":"`+password+`"}`))
	r.Header.Set("Content-Type", "application/json")
	r.RemoteAddr = from + ":40000"
	w := httptest.NewRecorder()
	g.h.ServeHTTP(w, r)
	return w.Code
}

// TestPasswordsTriedAtOnceAreNoBetterThanInARow: thirty passwords sent together were all compared before any was
// counted. The same holds for a name that nobody has, so that a lock tells nobody who exists.
func TestPasswordsTriedAtOnceAreNoBetterThanInARow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "center.db")
	g := openGate(t, file)
	if err := g.AddPerson(t.Context(), "wang", "ein-langes-wort"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"wang", "nobody"} {
		answers := make(chan int, 30)
		for range 30 {
			go func() { answers <- g.signIn("10.0.0.66", name, "falsch") }()
		}
		got := map[int]int{}
		for range 30 {
			got[<-answers]++
		}
		if got[403] != 5 || got[429] != 25 {
			t.Errorf("%s: %v, want 5 compared and 25 refused", name, got)
		}
	}
	if got := g.signIn("10.0.0.66", "wang", "ein-langes-wort"); got != 429 {
		t.Errorf("the right one after them: %d", got)
	}
	if got := openGate(t, file).signIn("10.0.0.66", "wang", "ein-langes-wort"); got != 429 {
		t.Errorf("after a restart: %d", got)
	}
	if got := g.signIn("10.0.0.7", "wang", "ein-langes-wort"); got != 200 {
		t.Errorf("the person, from elsewhere: %d", got)
	}
}

// TestANewPasswordEndsALock: it is set on the center's own machine while the center runs.
func TestANewPasswordEndsALock(t *testing.T) {
	file := filepath.Join(t.TempDir(), "center.db")
	g := openGate(t, file)
	if err := g.AddPerson(t.Context(), "wang", "ein-langes-wort"); err != nil {
		t.Fatal(err)
	}
	for range 6 {
		g.signIn("10.0.0.7", "wang", "falsch")
	}
	if err := openGate(t, file).AddPerson(t.Context(), "wang", "ein-neues-wort"); err != nil {
		t.Fatal(err)
	}
	if got := g.signIn("10.0.0.7", "wang", "ein-neues-wort"); got != 200 {
		t.Errorf("the new one: %d", got)
	}
}

// TestWhatIsTypedAsANameIsNotInTheLog: people type their ID number, or the password, where the name belongs.
func TestWhatIsTypedAsANameIsNotInTheLog(t *testing.T) {
	a, err := archive.Open(t.Context(), filepath.Join(t.TempDir(), "center.db"), now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	var log strings.Builder
	c := center.New(a, now, slog.New(slog.NewTextHandler(&log, nil)), "test")
	g := &gate{c, t, c.Handler()}
	for _, typed := range []string{"11010519491231002X", "13800138000", "张三丰"} {
		log.Reset()
		g.signIn("10.0.0.7", typed, "falsch")
		if strings.Contains(log.String(), typed) || !strings.Contains(log.String(), "wrong password") {
			t.Errorf("the log of %q: %s", typed, log.String())
		}
	}
}
