package config_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/config"
)

func TestTextAsWindowsWritesIt(t *testing.T) {
	const want = "terminal = \"一号\"\r\n"
	for name, raw := range map[string]string{
		"plain":                want,
		"Notepad":              "\xEF\xBB\xBF" + want,
		"PowerShell":           "\xFF\xFE" + units(want, 0, 8),
		"PowerShell, no mark":  units(want, 0, 8),
		"as a Chinese PC":      "terminal = \"\xD2\xBB\xBA\xC5\"\r\n",
		"the other byte order": "\xFE\xFF" + units(want, 8, 0),
	} {
		file := filepath.Join(t.TempDir(), "kiosk.toml")
		if err := os.WriteFile(file, []byte(raw), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := config.Text(file); err != nil || string(got) != want {
			t.Errorf("%s: %q %v", name, got, err)
		}
		k := config.NewKiosk()
		if err := config.Load(file, &k); err != nil || k.Terminal != "一号" {
			t.Errorf("%s: loaded %q %v", name, k.Terminal, err)
		}
	}
}

// units writes every sign as two bytes; the signs here need no more.
func units(text string, first, second int) string {
	var b []byte
	for _, r := range text {
		b = append(b, byte(r>>first), byte(r>>second))
	}
	return string(b)
}
