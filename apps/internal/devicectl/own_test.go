package devicectl

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/apps/internal/selftest"
	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// aHall is the data directory of a node that was started once.
func aHall(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	n, err := hallnode.Open(t.Context(), hallnode.Options{Data: dir})
	if err != nil {
		t.Fatal(err)
	}
	if err := n.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func without(t *testing.T, dir string, names ...string) string {
	t.Helper()
	for _, name := range names {
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
	return dir
}

// TestAKioskWhoseOwnNodeCannotStartCannotOpen: it said that the hall could open.
func TestAKioskWhoseOwnNodeCannotStartCannotOpen(t *testing.T) {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	free := "127.0.0.1:0"
	atCenter := t.TempDir()
	if err := os.WriteFile(filepath.Join(atCenter, "center.db"), []byte("a center"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data, listen, says string
	}{
		"well":                         {aHall(t), free, ""},
		"before the first start":       {filepath.Join(t.TempDir(), "new"), free, ""},
		"its database is gone":         {without(t, aHall(t), sqlite.File, sqlite.File+"-wal", sqlite.File+"-shm"), free, "hallctl restore"},
		"its hall.key is gone":         {without(t, aHall(t), seal.HallKeyFile), free, seal.HallKeyFile},
		"its seal.key is gone":         {without(t, aHall(t), seal.KeyFile), free, seal.KeyFile},
		"another program has the port": {aHall(t), other.Addr().String(), "is taken by another program"},
		"the data of a center":         {atCenter, free, "is the data of a center"},
	} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "kiosk.toml")
			text := fmt.Sprintf("terminal = \"K07\"\n[node]\naddress = \"embedded\"\ndata = %q\nlisten = %q\n", c.data, c.listen)
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			o, err := (&Test{Config: file, Program: "kiosk", Language: "zh-CN"}).options(book)
			if err != nil {
				t.Fatal(err)
			}
			o.Person, o.Screens = nil, nil
			r := selftest.Run(t.Context(), o)
			words := r.Words(book, hall.Chinese)
			if r.OK() != (c.says == "") || strings.Contains(words, "可以开门") != r.OK() || !strings.Contains(words, c.says) {
				t.Errorf("%s", words)
			}
			if !r.OK() && !strings.Contains(words, "起不来") {
				t.Errorf("not in words: %s", words)
			}
		})
	}
}

// TestARunningNodeHasItsPort: its own port is not taken by another program.
func TestARunningNodeHasItsPort(t *testing.T) {
	dir := t.TempDir()
	n, err := hallnode.Open(t.Context(), hallnode.Options{Data: dir, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ran := make(chan error, 1)
	go func() { ran <- n.Run(ctx) }()
	defer func() { stop(); <-ran }()
	for tick := time.Tick(20 * time.Millisecond); control.Away(control.Ask(t.Context(), dir, control.Terminals, nil, nil)); <-tick {
	}
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "kiosk.toml")
	text := fmt.Sprintf("terminal = \"K07\"\n[node]\naddress = \"embedded\"\ndata = %q\nlisten = %q\n", dir, strings.TrimPrefix(n.URL, "http://"))
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o, err := (&Test{Config: file, Program: "kiosk", Language: "zh-CN"}).options(book)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Host(t.Context()); err != nil {
		t.Error(err)
	}
}
