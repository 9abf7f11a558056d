package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/config"
)

func TestTheVoicesHours(t *testing.T) {
	for _, c := range []struct{ name, text, hours, wrong string }{
		{"nothing said: always, as loud as it is", "", "[] []", ""},
		{"quiet at noon and over night", `quiet = ["12:00-13:30", "20:00-07:00"]`, "[12:00-13:30 20:00-07:00] []", ""},
		{"an hour's volume stays until the next, over midnight too", `volume = { 7 = 80, "12" = 50, 14 = 80, 20 = 0 }`,
			"[] [0 0 0 0 0 0 0 80 80 80 80 80 50 50 80 80 80 80 80 80 0 0 0 0]", ""},
		{"one volume is every hour's", `volume = { 9 = 60 }`, "[] [60 60 60 60 60 60 60 60 60 60 60 60 60 60 60 60 60 60 60 60 60 60 60 60]", ""},
		{"no time of day", `quiet = ["12:00-25:00"]`, "", `"12:00-25:00", two times like 12:00-13:30`},
		{"no hour", `volume = { 24 = 60 }`, "", "24 is no hour of the day"},
		{"no percent", `volume = { 9 = 101 }`, "", "volume: 101 from 9:00 on, 0 to 100"},
		{"no such key", `quite = []`, "", "quite"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "display.toml")
			if err := os.WriteFile(path, []byte("terminal = \"D07\"\n[voice]\n"+c.text+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			d := config.NewDisplay("D01")
			err := config.Load(path, &d)
			if c.wrong != "" {
				if err == nil || !strings.Contains(err.Error(), c.wrong) {
					t.Errorf("got %v, want a word on %s", err, c.wrong)
				}
				return
			}
			if h := d.Voice.Hours(); err != nil || d.Terminal != "D07" || fmt.Sprint(h.Quiet, h.Volume) != c.hours {
				t.Errorf("%v %v, %v", h.Quiet, h.Volume, err)
			}
		})
	}
}
