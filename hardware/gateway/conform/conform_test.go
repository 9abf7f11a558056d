package conform_test

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/gateway"
	"github.com/brighthall/brighthall/hardware/gateway/adapter"
	"github.com/brighthall/brighthall/hardware/gateway/adapter/adaptertest"
	"github.com/brighthall/brighthall/hardware/gateway/conform"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
)

// TestTheReferenceAdapterKeepsEveryRule: old machine on its line, adapter, kit.
func TestTheReferenceAdapterKeepsEveryRule(t *testing.T) {
	t.Parallel()
	line, err := porttest.NewLine(t.TempDir(), "old", 9600)
	if err != nil {
		t.Fatal(err)
	}
	defer line.Close()
	file, _ := adapter.Templates.Open("templates/stx-etx.json")
	tpl, err := adapter.ReadTemplate(file)
	if err != nil {
		t.Fatal(err)
	}
	m := adaptertest.New(nil)
	ctx, cancel := context.WithCancel(t.Context())
	running := make(chan struct{}, 3)
	defer func() {
		cancel()
		for range 3 {
			<-running
		}
	}()
	report, err := conform.Run(ctx, conform.Options{Token: "t", Kind: hardware.KindQueue, Silent: 2 * time.Second, Wait: 30 * time.Second,
		Ready: func(url string) {
			b := adapter.NewBridge(tpl, func(ctx context.Context) (port.Port, error) { return port.Open(ctx, line.URL()+"?baud=9600") })
			l := adapter.NewLink(adapter.Options{URL: url, Token: "t", Name: "old", Registration: tpl.Registration()}, b)
			b.Deliver = l.Deliver
			go func() { m.Serve(ctx, hardwaretest.Cable(ctx, line)); running <- struct{}{} }()
			go func() { b.Run(ctx); running <- struct{}{} }()
			go func() { l.Run(ctx); running <- struct{}{} }()
		},
		Tell: func(string) { m.Act("press A") },
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range report.Results {
		if !r.Passed {
			t.Errorf("%s: %s", r.Rule, r.Found)
		}
	}
	if len(report.Results) != 17 || !report.OK() {
		t.Errorf("%d rules", len(report.Results))
	}
	if n := len(m.Printed()); n != 3 {
		t.Errorf("%d numbers printed for 3 presses", n)
	}
	if n := len(m.Called()); n != 3 {
		t.Errorf("%d calls shown, three were told, one of them twice", n)
	}
}

// TestABadAdapterIsToldWhatItDoesWrong: it registers once, opens the stream, and does nothing else well.
func TestABadAdapterIsToldWhatItDoesWrong(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	do := func(url, method, path, token, body string) {
		req, _ := http.NewRequestWithContext(ctx, method, url+gateway.Root+path, bytes.NewReader([]byte(body)))
		req.Header.Set("Authorization", "Bearer "+token)
		if res, err := http.DefaultClient.Do(req); err == nil && path != "/p/outputs" {
			res.Body.Close()
		}
	}
	report, err := conform.Run(ctx, conform.Options{Token: "t", Wait: time.Second, Silent: 5 * time.Second, Ready: func(url string) {
		go func() {
			do(url, "PUT", "/p", "wrong", `{"kind":"printer"}`)
			do(url, "PUT", "/p", "t", `{"kind":"printer"}`)
			do(url, "PUT", "/p/status", "t", `{"state":"fault","code":"printer.paperout"}`)
			do(url, "PUT", "/p/status", "t", `{"state":"sad"}`)
			do(url, "GET", "/p/outputs", "t", "")
		}()
	}})
	if err != nil || report.OK() || report.Kind != hardware.KindPrinter {
		t.Fatal(report, err)
	}
	failed := map[string]bool{}
	for _, r := range report.Results {
		failed[r.Rule] = !r.Passed
		if !r.Passed && (r.Do == "" || r.Found == "") {
			t.Errorf("%s: nothing said", r.Rule)
		}
	}
	for _, rule := range []string{"named", "reports", "works", "unsupported", "ack-lost", "resumes", "again", "restart", "token", "codes", "unrefused"} {
		if !failed[rule] {
			t.Errorf("%s was passed", rule)
		}
	}
	if failed["registers"] || failed["connects"] {
		t.Error(report.Results)
	}
}

func TestNobodyComes(t *testing.T) {
	report, err := conform.Run(t.Context(), conform.Options{Token: "t", Wait: 50 * time.Millisecond})
	if err != nil || len(report.Results) != 1 || report.OK() {
		t.Error(report, err)
	}
}

// Without a token the kit takes the adapter's own; whose requests carry none, or another, reads that it is the token.
func TestTheTokenNeedNotBeTold(t *testing.T) {
	for name, c := range map[string]struct {
		told, sent string
		registers  bool
	}{"its own": {"", "secret", true}, "the one that was told": {"secret", "secret", true}, "none": {"", "", false}, "another": {"secret", "wrong", false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := t.Context()
			ready := func(url string) {
				r, _ := http.NewRequestWithContext(ctx, http.MethodPut, url+gateway.Root+"/printer1", strings.NewReader(`{"kind":"printer","maker":"M","model":"P1","adapter":"a 1"}`))
				r.Header.Set("Content-Type", "application/json")
				if c.sent != "" {
					r.Header.Set("Authorization", "Bearer "+c.sent)
				}
				go func() {
					if answer, err := http.DefaultClient.Do(r); err == nil {
						answer.Body.Close()
					}
				}()
			}
			report, err := conform.Run(ctx, conform.Options{Token: c.told, Wait: time.Second, Ready: ready})
			if err != nil || report.Results[0].Passed != c.registers {
				t.Fatalf("%+v %v", report, err)
			}
			if told := strings.Contains(report.Results[0].Found, "--token"); told == c.registers {
				t.Errorf("found %q", report.Results[0].Found)
			}
		})
	}
}
