package gateway_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/gateway"
)

type rig struct {
	*gateway.Gateway
	url string
}

func start(t *testing.T, o gateway.Options) rig {
	t.Helper()
	o.Owner = gateway.Tokens(map[string]string{"right": "us", "other": "them"})
	g := gateway.New(o)
	s := httptest.NewServer(g.Handler())
	t.Cleanup(func() { s.CloseClientConnections(); s.Close() })
	return rig{g, s.URL}
}

// ask sends one request and gives status and body.
func (r rig) ask(t *testing.T, method, path, token, key, body string) (int, map[string]any) {
	t.Helper()
	req, _ := http.NewRequestWithContext(t.Context(), method, r.url+path, strings.NewReader(body))
	req.Header.Set("Authorization", "Bearer "+token)
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	var m map[string]any
	json.Unmarshal(text, &m)
	if res.StatusCode >= 400 && res.Header.Get("Content-Type") != gateway.ProblemType {
		t.Errorf("%s %s: %d is no problem+json: %s", method, path, res.StatusCode, text)
	}
	return res.StatusCode, m
}

func (r rig) join(t *testing.T, name, kind string) {
	t.Helper()
	if code, m := r.ask(t, "PUT", gateway.Root+"/"+name, "right", "", `{"kind":"`+kind+`","model":"X1"}`); code != 200 || m["missing_after_ms"] == nil {
		t.Fatal(code, m)
	}
}

// outputs opens a machine's stream.
func (r rig) outputs(t *testing.T, name, last string) (next func() (string, gateway.Output), cut func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	req, _ := http.NewRequestWithContext(ctx, "GET", r.url+gateway.Root+"/"+name+"/outputs", nil)
	req.Header.Set("Authorization", "Bearer right")
	req.Header.Set("Last-Event-ID", last)
	res, err := http.DefaultClient.Do(req)
	if err != nil || res.StatusCode != 200 {
		t.Fatal(res, err)
	}
	lines := bufio.NewScanner(res.Body)
	return func() (id string, o gateway.Output) {
		t.Helper()
		for lines.Scan() {
			field, value, _ := bytes.Cut(lines.Bytes(), []byte(": "))
			switch string(field) {
			case "id":
				id = string(value)
			case "data":
				if err := json.Unmarshal(value, &o); err != nil {
					t.Fatal(err)
				}
				return id, o
			}
		}
		t.Fatal("the stream ended", lines.Err())
		return
	}, cancel
}

func (r rig) ack(t *testing.T, name, id, body string) (int, map[string]any) {
	t.Helper()
	return r.ask(t, "POST", gateway.Root+"/"+name+"/outputs/"+id+"/ack", "right", "", body)
}

func open[T any](t *testing.T, r rig, name string) T {
	t.Helper()
	d, err := r.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d.(T)
}

type printed struct {
	hardware.Outcome
	err error
}

func printing(ctx context.Context, p hardware.Printer) <-chan printed {
	done := make(chan printed, 1)
	go func() {
		o, err := p.Print(ctx, hardware.Slip{Job: "j1", Blocks: []hardware.Block{hardware.Number{Text: "A001"}}})
		done <- printed{o, err}
	}()
	return done
}

func await[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(time.Minute):
		t.Fatal("nothing came")
	}
	panic("unreachable")
}

func TestAPrintoutEndsAsItsAdapterSays(t *testing.T) {
	r := start(t, gateway.Options{})
	r.join(t, "east", "printer")
	p := open[hardware.Printer](t, r, "east")
	next, _ := r.outputs(t, "east", "")
	for _, c := range []struct {
		ack  string
		want hardware.Result
		code hardware.Code
	}{
		{`{"result":"done"}`, hardware.Printed, ""},
		{`{"result":"failed","code":"printer.paper-out"}`, hardware.NotPrinted, hardware.PrinterPaperOut},
		{`{"result":"failed","code":"made.up"}`, hardware.NotPrinted, hardware.Failed},
		{`{"result":"uncertain"}`, hardware.Uncertain, hardware.PrinterUnconfirmed},
	} {
		done := printing(t.Context(), p)
		_, o := next()
		if o.Type != gateway.OutSlip || o.Slip.Plain[0] != "A001" || o.Again || o.WithinMS < 1000 {
			t.Fatalf("%+v", o)
		}
		if code, m := r.ack(t, "east", o.ID, c.ack); code != 200 || m["repeated"] != false {
			t.Fatal(code, m)
		}
		if got := await(t, done); got.Result != c.want || got.Reason != c.code || (got.err == nil) != (c.code == "") {
			t.Errorf("%s: %+v", c.ack, got)
		}
		if code, m := r.ack(t, "east", o.ID, c.ack); code != 200 || m["repeated"] != true {
			t.Error("repeated:", code, m)
		}
	}
}

