package hallnode_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center"
	"github.com/brighthall/brighthall/sync/client"
	"github.com/brighthall/brighthall/sync/wire"
)

// What the hall is told of one person. Nobody but the staff at the counters may read the notes, and no file may hold
// them.
const (
	idNumber   = "330102199001011234"
	heldWord   = "张三丰，身份证 330102199001011234，等女儿送来"
	handedWord = "Mrs. O'Neill, deaf, \"phone\" 13812345678"
	saidWord   = "营业员李四骂人"
	pauseWord  = "wangwu.to.hospital"
)

var words = []string{heldWord, handedWord, "13812345678", "张三丰", idNumber}

// sharedLog is a log that several goroutines write.
type sharedLog struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *sharedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *sharedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// office is a hall with a center, where one visitor was written about.
type office struct {
	t       *testing.T
	dir     string // of hall and center
	node    *hallnode.Node
	stop    func()
	up      *centerd.Daemon
	admin   string // token at the center
	log     *sharedLog
	tokens  map[wire.Kind]string
	counter *client.Client
	held    hall.Standing // with a note, on hold
	handed  hall.Standing // with a note, transferred: it waits
	rated   hall.Standing
	began   hall.Cursor
}

func newOffice(t *testing.T) *office {
	o := &office{t: t, dir: t.TempDir(), log: &sharedLog{}, tokens: map[wire.Kind]string{}}
	log := slog.New(slog.NewTextHandler(o.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	up, err := centerd.Open(t.Context(), centerd.Options{Data: filepath.Join(o.dir, "center"), Listen: "127.0.0.1:0", Log: log})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- up.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	o.up = up
	token := o.must(up.EnrolOutlet(t.Context(), "demo"))
	o.admin = o.must(up.Enrol(t.Context(), center.KindAdmin, "manager"))
	o.node, o.stop = start(t, hallnode.Options{Data: filepath.Join(o.dir, "hall"), Listen: "127.0.0.1:0", Log: log,
		Center: hallnode.Center{URL: up.URL, Token: token}})
	for _, kind := range wire.Kinds {
		o.tokens[kind] = o.must(o.node.Enrol(t.Context(), string(kind), string(kind)))
	}
	o.write()
	return o
}

func (o *office) must(s string, err error) string {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	return s
}

func (o *office) far(kind wire.Kind) *client.Client {
	return client.New(o.node.URL, o.tokens[kind], client.Options{Pin: o.node.Pin})
}

// write lets a teller write about visitors whatever can be written.
func (o *office) write() {
	ctx := o.t.Context()
	o.counter = o.far(wire.Counter)
	o.began = o.node.Authority.Cursor()
	take := func(customer hall.CustomerID) hall.Standing {
		s, err := o.far(wire.Kiosk).Issue(ctx, hall.IssueRequest{ID: hall.TicketID(key()), Service: "H", Source: hall.FromKiosk, Customer: customer})
		if err != nil {
			o.t.Fatal(err)
		}
		return s
	}
	_, err := o.counter.Desk(ctx, hall.CounterAction{Key: key(), Counter: "3", Verb: hall.OpenCounter, Teller: "t03", PIN: "246810"})
	if err != nil {
		o.t.Fatal(err)
	}
	o.held, o.handed, o.rated = take(idNumber), take(""), take("")
	act := func(id hall.TicketID, v hall.Verb, a hall.Action) {
		a.Key, a.Ticket, a.Verb, a.Counter = key(), id, v, "3"
		if _, err := o.counter.Act(ctx, a); err != nil {
			o.t.Fatalf("%s: %v", v, err)
		}
	}
	for _, id := range []hall.TicketID{o.held.ID, o.handed.ID, o.rated.ID} {
		act(id, hall.Call, hall.Action{})
		act(id, hall.Start, hall.Action{})
		switch id {
		case o.held.ID:
			act(id, hall.Hold, hall.Action{Note: heldWord})
		case o.handed.ID:
			act(id, hall.Hold, hall.Action{ForAnyone: true})
			act(id, hall.Transfer, hall.Action{ToCounter: "3", Note: handedWord})
		case o.rated.ID:
			act(id, hall.Finish, hall.Action{})
			o.refused(o.counter.Act(ctx, hall.Action{Key: key(), Ticket: id, Verb: hall.Evaluate, Counter: "3", Level: new(1), Reasons: []string{saidWord}}))
			act(id, hall.Evaluate, hall.Action{Level: new(1), Reasons: []string{"manner"}})
		}
	}
	_, err = o.counter.Desk(ctx, hall.CounterAction{Key: key(), Counter: "3", Verb: hall.PauseCounter, Reason: pauseWord})
	o.refused(hall.Ticket{}, err)
	if _, err := o.counter.Desk(ctx, hall.CounterAction{Key: key(), Counter: "3", Verb: hall.PauseCounter, Reason: "rest"}); err != nil {
		o.t.Fatal(err)
	}
}

// refused is a free word where the log has only keys.
func (o *office) refused(_ hall.Ticket, err error) {
	o.t.Helper()
	if hall.CodeOf(err) != hall.Invalid {
		o.t.Errorf("a word of the teller's own is taken: %v", err)
	}
}

// ask is the answer of one operation as one kind of terminal, whatever it says.
func (o *office) ask(kind wire.Kind, method, path string) string {
	body := io.Reader(http.NoBody)
	if method == http.MethodPost {
		body = strings.NewReader("{}")
	}
	ctx, cancel := context.WithTimeout(o.t.Context(), 20*time.Second)
	defer cancel()
	r, _ := http.NewRequestWithContext(ctx, method, o.node.URL+path, body)
	r.Header.Set("Authorization", "Bearer "+o.tokens[kind])
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set(wire.HeaderKey, key())
	if path == wire.Events {
		r.Header.Set(wire.HeaderLast, o.began.String())
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	if path == wire.Events && res.StatusCode == http.StatusOK {
		return o.streamed(res.Body)
	}
	text, err := io.ReadAll(res.Body)
	if err != nil {
		o.t.Fatal(err)
	}
	return string(text)
}

// streamed is a stream up to the last event there is.
func (o *office) streamed(stream io.Reader) string {
	var text strings.Builder
	frames, last := wire.NewReader(io.TeeReader(stream, &text)), o.node.Authority.Cursor()
	for {
		f, err := frames.Next()
		if err != nil {
			o.t.Fatalf("the stream ended with %v after %q", err, text.String())
		}
		if f.Place == last {
			return text.String()
		}
	}
}

// operations are all routes of the node with the visitors of the office in them, from its own description.
func (o *office) operations() (all [][2]string) {
	res, err := http.Get(o.node.URL + "/openapi.json")
	if err != nil {
		o.t.Fatal(err)
	}
	defer res.Body.Close()
	var doc struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.NewDecoder(res.Body).Decode(&doc); err != nil {
		o.t.Fatal(err)
	}
	for path, methods := range doc.Paths {
		for method := range methods {
			method := strings.ToUpper(method)
			switch {
			case strings.Contains(path, "{token}"):
				for _, s := range []hall.Standing{o.held, o.handed, o.rated} {
					_, token, _ := strings.Cut(s.URL, wire.Page)
					all = append(all, [2]string{method, wire.Page + token})
				}
			case path == wire.Tickets && method == http.MethodGet:
				for _, s := range []hall.Standing{o.held, o.handed} {
					all = append(all, [2]string{method, path + "?code=" + s.Code}, [2]string{method, path + "?code=" + "x/t/" + o.token(s)})
				}
			case strings.HasPrefix(path, wire.Tickets+"/"):
				for _, s := range []hall.Standing{o.held, o.handed, o.rated} {
					all = append(all, [2]string{method, strings.Replace(path, "{id}", string(s.ID), 1)})
				}
			default:
				all = append(all, [2]string{method, strings.Replace(path, "{id}", "3", 1)})
			}
		}
	}
	slices.SortFunc(all, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) }) // reads first
	return all
}

func (o *office) token(s hall.Standing) string {
	_, rest, _ := strings.Cut(s.URL, wire.Page)
	token, _, _ := strings.Cut(rest, "?")
	return token
}

// TestNoKindButTheCountersReadsWhatWasNoted asks every operation as every kind of terminal and looks for the seeded
// words.
func TestNoKindButTheCountersReadsWhatWasNoted(t *testing.T) {
	o := newOffice(t)
	operations := o.operations()
	if len(operations) < 30 {
		t.Fatalf("only %d operations", len(operations))
	}
	got, err := o.counter.Hall(t.Context())
	if err != nil || len(got.Held) != 1 || got.Held[0].Note != heldWord {
		t.Errorf("the counter reads %+v %v", got.Held, err)
	}
	if line, err := o.counter.Line(t.Context(), "3", 10); err != nil || len(line) != 1 || line[0].Ticket.Note != handedWord {
		t.Errorf("the counter's line is %+v %v", line, err)
	}
	idle := client.New(o.node.URL, o.must(o.node.Enrol(t.Context(), string(wire.Counter), "C09")), client.Options{Pin: o.node.Pin})
	if got, err := idle.Hall(t.Context()); err != nil || len(got.Held) != 1 || got.Held[0].Note+got.Held[0].TokenHash != "" {
		t.Errorf("a counter where nobody is signed in reads %+v %v", got.Held, err)
	}
	if s, err := idle.Ticket(t.Context(), o.held.ID); err != nil || s.Note+s.TokenHash != "" {
		t.Errorf("a counter where nobody is signed in reads %+v %v", s, err)
	}
	if text := o.ask(wire.Counter, http.MethodGet, wire.Events); strings.Contains(text, heldWord) || strings.Contains(text, "13812345678") {
		t.Error("a note is in an event")
	}
	read := map[string]bool{}
	for _, kind := range []wire.Kind{wire.Display, wire.Media, wire.Admin, wire.Kiosk} { // the kiosk's verbs change what the others would read
		hidden := append([]string{saidWord, pauseWord, o.held.Code, o.handed.Code, o.token(o.held), o.token(o.handed), hall.TokenHash(o.token(o.held))}, words...)
		for _, op := range operations {
			text := o.ask(kind, op[0], op[1])
			read[op[1]] = read[op[1]] || strings.Contains(text, string(o.held.No))
			for _, word := range hidden {
				if strings.Contains(text, word) && !o.may(kind, op[1], word) {
					t.Errorf("a %s reads %q in %s %s:\n%.300s", kind, word, op[0], op[1], text)
				}
			}
		}
	}
	if !read[wire.Hall] || !read[wire.Events] {
		t.Errorf("the office is not where it was looked for: %v", read)
	}
}

// may says who reads the secrets of a slip: its kiosk printed it; the manager's program lists whom to print it anew
// for; the visitor has it.
func (o *office) may(kind wire.Kind, path, word string) bool {
	for _, s := range []hall.Standing{o.held, o.handed} {
		switch word {
		case s.Code, o.token(s), hall.TokenHash(o.token(s)):
			return kind == wire.Admin || strings.HasPrefix(path, wire.Page) || kind == wire.Kiosk && strings.HasPrefix(path, wire.Tickets) && word != hall.TokenHash(o.token(s)) ||
				kind == wire.Kiosk && path == wire.Hall && word == s.Code
		}
	}
	return false
}

// TestNotesAreInNoFile looks for the seeded words in every file of the hall and of its center, in the center's answers
// and in the logs.
func TestNotesAreInNoFile(t *testing.T) {
	o := newOffice(t)
	last := o.node.Authority.Cursor()
	eventually(t, "the center has the log", func() bool {
		at, err := o.node.Store().Acked(t.Context(), "center")
		return err == nil && at == last
	})
	o.lookInFiles("while the hall runs")
	for _, path := range []string{"/api/v1/tickets", "/api/v1/tickets/" + string(o.held.ID), "/api/v1/tickets/" + string(o.handed.ID), "/api/v1/live?outlet=demo"} {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, o.up.URL+path, nil)
		r.Header.Set("Authorization", "Bearer "+o.admin)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(res.Body)
		res.Body.Close()
		if res.StatusCode != http.StatusOK || strings.HasSuffix(path, string(o.held.ID)) && !bytes.Contains(text, []byte(o.held.No)) {
			t.Errorf("GET %s: %d %.200s", path, res.StatusCode, text)
		}
		for _, word := range append([]string{hall.TokenHash(o.token(o.held)), o.token(o.held), o.held.Code}, words...) {
			if bytes.Contains(text, []byte(word)) {
				t.Errorf("the center tells %q in %s", word, path)
			}
		}
	}
	o.stop()
	o.lookInFiles("after it stopped")
	for _, word := range words {
		if strings.Contains(o.log.String(), word) {
			t.Errorf("the log says %q", word)
		}
	}
	n, _ := start(t, hallnode.Options{Data: filepath.Join(o.dir, "hall")})
	if s, err := n.Authority.Ticket(t.Context(), o.held.ID); err != nil || s.Note != heldWord {
		t.Errorf("after a restart the note is %q %v", s.Note, err)
	}
	if r, err := n.Store().Verify(t.Context()); err != nil || r.Count != 0 {
		t.Errorf("verify: %v %v", r.Problems, err)
	}
}

func (o *office) lookInFiles(when string) {
	o.t.Helper()
	err := filepath.WalkDir(o.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		for _, word := range words {
			escaped, _ := json.Marshal(word)
			if bytes.Contains(text, []byte(word)) || bytes.Contains(text, bytes.Trim(escaped, `"`)) {
				o.t.Errorf("%s, %s holds %q", when, filepath.Base(path), word)
			}
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
}
