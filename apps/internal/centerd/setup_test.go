package centerd_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

// TestASetupIsPrintedChangedAndGivenBack: an administrator changes a window's label with an editor.
func TestASetupIsPrintedChangedAndGivenBack(t *testing.T) {
	o := openOffice(t, "127.0.0.1:0", func() time.Time { return centertest.Start.AddDate(0, 0, 1) })
	token := strings.TrimSpace(o.command("enrol", "--kind", "outlet", "--name", "gaoyang"))
	if got := o.send(token, centertest.New("gaoyang").Visits(1)); got != 200 {
		t.Fatal(got)
	}
	text := o.command("setup", "gaoyang")
	if _, err := seed.Read([]byte(text)); err != nil {
		t.Fatalf("it is no outlet file: %v\n%s", err, text)
	}
	file := filepath.Join(t.TempDir(), "gaoyang.toml")
	if err := os.WriteFile(file, []byte(strings.Replace(text, "label = '1'", "label = 'VIP室'", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := o.command("setup", "gaoyang", "--give", file); !strings.Contains(said, "setup 1 is given") {
		t.Error(said)
	}
	if now := o.command("setup", "gaoyang"); !strings.Contains(now, "VIP室") || !strings.Contains(now, "version = 1") {
		t.Errorf("then it prints\n%s", now)
	}
	if _, err := o.try("setup", "gaoyang", "--give", file); hall.CodeOf(err) != hall.Conflict || !strings.Contains(err.Error(), "print it anew") {
		t.Errorf("an older one was given over it: %v", err)
	}
}