func TestSilenceIsNeverPrintedAndNeverNotPrinted(t *testing.T) {
	r := start(t, gateway.Options{})
	r.join(t, "east", "printer")
	p := open[hardware.Printer](t, r, "east")
	soon := func(d time.Duration) context.Context {
		ctx, cancel := context.WithTimeout(t.Context(), d)
		t.Cleanup(cancel)
		return ctx
	}
	if got := await(t, printing(soon(50*time.Millisecond), p)); got.Result != hardware.NotPrinted || got.Reason != hardware.Missing {
		t.Errorf("nobody fetched it: %+v", got)
	}
	next, cut := r.outputs(t, "east", "")
	done := printing(soon(time.Second), p) // it must be fetched meanwhile
	place, o := next()
	if got := await(t, done); got.Result != hardware.Uncertain || got.Reason != hardware.PrinterUnconfirmed {
		t.Errorf("fetched and not acknowledged: %+v", got)
	}
	st, _ := p.Status(t.Context())
	if st.Pending != "j1" {
		t.Errorf("it may still come out: %+v", st)
	}
	if _, w := next(); w.Type != gateway.OutWithdraw || w.Withdraw != o.ID {
		t.Errorf("%+v", w)
	}
	if code, m := r.ack(t, "east", o.ID, `{"result":"done"}`); code != 410 || m["code"] != "too-late" {
		t.Error(code, m)
	}
	if st, _ := p.Status(t.Context()); st.Pending != "" {
		t.Errorf("its end is known: %+v", st)
	}
	cut()
	done = printing(t.Context(), p)
	next, cut = r.outputs(t, "east", place)
	place, o = next()
	cut()
	next, cut = r.outputs(t, "east", "") // an adapter that starts anew, without a place
	if _, again := next(); again.ID != o.ID || !again.Again {
		t.Errorf("handed over again: %+v", again)
	}
	r.ack(t, "east", o.ID, `{"result":"done"}`)
	if got := await(t, done); got.Result != hardware.Printed {
		t.Errorf("%+v", got)
	}
	cut()
	next, _ = r.outputs(t, "east", place) // replaces the one before, whether that has ended or not
	printing(t.Context(), p)
	if _, fresh := next(); fresh.ID == o.ID || fresh.Again {
		t.Errorf("resumed: %+v", fresh)
	}
}

func TestAMachineThatFallsSilentIsMissing(t *testing.T) {
	r := start(t, gateway.Options{Silent: 300 * time.Millisecond})
	if _, err := r.Open("gun"); hardware.CodeOf(err) != hardware.Missing {
		t.Error("before it joined:", err)
	}
	r.join(t, "gun", "scanner")
	s := open[hardware.Scanner](t, r, "gun")
	if err := s.Scan(t.Context(), func(hardware.Scan) {}); hardware.CodeOf(err) != hardware.Missing {
		t.Error("silent:", err)
	}
	if code, _ := r.ask(t, "PUT", gateway.Root+"/gun/status", "right", "", `{"state":"warning","code":"device.in-use"}`); code != 200 {
		t.Fatal(code)
	}
	if st, err := s.(interface {
		Status(context.Context) (hardware.Status, error)
	}).Status(t.Context()); st.State != hardware.Warning || st.Code != hardware.InUse || err != nil {
		t.Errorf("%+v %v", st, err)
	}
	if code, _ := r.ask(t, "DELETE", gateway.Root+"/gun", "right", "", ""); code != 200 {
		t.Fatal(code)
	}
	if v := r.List(); v[0].Report.State != hardware.Absent {
		t.Errorf("signed off: %+v", v)
	}
}

func TestAnInputCountsOnce(t *testing.T) {
	r := start(t, gateway.Options{})
	r.join(t, "gun", "scanner")
	s := open[hardware.Scanner](t, r, "gun")
	const in = gateway.Root + "/gun/inputs"
	if code, m := r.ask(t, "POST", in, "right", "key-0001", `{"type":"code","code":"H1"}`); code != 409 || m["code"] != "not-asked" {
		t.Error("nobody scans:", code, m)
	}
	codes, ended := make(chan string, 10), make(chan error, 1)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { ended <- s.Scan(ctx, func(c hardware.Scan) { codes <- c.Code }) }()
	for code := 0; code != 200; { // the scan has begun
		code, _ = r.ask(t, "POST", in, "right", "key-0001", `{"type":"code","code":"H1"}`)
	}
	for range 3 {
		if code, m := r.ask(t, "POST", in, "right", "key-0001", `{"type":"code","code":"H1"}`); code != 200 || m["repeated"] != true {
			t.Error(code, m)
		}
	}
	if code, m := r.ask(t, "POST", in, "right", "key-0001", `{"type":"code","code":"H2"}`); code != 422 || m["code"] != "key-reused" {
		t.Error(code, m)
	}
	r.ask(t, "POST", in, "right", "key-0002", `{"type":"code","code":"H\u00073"}`)
	if a, b := await(t, codes), await(t, codes); a != "H1" || b != "H3" {
		t.Error(a, b)
	}
	cancel()
	if err := await(t, ended); err != context.Canceled {
		t.Error(err)
	}
}

