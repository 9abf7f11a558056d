package hallnode_test

import (
	"context"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/sync/center"
)

func TestSettingsThatDoNotFitAreShown(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct{ name, text, want string }{
		{"an unknown key, with its line", "data = \"x\"\n\nlissten = \"127.0.0.1:0\"\n", "lissten"},
		{"no data directory", "listen = \"127.0.0.1:0\"\n", "--data"},
		{"a center without its token", "data = \"x\"\n[center]\nurl = \"https://c\"\ntoken_file = \"/nowhere\"\n", "token_file"},
		{"a center without a word of its token", "data = \"x\"\n[center]\nurl = \"https://c\"\n", "token_file is missing"},
		{"a center's token file with nothing in it", "data = \"x\"\n[center]\nurl = \"https://c\"\ntoken_file = \"" + os.DevNull + "\"\n", "is empty"},
		{"a center's address that is none", "data = \"x\"\n[center]\nurl = \"c:7400\"\ntoken_file = \"t\"\n", "center.url"},
		{"a center that is asked in clear over the network", "data = \"x\"\n[center]\nurl = \"http://center.example:7400\"\ntoken_file = \"t\"\n", "https"},
		{"a pin that is none", "data = \"x\"\n[center]\nurl = \"https://c\"\npin = \"abc\"\ntoken_file = \"t\"\n", "64 hex digits"},
		{"a pin with a digit too many", "data = \"x\"\n[center]\nurl = \"https://c\"\npin = \"" + strings.Repeat("0", 65) + "\"\ntoken_file = \"t\"\n", "64 hex digits"},
		{"a public address that is a word", "data = \"x\"\npublic_url = \"foo\"\n", "public_url"},
		{"a public address without a scheme", "data = \"x\"\npublic_url = \"hall.example:7300\"\n", "public_url"},
		{"a public address without a host", "data = \"x\"\npublic_url = \"https:///hall\"\n", "public_url"},
		{"an outlet that is not there", "data = \"x\"\noutlet = \"/nowhere.toml\"\n", "outlet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(dir, "node.toml")
			if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			err := (&hallnode.Program{Config: file}).Run(t.Context())
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want a word on %q", err, c.want)
			}
		})
	}
}

// TestTheOutletIsFoundBesideTheSettings, wherever the node is started.
func TestTheOutletIsFoundBesideTheSettings(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"node.toml": "data = \"hall\"\noutlet = \"outlet.toml\"\n", "outlet.toml": "[outlet]\nname = 7\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir("/")
	err := (&hallnode.Program{Config: filepath.Join(dir, "node.toml")}).Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "outlet.toml: line 2") {
		t.Errorf("got %v, want what is wrong in the outlet's file", err)
	}
}

// TestMain lets the test be the program, to end it as a system does.
func TestMain(m *testing.M) {
	if dir := os.Getenv("TEST_HALLNODE"); dir != "" {
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		defer stop()
		if err := (&hallnode.Program{Data: dir, Listen: "127.0.0.1:0"}).Run(ctx); err != nil {
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

func TestSIGTERMEndsInGoodOrder(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), "TEST_HALLNODE="+dir)
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	words := make([]byte, 4096)
	n, _ := said.Read(words) // it says so when it answers
	if !strings.Contains(string(words[:n]), "hall node answers") {
		t.Fatalf("it said %q", words[:n])
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("ended with %v", err)
	}
	again, _ := start(t, hallnode.Options{Data: dir}) // and left the directory free
	if again.Authority.Cursor().Seq == 0 {
		t.Error("nothing was stored")
	}
}

// The log reaches the center by itself.
func TestTheLogGoesToTheCenter(t *testing.T) {
	dir := t.TempDir()
	d, err := centerd.Open(t.Context(), centerd.Options{Data: filepath.Join(dir, "center"), Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- d.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	token, err := d.Enrol(t.Context(), center.KindOutlet, "demo")
	if err != nil {
		t.Fatal(err)
	}
	n, _ := start(t, hallnode.Options{Data: filepath.Join(dir, "hall"), Center: hallnode.Center{URL: d.URL, Token: token}})
	take(t, n.Authority)
	last := n.Authority.Cursor()
	for limit := time.After(20 * time.Second); ; {
		at, err := n.Store().Acked(t.Context(), "center")
		if err != nil {
			t.Fatal(err)
		}
		if at == last {
			break
		}
		select {
		case <-limit:
			t.Fatalf("the center has the log up to %v, not %v", at, last)
		case <-time.After(5 * time.Millisecond):
		}
	}
}

func TestAPublicAddressIsOnTheSlips(t *testing.T) {
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), PublicURL: "https://hall.example"})
	if s := take(t, n.Authority); !strings.HasPrefix(s.URL, "https://hall.example/t/") {
		t.Errorf("the slip leads to %s", s.URL)
	}
	if h, err := n.Authority.Hall(t.Context()); err != nil || h.Outlet.PublicURL != "https://hall.example" {
		t.Errorf("screens are told %q %v", h.Outlet.PublicURL, err)
	}
}

// TestANodeThatIsToldToEndWhileItOpensHasEndedWell: SIGTERM in its first tenth of a second was exit code 1, "context
// canceled".
func TestANodeThatIsToldToEndWhileItOpensHasEndedWell(t *testing.T) {
	dir := t.TempDir()
	for after := time.Duration(0); after <= 120*time.Millisecond; after += 8 * time.Millisecond {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(after, cancel)
		if after == 0 {
			cancel()
		}
		if err := (&hallnode.Program{Data: filepath.Join(dir, "node"), Listen: "127.0.0.1:0"}).Run(ctx); err != nil {
			t.Errorf("node, after %s: %v", after, err)
		}
		ctx, cancel = context.WithCancel(t.Context())
		time.AfterFunc(after, cancel)
		if err := (&centerd.Serve{Data: filepath.Join(dir, "center"), Listen: "127.0.0.1:0"}).Run(ctx); err != nil {
			t.Errorf("center, after %s: %v", after, err)
		}
	}
	n, _ := start(t, hallnode.Options{Data: filepath.Join(dir, "node")})
	take(t, n.Authority)
}
