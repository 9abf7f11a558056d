package call_test

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/call"
	"github.com/brighthall/brighthall/sync/wire"
)

// TestNoTokenIsSentOverPlainHTTPOffLoopback: the request fails before a connection is made.
func TestNoTokenIsSentOverPlainHTTPOffLoopback(t *testing.T) {
	for base, code := range map[string]hall.Code{
		"http://127.0.0.1:7400": "", "HTTP://LOCALHOST:7400": "", "http://Localhost.:7400": "", "http://localhost:7400": "", "http://[::1]:7400": "", "https://center:7400": "",
		"http://center:7400": hall.Denied, "http://10.0.0.7": hall.Denied, "http://localhost.evil.example": hall.Denied,
		"http://127.0.0.1.evil.example": hall.Denied, "ftp://127.0.0.1": hall.Denied, "center:7400": hall.Invalid, "": hall.Invalid,
	} {
		if got := hall.CodeOf(call.Check(base)); got != code {
			t.Errorf("%q: %q, want %q", base, got, code)
		}
		sent := false
		c := call.Client(round(func(*http.Request) (*http.Response, error) {
			sent = true
			return &http.Response{StatusCode: 204, Body: http.NoBody}, nil
		}))
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base, strings.NewReader("a password"))
		if err != nil {
			continue
		}
		req.Header.Set("Authorization", "Bearer token")
		answer, err := c.Do(req)
		if err == nil {
			answer.Body.Close()
		}
		if sent != (code == "") || (err == nil) != sent {
			t.Errorf("%q: sent %v, %v", base, sent, err)
		}
	}
}

type round func(*http.Request) (*http.Response, error)

func (r round) RoundTrip(q *http.Request) (*http.Response, error) { return r(q) }

func TestAServerIsTrustedByItsPinAlone(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS13}
	s.StartTLS()
	defer s.Close()
	pin := wire.Fingerprint(s.Certificate().Raw)
	for _, c := range []struct {
		name, pin string
		want      bool
	}{
		{"its pin", pin, true}, {"in capitals", strings.ToUpper(pin), true}, {"another", strings.Repeat("0", 64), false},
		{"none: the system does not know it", "", false},
	} {
		answer, err := call.Client(call.Transport(c.pin)).Get(s.URL)
		if err == nil {
			answer.Body.Close()
		}
		if (err == nil) != c.want {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestAServerWithoutAWordInTheSettingsSaysWhich: without a pin it was "doesn't contain any IP SANs", in clear "Bad
// Request".
func TestAServerWithoutAWordInTheSettingsSaysWhich(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	for url, want := range map[string]error{s.URL: call.ErrNoPin, "http://" + s.Listener.Addr().String(): call.ErrNeedsHTTPS} {
		answer, err := call.Client(call.Transport("")).Get(url)
		if err == nil {
			answer.Body.Close()
		}
		if !errors.Is(err, want) || !strings.Contains(err.Error(), "node pin") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// TestOtherRefusalsInClearComeWhole: only that one answer is taken away.
func TestOtherRefusalsInClearComeWhole(t *testing.T) {
	said := "Client sent what nobody understands, at some length"
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { http.Error(w, said, http.StatusBadRequest) }))
	defer s.Close()
	answer, err := call.Client(call.Transport("")).Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if text, err := io.ReadAll(answer.Body); err != nil || strings.TrimSpace(string(text)) != said {
		t.Errorf("read %q %v", text, err)
	}
}
