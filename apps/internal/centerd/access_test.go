package centerd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/google/uuid"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/centertest"
	"github.com/brighthall/brighthall/sync/center/desk"
)

// office runs a center on address, and its commands beside it.
type office struct {
	t    *testing.T
	data string
	d    *centerd.Daemon
}

func openOffice(t *testing.T, address string, now func() time.Time) *office {
	t.Helper()
	data := t.TempDir()
	d, err := centerd.Open(t.Context(), centerd.Options{Data: data, Listen: address, Now: now, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return &office{t, data, d}
}

// command runs a command of the center in its data directory and gives what it prints.
func (o *office) command(words ...string) string {
	o.t.Helper()
	said, err := o.try(words...)
	if err != nil {
		o.t.Fatal(words, err)
	}
	return said
}

func (o *office) try(words ...string) (string, error) {
	o.t.Helper()
	var program centerd.Program
	parser, err := kong.New(&program, kong.Name("center"))
	if err != nil {
		o.t.Fatal(err)
	}
	k, err := parser.Parse(append(words, "--data", o.data))
	if err != nil {
		return "", err
	}
	k.BindTo(o.t.Context(), (*context.Context)(nil))
	return printed(o.t, func() error { return k.Run() })
}

// printed is what do writes to stdout.
func printed(t *testing.T, do func() error) (string, error) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stdout
	os.Stdout = w
	done := do()
	os.Stdout = before
	w.Close()
	text, _ := io.ReadAll(r)
	return string(text), done
}

func (o *office) desk(token string) *desk.Client {
	c := desk.New(o.d.URL, o.d.Pin)
	c.UseToken(token)
	return c
}

func (o *office) allowed(what, token string, want bool) {
	o.t.Helper()
	_, err := o.desk(token).Outlets(o.t.Context())
	if code := hall.CodeOf(err); code != "" && code != hall.Unauthenticated || (err == nil) != want {
		o.t.Errorf("%s: %v", what, err)
	}
}

// TestOffLoopbackTheCenterSpeaksTLSAndIsPinned: it spoke plain HTTP everywhere, tokens and passwords with it.
func TestOffLoopbackTheCenterSpeaksTLSAndIsPinned(t *testing.T) {
	o := openOffice(t, "0.0.0.0:0", nil)
	token, err := o.d.Enrol(t.Context(), center.KindAdmin, "ops")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(o.d.URL, "https://"))
	at := "https://127.0.0.1:" + port
	for _, c := range []struct {
		name, url, pin string
		want           bool
	}{
		{"with its pin", at, o.d.Pin, true}, {"with another", at, strings.Repeat("0", 64), false}, {"with none", at, "", false},
		{"in plain", "http://127.0.0.1:" + port, "", false},
	} {
		d := desk.New(c.url, c.pin)
		d.UseToken(token)
		if _, err := d.Outlets(t.Context()); (err == nil) != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if got := strings.TrimSpace(o.command("pin")); got != o.d.Pin {
		t.Errorf("center pin says %q", got)
	}
}

func TestTokensAreListedAndRevoked(t *testing.T) {
	o := openOffice(t, "127.0.0.1:0", nil)
	token := strings.TrimSpace(o.command("enrol", "--kind", "admin", "--name", "ops"))
	o.command("enrol", "--kind", "outlet", "--name", "gaoyang")
	o.allowed("made", token, true)
	list := o.command("tokens")
	if strings.Contains(list, token) || !strings.Contains(list, "gaoyang") || !strings.Contains(list, "ops") {
		t.Fatalf("tokens:\n%s", list)
	}
	id := strings.Fields(list[strings.Index(list, "\n"):])[0]
	o.command("revoke", id)
	o.allowed("revoked", token, false)
	if strings.Contains(o.command("tokens"), "ops") {
		t.Error("it is listed still")
	}
	if _, err := o.try("revoke", id); hall.CodeOf(err) != hall.NotFound {
		t.Errorf("again: %v", err)
	}
}

// TestAHallEnrolledByMistakeIsForgotten: it headed the lists for ever, without a name.
func TestAHallEnrolledByMistakeIsForgotten(t *testing.T) {
	o := openOffice(t, "127.0.0.1:0", nil)
	if _, err := o.try("enrol", "--kind", "outlet", "--name", "an xin"); hall.CodeOf(err) != hall.Invalid {
		t.Errorf("an id with a blank: %v", err)
	}
	o.command("enrol", "--kind", "outlet", "--name", "anxni")
	o.command("enrol", "--kind", "outlet", "--name", "anxin")
	o.command("enrol", "--kind", "admin", "--name", "anxni")
	o.command("forget", "anxni")
	if list := o.command("halls"); strings.Contains(list, "anxni") || !strings.Contains(list, "anxin") {
		t.Errorf("halls:\n%s", list)
	}
	if list := o.command("tokens"); strings.Count(list, "anxni") != 1 || !strings.Contains(list, "anxin") {
		t.Errorf("tokens:\n%s", list)
	}
	if _, err := o.try("forget", "anxni"); hall.CodeOf(err) != hall.NotFound {
		t.Errorf("again: %v", err)
	}
}

func TestTokensEnd(t *testing.T) {
	began, passed := time.Now(), new(atomic.Int64)
	o := openOffice(t, "127.0.0.1:0", func() time.Time { return began.Add(time.Duration(passed.Load())) })
	admin, _ := o.d.Enrol(t.Context(), center.KindAdmin, "ops")
	short, _ := o.d.EnrolFor(t.Context(), center.KindAdmin, "guest", 24*time.Hour)
	working, _ := o.d.EnrolOutlet(t.Context(), "gaoyang")
	lost, _ := o.d.EnrolOutlet(t.Context(), "gaoyang")
	hallMay := func(what, token string, want bool) {
		t.Helper()
		err := o.mirror(token)
		if (err == nil) != want {
			t.Errorf("%s: %v", what, err)
		}
	}
	for range 5 { // a hall at work goes on for as long as it works
		passed.Add(int64(100 * 24 * time.Hour))
		hallMay("a hall at work", working, true)
	}
	o.allowed("a guest's after its day", short, false)
	o.allowed("a program's after 90 days", admin, false)
	hallMay("one that was lost", lost, false)
}

// mirror asks as a hall does.
func (o *office) mirror(token string) error {
	if status := o.ask(http.MethodGet, api.MirrorAt, token, nil); status != 200 {
		return errors.New(http.StatusText(status))
	}
	return nil
}

func (o *office) ask(method, path, token string, body []byte) (status int) {
	o.t.Helper()
	req, err := http.NewRequestWithContext(o.t.Context(), method, o.d.URL+path, bytes.NewReader(body))
	if err != nil {
		o.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		o.t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}

func TestANewPasswordAndSigningOutEndSessions(t *testing.T) {
	o := openOffice(t, "127.0.0.1:0", nil)
	begin := func(password string) string {
		t.Helper()
		s, err := o.desk("").SignIn(t.Context(), "wang", password)
		if err != nil {
			t.Fatal(err)
		}
		return s.Token
	}
	password := func(word string) {
		t.Helper()
		file := filepath.Join(t.TempDir(), "password")
		os.WriteFile(file, []byte(word+"\n"), 0o600)
		o.command("person", "add", "--name", "wang", "--password-file", file)
	}
	password("ein-langes-wort")
	program, _ := o.d.Enrol(t.Context(), center.KindAdmin, "wang")
	first, second := begin("ein-langes-wort"), begin("ein-langes-wort")
	if err := o.desk(first).SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.allowed("signed out", first, false)
	o.allowed("another session", second, true)
	password("ein-neues-wort")
	o.allowed("after a new password", second, false)
	o.allowed("a program's token of the same name", program, true)
	third := begin("ein-neues-wort")
	if got := o.command("person", "list"); got != "wang\n" {
		t.Errorf("persons %q", got)
	}
	o.command("person", "remove", "--name", "wang")
	o.allowed("after the person is gone", third, false)
}

func TestASnapshotIsACenter(t *testing.T) {
	o := openOffice(t, "127.0.0.1:0", nil)
	token, _ := o.d.EnrolOutlet(t.Context(), "gaoyang")
	copied := filepath.Join(t.TempDir(), "copy.db")
	o.command("snapshot", copied)
	if info, err := os.Stat(copied); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatal(info, err)
	}
	if _, err := o.try("snapshot", copied); err == nil {
		t.Error("a copy was overwritten")
	}
	again := openOffice(t, "127.0.0.1:0", nil)
	if err := again.mirror(token); err == nil {
		t.Fatal("an empty center knows the token")
	}
	text, err := os.ReadFile(copied)
	if err != nil {
		t.Fatal(err)
	}
	place := filepath.Join(t.TempDir(), "restored")
	if err := os.MkdirAll(place, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(place, "center.db"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	o.data = place
	if got := o.command("tokens"); !strings.Contains(got, "gaoyang") {
		t.Errorf("the copy's tokens: %s", got)
	}
}

func TestACommandAtAWrongPathMakesNoCenterThere(t *testing.T) {
	password := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(password, []byte("ein-langes-wort\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, data: filepath.Join(t.TempDir(), "wrong")}
	for _, words := range [][]string{{"tokens"}, {"person", "list"}, {"revoke", "012345678901"}, {"snapshot", "x.db"}, {"pin"},
		{"enrol", "--kind", "outlet", "--name", "gaoyang"}, {"person", "add", "--name", "wang", "--password-file", password}} {
		if _, err := o.try(words...); err == nil {
			t.Error(words)
		}
	}
	if _, err := os.Stat(o.data); !os.IsNotExist(err) {
		t.Error("something was made there")
	}
}

// TestAHallThatWasRestoredGoesOnWhenAPersonSaysSo: and one that was only copied is sent back.
func TestAHallThatWasRestoredGoesOnWhenAPersonSaysSo(t *testing.T) {
	o := openOffice(t, "127.0.0.1:0", func() time.Time { return centertest.Start.AddDate(0, 0, 1) })
	token, _ := o.d.EnrolOutlet(t.Context(), "gaoyang")
	l := centertest.New("gaoyang").Visits(2)
	send := func() int {
		t.Helper()
		body, _ := json.Marshal(api.Batch{Events: l.Events})
		return o.ask(http.MethodPost, api.OutletPath("gaoyang", "events"), token, body)
	}
	if got := send(); got != 200 {
		t.Fatal(got)
	}
	l.Epoch()
	if got := send(); got != 409 {
		t.Fatal(got)
	}
	list := strings.Fields(o.command("epochs"))
	id := list[len(list)-8]
	if got := send(); !strings.Contains(strings.Join(list, " "), "gaoyang 2") || got != 409 {
		t.Fatalf("%v, %d", list, got)
	}
	if got := o.command("halls"); !strings.Contains(got, "gaoyang") {
		t.Error(got)
	}
	admin, _ := o.d.Enrol(t.Context(), center.KindAdmin, "ops")
	asks := func(want bool) {
		t.Helper()
		if list, err := o.desk(admin).Outlets(t.Context()); err != nil || len(list) != 1 || (list[0].Asks != nil) != want {
			t.Errorf("asks: %+v %v, want %v", list, err, want)
		}
	}
	asks(true)
	o.command("epochs", "accept", id)
	asks(false)
	if got := send(); got != 200 {
		t.Fatal("accepted:", got)
	}
	if got, err := o.try("epochs", "refuse", id); err == nil || !strings.Contains(err.Error(), "undo it") {
		t.Errorf("refused when its log is here: %s %v", got, err)
	}
	if got := o.command("epochs", "undo", id); !strings.Contains(got, "epoch 2 of gaoyang is undone") || !strings.Contains(got, "up to 1.") {
		t.Error(got)
	}
	if got := send(); got != 409 {
		t.Error("sent back:", got)
	}
	if got := o.command("epochs", "refuse", id); !strings.Contains(got, "refused") {
		t.Error(got)
	}
	asks(false)
	// the same over the wire
	if got := o.ask(http.MethodPost, api.EpochPath(id, "accept"), admin, nil); got != 422 {
		t.Error("without a key:", got)
	}
	say := func(answer, key string) {
		t.Helper()
		if err := o.desk(admin).AnswerEpoch(t.Context(), id, answer, key); err != nil {
			t.Error(answer, err)
		}
	}
	first := uuid.NewString()
	say("accept", first)
	if got := send(); got != 200 {
		t.Error("accepted over the wire:", got)
	}
	say("undo", uuid.NewString())
	say("accept", first) // the network repeats it
	if got := send(); got != 409 {
		t.Error("an acceptance that was repeated after the undo took the log again:", got)
	}
	if err := o.desk(token).AnswerEpoch(t.Context(), id, "accept", uuid.NewString()); hall.CodeOf(err) != hall.Denied {
		t.Error("a hall's token answers:", err)
	}
	if got := o.ask(http.MethodGet, api.EpochsAt, token, nil); got != 403 {
		t.Error("a hall's token:", got)
	}
}