func TestACardIsReadAndNotKept(t *testing.T) {
	r := start(t, gateway.Options{})
	r.join(t, "ids", "idcard")
	d := open[hardware.IDReader](t, r, "ids")
	const card = `{"type":"card","card":{"layout":"resident","name":"张三","number":"11010519491231002X"}}`
	for range 2 { // laid down before it was asked for, and the answer lost
		if code, m := r.ask(t, "POST", gateway.Root+"/ids/inputs", "right", "card-0001", card); code != 200 {
			t.Fatal(code, m)
		}
	}
	c, err := d.Read(t.Context())
	if err != nil || c.Name != "张三" || c.Check != hardware.NumberGood {
		t.Fatal(c, err)
	}
	soon, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := d.Read(soon); hardware.CodeOf(err) != hardware.Canceled {
		t.Error("read twice:", err)
	}
	lifted := make(chan error, 1)
	go func() { lifted <- d.Lifted(t.Context()) }()
	r.ask(t, "POST", gateway.Root+"/ids/inputs", "right", "lift-0001", `{"type":"lifted"}`)
	if err := await(t, lifted); err != nil {
		t.Error(err)
	}
}

func TestAForeignQueueMachineGetsItsNumber(t *testing.T) {
	r := start(t, gateway.Options{})
	r.join(t, "old", "queue")
	q := open[hardware.QueueMachine](t, r, "old")
	next, _ := r.outputs(t, "old", "")
	told := make(chan error, 1)
	go q.Serve(t.Context(), func(_ context.Context, n hardware.NumberRequest) (hardware.NumberAnswer, error) {
		return hardware.NumberAnswer{Number: n.Service + "023", Ahead: 4}, nil
	}, func(_ hardware.NumberRequest, _ hardware.NumberAnswer, err error) { told <- err })
	for code := 0; code != 200; {
		code, _ = r.ask(t, "POST", gateway.Root+"/old/inputs", "right", "want-0001", `{"type":"number","number":{"service":"A"}}`)
	}
	_, o := next()
	if o.Type != gateway.OutTicket || o.Ticket.Request != "want-0001" || o.Ticket.Number != "A023" || o.Ticket.Ahead != 4 {
		t.Fatalf("%+v", o)
	}
	r.ack(t, "old", o.ID, `{"result":"done"}`)
	if err := await(t, told); err != nil {
		t.Error(err)
	}
}

func TestMoneyIsCreditedOnceAndNeverForgotten(t *testing.T) {
	r := start(t, gateway.Options{})
	r.join(t, "notes", "cash")
	d := open[hardware.CashAcceptor](t, r, "notes")
	next, _ := r.outputs(t, "notes", "")
	note := func(key string) (int, map[string]any) {
		return r.ask(t, "POST", gateway.Root+"/notes/inputs", "right", key, `{"type":"money","money":{"fen":10000}}`)
	}
	if code, _ := note("note-0000"); code != 409 || len(d.(hardware.CashBook).Doubts()) != 1 {
		t.Error("money nobody asked for:", code, d.(hardware.CashBook).Doubts())
	}
	ctx, cancel := context.WithCancel(t.Context())
	credits, ended := make(chan hardware.Cash, 10), make(chan error, 1)
	go func() {
		ended <- d.Take(ctx, hardware.Intake{Payment: "p1", Credit: func(c hardware.Cash) error { credits <- c; return nil }})
	}()
	_, o := next()
	r.ack(t, "notes", o.ID, `{"result":"done"}`)
	for range 2 {
		if code, m := note("note-0001"); code != 200 {
			t.Fatal(code, m)
		}
	}
	cancel()
	_, o = next()
	if code, _ := note("note-0002"); o.Type != gateway.OutStop || code != 200 {
		t.Error("under way while it shuts:", o, code)
	}
	r.ack(t, "notes", o.ID, `{"result":"done"}`)
	if err := await(t, ended); err == nil || ctx.Err() == nil {
		t.Error(err)
	}
	if len(credits) != 2 || (<-credits).ID != "note-0001" || (<-credits).Fen != 10000 {
		t.Error("credited", len(credits))
	}
}

