package gatewayd_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/gatewayd"
)

func TestOnlyTheInvitedGetIn(t *testing.T) {
	file := filepath.Join(t.TempDir(), "gateway.tokens")
	token, err := gatewayd.Invite(file, "acme")
	if err != nil {
		t.Fatal(err)
	}
	address := free(t)
	_, part, err := gatewayd.Open(t.Context(), config.Gateway{Listen: address, TokenFile: file}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- part.Run(ctx) }()
	for bearer, want := range map[string]int{token: http.StatusOK, "another": http.StatusUnauthorized, "": http.StatusUnauthorized} {
		if got := asks(t, address, bearer); got != want {
			t.Errorf("with %.4q it answers %d, want %d", bearer, got, want)
		}
	}
	if text, _ := os.ReadFile(file); strings.Contains(string(text), token) {
		t.Error("the token itself stands in the file")
	}
	os.WriteFile(file, nil, 0o600)
	if got := asks(t, address, token); got != http.StatusUnauthorized {
		t.Errorf("a vendor who was taken out gets %d", got)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func asks(t *testing.T, address, bearer string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/api/v1/devices", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+bearer)
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	a.Body.Close()
	return a.StatusCode
}

func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestWhatCannotBeOpenedIsToldWithWhatToDo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "gateway.tokens")
	for _, c := range []struct {
		c    config.Gateway
		want string
	}{
		{config.Gateway{Listen: "0.0.0.0:7310", TokenFile: file}, "127.0.0.1"},
		{config.Gateway{Listen: "7310", TokenFile: file}, "127.0.0.1"},
		{config.Gateway{Listen: "127.0.0.1:0", TokenFile: file}, "invite"},
	} {
		if _, _, err := gatewayd.Open(t.Context(), c.c, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c.c, err)
		}
	}
	if g, part, err := gatewayd.Open(t.Context(), config.Gateway{}, slog.New(slog.DiscardHandler)); g != nil || part != nil || err != nil {
		t.Error("a gateway nobody asked for")
	}
	for _, name := range []string{"two words", "", "a\nb", "a\xb0", "a\xb1", "a\ufffd", "a\u202eb", "nul", "ａｃｍｅ", "../x", "node"} {
		if _, err := gatewayd.Invite(file, name); err == nil {
			t.Errorf("%q is invited", name)
		}
	}
}

// TestWhatIsNoTextIsRefused: of a name in GBK each letter would become the same sign.
func TestWhatIsNoTextIsRefused(t *testing.T) {
	file := filepath.Join(t.TempDir(), "gateway.tokens")
	token, err := gatewayd.Invite(file, "acme")
	if err != nil {
		t.Fatal(err)
	}
	address := free(t)
	_, part, err := gatewayd.Open(t.Context(), config.Gateway{Listen: address, TokenFile: file}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- part.Run(ctx) }()
	defer func() { cancel(); <-ended }()
	for body, want := range map[string]int{
		`{"kind":"printer"}`: 200, "\ufeff" + `{"kind":"printer"}`: 200, "{\"kind\":\"printer\",\"name\":\"\xd5\xd4\"}": 400, `{"kind":"printer","name":"\ud800"}`: 400,
	} {
		r, _ := http.NewRequestWithContext(ctx, http.MethodPut, "http://"+address+"/api/v1/devices/p", strings.NewReader(body))
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "Application/JSON")
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		var p struct {
			Code, Reason string
			Status       int
		}
		_ = json.NewDecoder(a.Body).Decode(&p)
		a.Body.Close()
		if a.StatusCode != want || want != 200 && (p.Code != "invalid" || p.Status != want || p.Reason == "") {
			t.Errorf("%q: %s %+v", body, a.Status, p)
		}
	}
}

// TestOneProgramHoldsAFewConnections: the gateway bounds them as node and center do.
func TestOneProgramHoldsAFewConnections(t *testing.T) {
	file := filepath.Join(t.TempDir(), "gateway.tokens")
	if _, err := gatewayd.Invite(file, "acme"); err != nil {
		t.Fatal(err)
	}
	address := free(t)
	_, part, err := gatewayd.Open(t.Context(), config.Gateway{Listen: address, TokenFile: file}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- part.Run(ctx) }()
	refused := false
	for range 200 {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		if _, err := io.ReadFull(c, make([]byte, 12)); err != nil {
			refused = true
			break
		}
	}
	if !refused {
		t.Error("two hundred connections are held")
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
