package config_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/config"
)

// TestAServerThatCouldNotBeAskedIsRefused: it looked as if it were away.
func TestAServerThatCouldNotBeAskedIsRefused(t *testing.T) {
	pin := strings.Repeat("0f", 32)
	for _, c := range []struct{ address, pin, want string }{
		{"https://10.0.0.5:7400", "", ""},
		{"https://center.example", pin, ""},
		{"https://center.example", strings.ToUpper(pin[:2]) + ":" + pin[2:], ""},
		{"http://127.0.0.1:7400", "", ""},
		{"http://localhost:7400", "", ""},
		{"http://10.0.0.5:7400", "", "https"},
		{"http://center.example", "", "https"},
		{"http://127.0.0.1.example", "", "https"},
		{"center:7400", "", "center"},
		{"", "", "center"},
		{"https://center.example", "abc", "center_pin"},
		{"https://center.example", pin + "0", "center_pin"},
		{"https://center.example", strings.Repeat("x", 64), "center_pin"},
	} {
		admin := config.Admin{Center: c.address, CenterPin: c.pin}
		if err := admin.Check(); (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q with pin %q: %v", c.address, c.pin, err)
		}
		terminal := config.Node{Address: c.address, Pin: c.pin}
		if err := terminal.Check(); (err == nil) != (c.want == "") {
			t.Errorf("a terminal at %q with pin %q: %v", c.address, c.pin, err)
		}
	}
	if err := (config.Node{Address: "https://10.0.0.5:7300", Pin: "abc"}).Check(); err == nil || !strings.Contains(err.Error(), "node pin") {
		t.Errorf("a terminal's bad pin names no command: %v", err)
	}
	if err := (&config.Admin{Center: "https://c", CenterPin: "abc"}).Check(); err == nil || !strings.Contains(err.Error(), "center pin") {
		t.Errorf("a desktop's bad pin names no command: %v", err)
	}
	if err := (config.Node{Address: config.Embedded}).Check(); err != nil {
		t.Errorf("a node of one's own: %v", err)
	}
}