func TestAVisitorIsAskedOnceAboutATicket(t *testing.T) {
	r := start(t, gateway.Options{Deadline: 2 * time.Second})
	r.join(t, "keys", "evaluator")
	var e hardware.Evaluator = open[gateway.Evaluator](t, r, "keys")
	next, _ := r.outputs(t, "keys", "")
	ask := func(ticket string) <-chan hardware.Score {
		done := make(chan hardware.Score, 1)
		go func() {
			s, err := e.Ask(t.Context(), hardware.Prompt{Ticket: ticket, Number: "A001"})
			if err != nil {
				t.Error(err)
			}
			done <- s
		}()
		return done
	}
	done := ask("t1")
	_, o := next()
	r.ack(t, "keys", o.ID, `{"result":"done"}`)
	press := func(key, prompt string) (int, map[string]any) {
		return r.ask(t, "POST", gateway.Root+"/keys/inputs", "right", key, `{"type":"score","score":{"prompt":"`+prompt+`","value":5}}`)
	}
	if code, m := press("press-01", "other.1"); code != 409 || m["code"] != "not-asked" {
		t.Error("of another prompt:", code, m)
	}
	if code, m := press("press-02", o.ID); code != 200 {
		t.Fatal(code, m)
	}
	if s := await(t, done); s.Level != 5 || s.Ticket != "t1" {
		t.Errorf("%+v", s)
	}
	if _, err := e.Ask(t.Context(), hardware.Prompt{Ticket: "t1"}); hardware.CodeOf(err) != hardware.EvaluatorRated {
		t.Error("asked twice:", err)
	}
	done = ask("t2")
	_, o = next()
	r.ack(t, "keys", o.ID, `{"result":"done"}`)
	if s := await(t, done); s.Level != hardware.NotRated {
		t.Errorf("nobody pressed: %+v", s)
	}
	if _, w := next(); w.Withdraw != o.ID {
		t.Errorf("%+v", w)
	}
}

func TestWhoMayNotIsToldWhy(t *testing.T) {
	r := start(t, gateway.Options{Backlog: 1})
	r.join(t, "led", "led")
	const one = gateway.Root + "/led"
	for _, c := range []struct {
		method, path, token, key, body string
		status                         int
		code                           string
	}{
		{"GET", gateway.Root, "wrong", "", "", 401, "unauthenticated"},
		{"PUT", one, "other", "", `{"kind":"led"}`, 403, "not-yours"},
		{"PUT", one + "/status", "other", "", `{"state":"ready"}`, 403, "not-yours"},
		{"PUT", gateway.Root + "/none/status", "right", "", `{"state":"ready"}`, 404, "unknown-device"},
		{"PUT", one, "right", "", `{"kind":"voice"}`, 409, "kind-fixed"},
		{"PUT", gateway.Root + "/a_b", "right", "", `{"kind":"led"}`, 422, "invalid"},
		{"PUT", one + "/status", "right", "", `{"state":"happy"}`, 422, "invalid"},
		{"POST", one + "/inputs", "right", "12345678", `{"type":"code","code":"1"}`, 422, "wrong-type"},
		{"POST", one + "/inputs", "right", "12345678", `{"type":"code"}`, 422, "invalid"},
		{"POST", one + "/inputs", "right", "", `{"type":"code","code":"1"}`, 422, "invalid"},
		{"POST", one + "/outputs/x.1/ack", "right", "", `{"result":"done"}`, 404, "unknown-output"},
		{"PATCH", one, "right", "", "", 405, "wrong-method"},
		{"GET", "/api/v2", "right", "", "", 404, "no-such-path"},
		{"PUT", one + "/status", "right", "", `{"state":"ready","detail":"` + strings.Repeat("x", 20<<10) + `"}`, 413, "too-large"},
	} {
		if status, m := r.ask(t, c.method, c.path, c.token, c.key, c.body); status != c.status || m["code"] != c.code {
			t.Errorf("%s %s %.60s: %d %v, want %d %s", c.method, c.path, c.body, status, m, c.status, c.code)
		}
	}
	l := open[hardware.LED](t, r, "led")
	if _, err := r.Open("led"); hardware.CodeOf(err) != hardware.InUse {
		t.Error("opened twice:", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	both := make(chan error, 2)
	for range 2 {
		go func() { both <- l.Show(ctx, hardware.Panel{Number: "A1"}) }()
	}
	if a := await(t, both); hardware.CodeOf(a) != hardware.GatewayBacklog {
		t.Error("the second at once:", a)
	}
	cancel()
	await(t, both)
}

func TestTheDescriptionIsComplete(t *testing.T) {
	r := start(t, gateway.Options{})
	res, err := http.Get(r.url + "/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	for _, want := range []string{"withdraw", "text/event-stream", "Idempotency-Key", "printer.paper-out", "gateway.unsupported", `"Problem"`, "acknowledge"} {
		if !bytes.Contains(text, []byte(want)) {
			t.Errorf("no %s in it", want)
		}
	}
}
