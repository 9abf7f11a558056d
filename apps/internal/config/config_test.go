package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/config"
)

func TestLoad(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a file says only what differs", "terminal = \"K07\"\n", ""},
		{"a typing error is shown with its line", "terminal = \"K07\"\n[devices]\nprintr = \"x\"\n", "printr"},
		{"a number where a name belongs is shown", "terminal = 7\n", "terminal"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "kiosk.toml")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			k := config.NewKiosk()
			err := config.Load(path, &k)
			if c.want == "" && (err != nil || k.Terminal != "K07" || k.Node.Address != config.Embedded) {
				t.Errorf("got %+v, %v", k, err)
			}
			if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want a word on %q", err, c.want)
			}
		})
	}
}

func TestExamplesCanBeLoaded(t *testing.T) {
	for name, defaults := range map[string]any{"kiosk": config.NewKiosk(), "counter": config.NewCounter(), "display": config.NewScreen("D01"), "admin": config.NewAdmin()} {
		text, err := config.Example(defaults)
		if err != nil {
			t.Fatal(name, err)
		}
		path := filepath.Join(t.TempDir(), name)
		os.WriteFile(path, []byte(text), 0o600)
		var into any
		switch name {
		case "kiosk":
			into = new(config.Kiosk)
		case "counter":
			into = new(config.Counter)
		case "display":
			into = new(config.Screen)
		case "admin":
			into = new(config.Admin)
		}
		if err := config.Load(path, into); err != nil {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
}

func TestEveryDeviceHasAKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "kiosk.toml")
	text, names := "[devices]\n", []string{"printer", "scanner", "voice", "led", "evaluator", "id_reader", "ups", "cash", "page_printer"}
	for _, n := range names {
		text += n + " = \"x+tcp://" + n + "\"\n"
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	k := config.NewKiosk()
	if err := config.Load(path, &k); err != nil {
		t.Fatal(err)
	}
	urls := k.Devices.URLs()
	for _, n := range names {
		if urls[n] != "x+tcp://"+n {
			t.Errorf("%s is %q", n, urls[n])
		}
	}
	if len(urls) != len(names) {
		t.Errorf("%d devices: %v", len(urls), urls)
	}
}
