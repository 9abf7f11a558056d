package hallnode_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/client"
)

// start runs a node on dir; stop ends it in good order.
func start(t *testing.T, o hallnode.Options) (n *hallnode.Node, stop func()) {
	t.Helper()
	n, err := hallnode.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.Run(ctx) }()
	ended := false
	stop = func() {
		if ended {
			return
		}
		ended = true
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(stop)
	return n, stop
}

func enrol(t *testing.T, n *hallnode.Node, kind string) *client.Client {
	t.Helper()
	token, err := n.Enrol(t.Context(), kind, kind)
	if err != nil {
		t.Fatal(err)
	}
	return client.New(n.URL, token, client.Options{Pin: n.Pin})
}

func take(t *testing.T, a hall.Authority) hall.Standing {
	t.Helper()
	s, err := a.Issue(t.Context(), hall.IssueRequest{ID: hall.TicketID(uuid.Must(uuid.NewV7()).String()), Service: "B05", Source: hall.FromKiosk})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestFirstStartIsTheDemoOutlet(t *testing.T) {
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0"})
	if o := n.Outlet(); !o.Demo || o.ID == "" {
		t.Errorf("outlet %+v", o)
	}
	far := enrol(t, n, "kiosk")
	s := take(t, far)
	if s.No != "H001" || len(s.Code) != 14 || !strings.HasPrefix(s.URL, n.URL+"/t/") || s.WaitFor.Known || len(s.Windows) > 0 {
		t.Errorf("standing %+v", s)
	}
	found, err := far.Find(t.Context(), s.URL)
	if err != nil || found.ID != s.ID {
		t.Errorf("by its address: %v, %v", found.ID, err)
	}
}

func TestWhatWasAnsweredIsThereAfterARestart(t *testing.T) {
	dir := t.TempDir()
	n, stop := start(t, hallnode.Options{Data: dir, Listen: "127.0.0.1:0"})
	kiosk := enrol(t, n, "kiosk")
	first := take(t, kiosk)
	stop()
	again, _ := start(t, hallnode.Options{Data: dir, Listen: strings.TrimPrefix(n.URL, "http://")})
	if second := take(t, kiosk); second.Number != first.Number+1 { // the same token, on the same address
		t.Errorf("%s then %s", first.No, second.No)
	}
	if s, err := again.Authority.Find(t.Context(), first.Code); err != nil || s.ID != first.ID {
		t.Errorf("%v %v", s.ID, err)
	}
	if again.Authority.Cursor().Epoch != 1 {
		t.Error("a restart is no new epoch")
	}
}

func TestTheVisitorsPageNeedsNoToken(t *testing.T) {
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0"})
	s := take(t, n.Authority)
	res, err := http.Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var page bytes.Buffer
	page.ReadFrom(res.Body)
	if res.StatusCode != 200 || !strings.Contains(page.String(), string(s.No)) {
		t.Errorf("%d %s", res.StatusCode, page.String())
	}
}

func TestARevokedTerminalIsOutAtOnce(t *testing.T) {
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0"})
	kiosk := enrol(t, n, "kiosk")
	take(t, kiosk)
	if err := n.Revoke(t.Context(), "kiosk"); err != nil {
		t.Fatal(err)
	}
	if _, err := kiosk.Hall(t.Context()); hall.CodeOf(err) != hall.Unauthenticated {
		t.Errorf("got %v", err)
	}
}

func TestASecondNodeOnOneDirectoryIsRefused(t *testing.T) {
	dir := t.TempDir()
	start(t, hallnode.Options{Data: dir})
	if _, err := hallnode.Open(t.Context(), hallnode.Options{Data: dir}); hall.CodeOf(err) != hall.Conflict {
		t.Errorf("got %v", err)
	}
}

func TestAHallWithoutItsKeyIsRefused(t *testing.T) {
	dir := t.TempDir()
	_, stop := start(t, hallnode.Options{Data: dir})
	stop()
	if info, err := os.Stat(filepath.Join(dir, hallnode.KeyFile)); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("key file: %v %v", info, err)
	}
	os.Remove(filepath.Join(dir, hallnode.KeyFile))
	if _, err := hallnode.Open(t.Context(), hallnode.Options{Data: dir}); err == nil || !strings.Contains(err.Error(), "backup") {
		t.Errorf("got %v", err)
	}
}

// Off loopback the node speaks TLS with its own certificate, and a terminal believes that one alone.
func TestOnTheNetworkTheCertificateIsPinned(t *testing.T) {
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Listen: "0.0.0.0:0"})
	if !strings.HasPrefix(n.URL, "https://") || len(n.Pin) != 64 {
		t.Fatalf("url %s pin %q", n.URL, n.Pin)
	}
	token, err := n.Enrol(t.Context(), "kiosk", "K01")
	if err != nil {
		t.Fatal(err)
	}
	take(t, client.New(n.URL, token, client.Options{Pin: n.Pin}))
	for name, pin := range map[string]string{"another certificate": strings.Repeat("0", 64), "no pin": ""} {
		far := client.New(n.URL, token, client.Options{Pin: pin, Patience: 200 * time.Millisecond})
		if _, err := far.Hall(t.Context()); err == nil {
			t.Errorf("%s: believed", name)
		}
	}
}

func TestHallctlAsksTheRunningNode(t *testing.T) {
	dir := t.TempDir()
	n, _ := start(t, hallnode.Options{Data: dir, Listen: "127.0.0.1:0"})
	for control.Away(control.Ask(t.Context(), dir, control.Terminals, nil, nil)) { // until the socket is there
		<-time.After(time.Millisecond)
	}
	var made control.Enrolled
	if err := control.Ask(t.Context(), dir, control.Enrol, control.EnrolArgs{Kind: "kiosk", Name: "K01"}, &made); err != nil {
		t.Fatal(err)
	}
	far := client.New(n.URL, made.Token, client.Options{})
	if s := take(t, far); s.Terminal != "K01" {
		t.Errorf("the ticket is of terminal %q", s.Terminal)
	}
	if err := control.Ask(t.Context(), dir, control.Revoke, control.RevokeArgs{ID: made.ID}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := far.Hall(t.Context()); hall.CodeOf(err) != hall.Unauthenticated {
		t.Errorf("a revoked terminal got %v", err)
	}
}
