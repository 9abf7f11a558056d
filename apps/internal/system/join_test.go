package system

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2/test"

	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/sync/client"
	"github.com/brighthall/brighthall/ui/skin"
)

// deaf is an authority that cannot be read until it is mended.
type deaf struct {
	hall.Authority
	takes time.Duration
	mu    sync.Mutex
	err   error
}

func (d *deaf) say(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.err = err
}

func (d *deaf) Hall(ctx context.Context) (hall.Snapshot, error) {
	pause(ctx, d.takes)
	d.mu.Lock()
	defer d.mu.Unlock()
	return hall.Snapshot{}, d.err
}

func (d *deaf) Watch(ctx context.Context, _ hall.Cursor, _ func(hall.Event) error) error {
	<-ctx.Done()
	return ctx.Err()
}

// The log has the reason at once and once, the screen after ten seconds, whether the node is silent or refuses at once.
func TestATerminalThatCannotJoinSaysWhyAfterTenSeconds(t *testing.T) {
	for name, d := range map[string]*deaf{
		"silent":  {err: hall.E("client.Hall", hall.Unavailable, "no route to host"), takes: 5 * time.Second},
		"refused": {err: hall.E("client.Hall", hall.Unauthenticated, "no such terminal")},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				failure, text := d.err, &written{}
				var mu sync.Mutex
				var all []error // guarded by mu
				told := func() []error { mu.Lock(); defer mu.Unlock(); return slices.Clone(all) }
				j := &join{Authority: d, address: "https://10.0.0.5:7300", log: slog.New(slog.NewTextHandler(text, nil)),
					tell: func(err error, joined bool) { mu.Lock(); defer mu.Unlock(); all = append(all, err) }}
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				feed := &Feed{From: j, Push: func(hall.Snapshot) {}}
				go func() { _ = feed.Run(ctx) }()
				time.Sleep(9500 * time.Millisecond)
				synctest.Wait()
				if len(told()) != 0 {
					t.Fatal("the screen says why before ten seconds are over")
				}
				if n := strings.Count(text.String(), "level=WARN"); n != 1 || !strings.Contains(text.String(), codeOf(nodeCause(failure, ""))) {
					t.Errorf("the log has it %d times: %s", n, text)
				}
				time.Sleep(time.Second)
				synctest.Wait()
				if got := told(); len(got) != 1 || !errors.Is(got[0], failure) {
					t.Fatalf("told %v after ten seconds", told())
				}
				d.say(nil)
				time.Sleep(10 * time.Second)
				synctest.Wait()
				if got := told(); len(got) != 2 || got[1] != nil {
					t.Errorf("the hall is there again, and the screen was told %v", told())
				}
				stop()
				synctest.Wait()
			})
		})
	}
}

func TestAShortCutIsNotShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, told := &deaf{}, 0
		j := &join{Authority: d, log: quiet, tell: func(error, bool) { told++ }}
		for _, err := range []error{nil, hall.E("client.Hall", hall.Unavailable), hall.E("client.Hall", hall.Unavailable), nil} {
			d.say(err)
			_, _ = j.Hall(t.Context())
			time.Sleep(4 * time.Second)
		}
		time.Sleep(time.Minute)
		if told != 0 {
			t.Errorf("told %d times", told)
		}
	})
}

// Each reason has its code and its sentence, from the real client against what may stand at the other end.
func TestEachReasonOfATerminalThatCannotJoinHasItsCode(t *testing.T) {
	test.NewApp()
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) }))
	defer refusing.Close()
	other := httptest.NewUnstartedServer(http.NotFoundHandler())
	other.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	other.StartTLS()
	defer other.Close()
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody.Close()
	sum := sha256.Sum256([]byte("the node's own certificate"))
	for _, row := range []struct {
		name, url, pin, code string
		patience             time.Duration // an answer may take its time on a busy machine
	}{
		{"nobody answers", "http://" + nobody.Addr().String(), "", "E-NET-01", 300 * time.Millisecond},
		{"the token is not known", refusing.URL, "", "E-NET-02", 5 * time.Second},
		{"another certificate", other.URL, hex.EncodeToString(sum[:]), "E-NET-03", 5 * time.Second},
		{"no pin", other.URL, "", "E-NET-04", 5 * time.Second},
		{"in clear", "http://" + other.Listener.Addr().String(), "", "E-NET-05", 5 * time.Second},
	} {
		c := client.New(row.url, "token", client.Options{Pin: row.pin, Patience: row.patience})
		_, err := c.Hall(t.Context())
		stage := stage(t.Context(), test.NewWindow(nil), skin.Kiosk, mustBook(t), "zh-CN")
		words := reason(stage.Book(), stage.Lang(), nodeCause(err, row.url), true)
		if !strings.HasPrefix(words, row.code) || !strings.Contains(words, strings.Split(row.url, "//")[1]) {
			t.Errorf("%s: %q, of %v", row.name, words, err)
		}
		if short := reason(stage.Book(), stage.Lang(), nodeCause(err, row.url), false); short != row.code {
			t.Errorf("%s: short %q", row.name, short)
		}
	}
}

// Every cause has a code of its own and a sentence in both languages.
func TestEveryCauseHasACodeAndASentence(t *testing.T) {
	book, seen := mustBook(t), map[string]Cause{}
	for c, code := range causeCodes {
		if was, twice := seen[code]; twice {
			t.Errorf("%s means %s and %s", code, was, c)
		}
		seen[code] = c
		for _, in := range []hall.Language{hall.Chinese, hall.English} {
			if words := reason(book, in, wrong(c, "WHAT", errors.New("x")), true); strings.Contains(words, "terminal."+string(c)) {
				t.Errorf("%s: %q", c, words)
			}
		}
	}
}

func mustBook(t *testing.T) *lang.Book {
	t.Helper()
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	return book
}
