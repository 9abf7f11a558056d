package gateway_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
	"unicode"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/gateway"
)

// hall is a gateway with a machine of each kind that delivers something, none of which anybody waits for.
func hall(f *testing.F) *gateway.Gateway {
	g := gateway.New(gateway.Options{Owner: gateway.Tokens(map[string]string{"right": "us"})})
	for _, kind := range []string{"scanner", "idcard", "evaluator", "cash", "queue", "printer"} {
		if w := put(g, http.MethodPut, "/"+kind, []byte(`{"kind":"`+kind+`"}`)); w.Code != http.StatusOK {
			f.Fatal(w.Body)
		}
	}
	return g
}

// put gives a body to the gateway without a wire. The key is made of the body, as an adapter would repeat it.
func put(g *gateway.Gateway, method, path string, body []byte) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, gateway.Root+path, bytes.NewReader(body))
	sum := sha256.Sum256(append([]byte(path), body...))
	r.Header.Set("Authorization", "Bearer right")
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", hex.EncodeToString(sum[:16]))
	w := httptest.NewRecorder()
	g.Handler().ServeHTTP(w, r)
	return w
}

// answered: whatever was said, the answer is one of ours.
func answered(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	if !json.Valid(w.Body.Bytes()) || w.Code >= 500 && w.Code != http.StatusServiceUnavailable {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if w.Code >= 400 && w.Header().Get("Content-Type") != gateway.ProblemType {
		t.Fatalf("%d is no problem+json: %s", w.Code, w.Body)
	}
}

// words are bodies that adapters send, whole and broken.
var words = []string{
	`{"kind":"scanner","maker":"X","model":"Y","adapter":"z 1.0"}`, `{"kind":"toaster"}`, `{"state":"ready"}`,
	`{"state":"fault","code":"printer.paper-out","detail":"no paper","pending":"j1"}`, `{"state":"warning","code":"made.up"}`,
	`{"type":"code","code":"00132702314471"}`, `{"type":"code","code":"\u0000\u001b[2J\ufeff"}`, `{"type":"code","score":{"prompt":"1","value":5}}`,
	`{"type":"card","card":{"layout":"resident","name":"测试一","number":"11010519491231002X","birth":"19491231","until":"长期"}}`, `{"type":"lifted"}`,
	`{"type":"score","score":{"prompt":"p1","value":9}}`, `{"type":"money","money":{"fen":1000}}`, `{"type":"money","money":{"fen":-1,"currency":"CNYY"}}`,
	`{"type":"number","number":{"service":"1"}}`, `{"result":"done"}`, `{"result":"failed","code":"printer.jam","reference":"r","means":"wechat"}`,
	``, `null`, `[]`, `{"type":`, `{"kind":"queue","kind":"cash"}`, "\xff\xfe{}", `{"state":"ready","detail":1e999}`, `{"type":"code","code":"x"} {"type":"lifted"}`,
}

// FuzzRegistration has adapters say anything of their machine, and of how it is.
func FuzzRegistration(f *testing.F) {
	for _, w := range words {
		f.Add([]byte(w))
	}
	g := hall(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		answered(t, put(g, http.MethodPut, "/new", body))
		answered(t, put(g, http.MethodPut, "/printer/status", body))
		for _, v := range g.List() {
			if len([]rune(v.Maker+v.Model+v.Adapter)) > 240 || len([]rune(v.Report.Detail)) > 200 {
				t.Fatalf("longer than the description says: %+v", v)
			}
		}
	})
}

// FuzzInput has adapters deliver anything: to machines that nobody listens to, and to a scanner that somebody does.
func FuzzInput(f *testing.F) {
	for _, w := range words {
		f.Add([]byte(w))
	}
	g := hall(f)
	bad, stop := listened(f, g)
	defer stop()
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, name := range []string{"scanner", "idcard", "evaluator", "cash", "queue", "printer", "nobody"} {
			answered(t, put(g, http.MethodPost, "/"+name+"/inputs", body))
		}
		select {
		case code := <-bad:
			t.Fatalf("a code with signs that nobody can print: %q", code)
		default:
		}
	})
}

// listened opens the scanner and gives the codes that should not have come in.
func listened(f *testing.F, g *gateway.Gateway) (bad <-chan string, stop func()) {
	d, err := g.Open("scanner")
	if err != nil {
		f.Fatal(err)
	}
	codes := make(chan string, 1)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = d.(hardware.Scanner).Scan(ctx, func(s hardware.Scan) {
			for _, r := range s.Code {
				if !unicode.IsPrint(r) {
					select {
					case codes <- s.Code:
					default:
					}
				}
			}
		})
	}()
	return codes, func() { cancel(); <-done; d.Close() }
}

// FuzzAck has adapters say anything of work that they were never given.
func FuzzAck(f *testing.F) {
	for _, w := range words {
		f.Add("1", []byte(w))
	}
	f.Add("../../x", []byte(`{"result":"done"}`))
	g := hall(f)
	f.Fuzz(func(t *testing.T, id string, body []byte) {
		w := put(g, http.MethodPost, "/printer/outputs/"+hex.EncodeToString([]byte(id))+"/ack", body)
		answered(t, w)
		if w.Code == http.StatusOK {
			t.Fatalf("work that was never given is acknowledged: %s", w.Body)
		}
	})
}
