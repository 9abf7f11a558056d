package hallnode_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
)

// TestWhatAnswersAndIsNoCenterIsToldAsThat: the log said "center away" for another server, a proxy that wants a
// password and a page of the network, and nobody looked at the address.
func TestWhatAnswersAndIsNoCenterIsToldAsThat(t *testing.T) {
	for name, c := range map[string]struct {
		answer func(w http.ResponseWriter)
		away   bool
	}{
		"another server":          {func(w http.ResponseWriter) { w.WriteHeader(http.StatusNotFound) }, false},
		"a proxy with a password": {func(w http.ResponseWriter) { w.WriteHeader(http.StatusUnauthorized) }, false},
		"a proxy that refuses":    {func(w http.ResponseWriter) { w.WriteHeader(http.StatusForbidden) }, false},
		"a page of the network": {func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "text/html")
			w.Write([]byte("<html>sign in"))
		}, false},
		"a way to somewhere else":     {func(w http.ResponseWriter) { w.Header().Set("Location", "/portal"); w.WriteHeader(http.StatusFound) }, false},
		"a proxy before a dead one":   {func(w http.ResponseWriter) { w.WriteHeader(http.StatusBadGateway) }, true},
		"a proxy before a busy one":   {func(w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) }, true},
		"nothing, the line is broken": {func(http.ResponseWriter) { panic(http.ErrAbortHandler) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { c.answer(w) }))
			defer s.Close()
			var log said
			n, stop := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0", Log: log.log(), Center: hallnode.Center{URL: s.URL, Token: "t"}})
			defer stop()
			take(t, n.Authority)
			if c.away {
				eventually(t, "it is told as away", func() bool { return log.has("center away") })
				if h := health(t, n.URL); h.Stuck != "" {
					t.Errorf("and waits for a person: %s", h.Stuck)
				}
				return
			}
			eventually(t, "the log names the setting", func() bool { return log.has("op=mirror.Run") && log.has("center.url") })
			eventually(t, "so does /healthz", func() bool { return strings.Contains(health(t, n.URL).Stuck, s.URL) })
			if log.has("center away") {
				t.Error("it is told as away")
			}
		})
	}
}

// TestATokenFileWithMoreThanATokenIsRefusedAtTheStart, by what is too much in it.
func TestATokenFileWithMoreThanATokenIsRefusedAtTheStart(t *testing.T) {
	token := strings.Repeat("0f", 32)
	dir := t.TempDir()
	file := filepath.Join(dir, "node.toml")
	settings := "data = \"x\"\nlisten = \"127.0.0.1:-1\"\n[center]\nurl = \"HTTP://LOCALHOST:7400\"\ntoken_file = \"center.token\"\n"
	if err := os.WriteFile(file, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		`"` + token + `"`: "quotes", "“" + token + "”": "quotes", "Bearer " + token: "Bearer", "bearer " + token: "Bearer", token + "\x00": "signs", token[:9] + "\x00" + token: "signs",
		token + "\n" + token + "\n": "one line", "token: " + token: "signs", token + " # gaoyang": "signs", "令牌": "signs", " \n": "empty",
	} {
		if err := os.WriteFile(filepath.Join(dir, "center.token"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		err := (&hallnode.Program{Config: file}).Run(t.Context())
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "center.token") || strings.Contains(err.Error(), token) {
			t.Errorf("%q: %v, want a word on %q", text, err, want)
		}
	}
	for _, text := range []string{token, token + "\r\n", "\uFEFF" + token + "\n", "  " + token + "\n\n"} {
		if err := os.WriteFile(filepath.Join(dir, "center.token"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		err := (&hallnode.Program{Config: file}).Run(t.Context())
		if err == nil || strings.Contains(err.Error(), "token") || strings.Contains(err.Error(), "center.url") {
			t.Errorf("%q: %v, want it to fail by its address alone", text, err)
		}
	}
}
