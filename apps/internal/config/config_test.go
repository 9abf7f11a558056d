package config_test

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware/all"
)

func TestLoad(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a file says only what differs", "terminal = \"K07\"\n", ""},
		{"the node in one word", "terminal = \"K07\"\nnode = \"embedded\"\n", ""},
		{"the node in full", "terminal = \"K07\"\n[node]\naddress = \"embedded\"\n", ""},
		{"a device is a URL, not a table", "[devices.printer]\nurl = \"escpos+serial:///dev/ttyS1\"\n", "line 1"},
		{"a typing error at the top finds its word", "terminl = \"K07\"\n", "did you mean \"terminal\""},
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
	for name, defaults := range map[string]any{"kiosk": config.NewKiosk(), "counter": config.NewCounter(), "display": config.NewDisplay("D01"), "media": config.NewScreen("M01"), "admin": config.NewAdmin()} {
		text, err := config.Example(defaults)
		if err != nil {
			t.Fatal(name, err)
		}
		for _, key := range keys(reflect.TypeOf(defaults)) {
			if !regexp.MustCompile(`(?m)^(\[.*\.?)?` + key + `( =|\])`).MatchString(text) {
				t.Errorf("the example of %s has no key %s", name, key)
			}
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
			into = new(config.Display)
		case "media":
			into = new(config.Screen)
		case "admin":
			into = new(config.Admin)
		}
		if err := config.Load(path, into); err != nil {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
}

// keys are all keys of settings.
func keys(t reflect.Type) (all []string) {
	for _, f := range reflect.VisibleFields(t) {
		if key, _, _ := strings.Cut(f.Tag.Get("toml"), ","); key != "" {
			all = append(all, key)
			if f.Type.Kind() == reflect.Struct {
				all = append(all, keys(f.Type)...)
			}
		}
	}
	return all
}

// TestWhatIsWrongIsToldWithItsLine: each row is a file and what whoever wrote it should read.
func TestWhatIsWrongIsToldWithItsLine(t *testing.T) {
	check := func(url string) error {
		_, err := all.Registry(all.Resources{}).Check(url)
		return err
	}
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"a key of a table", "terminal = \"K07\"\n[devices]\nprintr = \"x\"\n", []string{`line 3: unknown key in [devices] "printr", did you mean "printer"`}},
		{"a key at the top", "\nterminl = \"K07\"\n", []string{`line 2: unknown key "terminl", did you mean "terminal"`}},
		{"a table", "[devces]\nprinter = \"x\"\n", []string{`line 1: unknown key "devces", did you mean "devices"`}},
		{"two keys at once", "[node]\nadress = \"\"\n[devices]\nscaner = \"x\"\n", []string{`line 2: unknown key in [node] "adress", did you mean "address"`, `line 4: unknown key in [devices] "scaner", did you mean "scanner"`}},
		{"a key like none", "xyz = 1\n", []string{`line 1: unknown key "xyz", known: `, "terminal"}},
		{"a number where a name belongs", "\nterminal = 7\n", []string{"line 2:"}},
		{"no TOML", "terminal =\n", []string{"line 1:"}},
		{"a device's option", "[devices]\n\nprinter = \"escpos+serial:///dev/ttyS1?profil=80mm\"\n", []string{"kiosk.toml: line 3: device printer", `did you mean "profile"`}},
		{"a device's profile", "[devices]\nprinter = \"escpos+serial:///dev/ttyS1?profile=80m\"\n", []string{"kiosk.toml: line 2: device printer", `did you mean "80mm"`}},
		{"a device's speed", "devices.scanner = \"serialscan+serial:///dev/ttyS1?baud=96oo\"\n", []string{"line 1: device scanner", "baud"}},
		{"two devices", "[devices]\nvoice = \"clip+system:\"\nups = \"nut+tpc://x\"\n", []string{"line 2: device voice", `did you mean "clips"`, "line 3: device ups", "known: tcp"}},
		{"a name that nobody can see", "terminal = \"K\\u202E07\"\n", []string{"terminal", "seen"}},
		{"a name in full width", "terminal = \"Ｋ０７\"\n", []string{"terminal", "K07"}},
		{"no name", "terminal = \"\"\n", []string{"terminal"}},
		{"a name of Windows' own", "terminal = \"nul\"\n", []string{"terminal", "Windows"}},
		{"a device in braces", "terminal = \"K07\"\ndevices = { printer = \"escps+tcp://x\" }\n", []string{"line 2: device printer", `did you mean "escpos"`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "kiosk.toml")
			if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
				t.Fatal(err)
			}
			k := config.NewKiosk()
			err := config.LoadTerminal(path, &k, check)
			for _, want := range c.want {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("not told: %s\n%v", want, err)
				}
			}
			if err != nil && strings.Contains(err.Error(), `did you mean ""`) {
				t.Error(err)
			}
		})
	}
}

// TestAValueOfAnotherFormIsShownItsOwn: a name as a text was "cannot decode TOML string into struct field of type
// hall.Name".
func TestAValueOfAnotherFormIsShownItsOwn(t *testing.T) {
	for text, want := range map[string]string{
		"[[groups]]\ncode = \"A\"\nname = \"交费\"\n":      `line 3: name is written { zh = "…", en = "…" }, and not as a string`,
		"[outlet]\nname = \"x\"\n":                       `line 2: name is written { zh = "…", en = "…" }`,
		"[outlet]\nname = { zh = 7 }\n":                  `line 2: zh is written "…", and not as an integer`,
		"[[items]]\npapers = [ { name = \"x\" } ]\n":     `line 2: name is written { zh = "…", en = "…" }`,
		"[outlet]\nid = 7\n":                             `line 2: id is written "…"`,
		"[outlet]\ncode = \"x\"\n":                       `line 2: code is written a whole number, such as 1`,
		"[outlet]\ndemo = \"yes\"\n":                     `line 2: demo is written true or false`,
		"[[groups]]\nhours = [ \"08:00\" ]\n":            `line 2: hours is written { days = [ 1, … ], from_min = 1, to_min = 1 }`,
		"[[groups]]\nhours = 7\n":                        `line 2: hours is written [ { days = [ 1, … ], from_min = 1, to_min = 1 }, … ]`,
		"[[groups]]\nplan_mean_min = \"3\"\n":            `line 2: plan_mean_min is written a number, such as 1.5`,
		"[[counters]]\nserves = [ \"A\" ]\n":             `line 2: serves is written { group = "…", level = 1 }`,
		"[[counters]]\nid = \"1\"\nid = \"2\"\n":         "line 3:",
		"[[tellers]]\nid = \"t01\"\nbadge = 0312\n":      "line 3:",
		"[[tellers]]\nid = \"t01\"\nbadge = 312\n":       `line 3: badge is written "…", and not as an integer`,
		"[outlet.rules]\nkeep_overnight = 1\n":           `line 2: keep_overnight is written true or false`,
		"[outlet.rules]\ncall_limit = 3.5\n":             `line 2: call_limit is written a whole number`,
		"groups = \"A\"\n":                               `line 1: groups is written [ { code = "…", prefix = "…"`,
		"[[groups]]\nname = { zh = \"a\", en = true }\n": `line 2: en is written "…", and not as a boolean`,
	} {
		file := filepath.Join(t.TempDir(), "outlet.toml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		setup := hall.Setup{}
		if err := config.Load(file, &setup); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hall.") {
			t.Errorf("%q gave %v, want %s", text, err, want)
		}
	}
}

// TestPathsStartAtTheSettingsFile: they went by the directory that a service happened to be started in.
func TestPathsStartAtTheSettingsFile(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "kiosk.toml")
	text := "pin_file = \"pin\"\n[node]\ndata = \"hall\"\ntoken_file = \"../K01.token\"\n[gateway]\ntoken_file = \"/etc/gateway.token\"\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Chdir("/")
	k := config.NewKiosk()
	if err := config.Load(file, &k); err != nil {
		t.Fatal(err)
	}
	got := []string{k.PINFile, k.Node.Data, k.Node.TokenFile, k.Gateway.TokenFile}
	want := []string{filepath.Join(dir, "pin"), filepath.Join(dir, "hall"), filepath.Join(filepath.Dir(dir), "K01.token"), "/etc/gateway.token"}
	if !slices.Equal(got, want) {
		t.Errorf("read %q, want %q", got, want)
	}
	if other := config.NewKiosk(); config.Load("", &other) != nil || other.PINFile != "" {
		t.Errorf("without a file: %+v", other)
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
