package devicectl

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/apps/internal/selftest"
	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port/porttest"
)

// tested runs the self-test of devices named by hand.
func tested(t *testing.T, ctx context.Context, devices map[string]string, person func(string)) (selftest.Report, *lang.Book) {
	t.Helper()
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	o, err := (&Test{Device: devices, Language: "zh-CN"}).options(book)
	if err != nil {
		t.Fatal(err)
	}
	o.Person = person
	return selftest.Run(ctx, o), book
}

func TestTheSelfTestTriesEveryDevice(t *testing.T) { synctest.Test(t, triesEveryDevice) }

// triesEveryDevice needs a driven clock: what the voice says takes its seconds.
func triesEveryDevice(t *testing.T) {
	a, b, c := porttest.NewMemory("a"), porttest.NewMemory("b"), porttest.NewMemory("c")
	printer, _, slips := simulate(t, "escpos", a)
	reader, cards, _ := simulate(t, "samv", b)
	power, _, _ := simulate(t, "megatec", c)
	r, book := tested(t, porttest.Cables(t.Context(), a, b, c), map[string]string{"printer": printer, "id": reader, "ups": power, "voice": "clips+silent:"}, func(string) { cards.Act("card resident") })
	for _, want := range []selftest.Check{
		{Name: "id", Kind: "idcard", Result: selftest.Good, Did: "card"},
		{Name: "printer", Kind: "printer", Result: selftest.Good, Did: "printed"},
		{Name: "ups", Kind: "ups", Result: selftest.Good, Did: "power"},
		{Name: "voice", Kind: "voice", Result: selftest.Watch, Code: hardware.NoPlayback, Did: "said"},
	} {
		if !slices.ContainsFunc(r.Checks, func(c selftest.Check) bool {
			return c.Name == want.Name && c.Kind == want.Kind && c.Result == want.Result && c.Code == want.Code && c.Did == want.Did
		}) {
			t.Errorf("not among the checks: %+v\n%s", want, r.Words(book, hall.Chinese))
		}
	}
	if len(slips) == 0 || !r.OK() {
		t.Errorf("no slip came out, or not ok:\n%s", r.Words(book, hall.Chinese))
	}
}

func TestTheSelfTestSaysWhatIsBroken(t *testing.T) {
	printer, box, _ := line(t, "escpos")
	box.Act("paper out")
	r, book := tested(t, t.Context(), map[string]string{"printer": printer, "id": "samv+serial:///dev/none"}, nil)
	words := r.Words(book, hall.Chinese)
	if r.OK() || r.Checks[0].Code != hardware.Missing || r.Checks[1].Code != hardware.PrinterPaperOut {
		t.Errorf("told %+v", r.Checks)
	}
	if !strings.Contains(words, book.Say(hall.Chinese, "fault.printer.paper-out.runbook")) {
		t.Errorf("nobody is told what to do:\n%s", words)
	}
}

// TestTheSelfTestShowsTheWordThatIsWrong: a setting that only opening the device finds wrong.
func TestTheSelfTestShowsTheWordThatIsWrong(t *testing.T) {
	r, book := tested(t, t.Context(), map[string]string{"money": "cctalk+serial:///dev/none"}, nil)
	if words := r.Words(book, hall.Chinese); r.OK() || !strings.Contains(words, "journal=FILE") {
		t.Error(words)
	}
	o := &Test{Device: map[string]string{"printer": "escpos+serial:///dev/none?profile=80m"}, Language: "zh-CN"}
	if _, err := o.options(book); err == nil || !strings.Contains(err.Error(), `device printer`) || !strings.Contains(err.Error(), `did you mean "80mm"`) {
		t.Error(err)
	}
}

func TestAClockThatIsWrongIsTold(t *testing.T) {
	node := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(-2*time.Minute).UTC().Format(http.TimeFormat))
	}))
	defer node.Close()
	if d, err := selftest.Ahead(t.Context(), node.URL); err != nil || d < 118*time.Second || d > 122*time.Second {
		t.Errorf("%v %v", d, err)
	}
}

// TestWhatIsWrongAroundTheDevicesNamesAStep: a clock four days away was told in seconds, and "the steps above" were
// none.
func TestWhatIsWrongAroundTheDevicesNamesAStep(t *testing.T) {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[hall.Language]string{hall.Chinese: "4 天 6 小时", hall.English: "4 days 6 hours"} {
		for _, did := range []string{"clock", "clock_unknown", "disk", "disk_unknown", "display_missing", "node_away", "node_refused", "node_shut"} {
			for _, result := range []selftest.Result{selftest.Watch, selftest.Bad} {
				c := selftest.Check{Name: "clock", Kind: "clock", Did: did, Value: "367200", Result: result}
				words := selftest.Report{Checks: []selftest.Check{c}}.Words(book, in)
				if strings.Count(words, "\n") != 4 || strings.Contains(words, "selftest.") {
					t.Errorf("%s, %s: no step in\n%s", did, result, words)
				}
				if did == "clock" && !strings.Contains(words, want) {
					t.Errorf("not %s:\n%s", want, words)
				}
			}
		}
	}
}

func TestASettingsFileNamesTheDevices(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kiosk.toml")
	if err := os.WriteFile(file, []byte("terminal = \"K07\"\n[devices]\nprinter = \"escpos+tcp://127.0.0.1:9\"\n"+
		"cash = \"id003+serial:///dev/ttyUSB4?journal=/tmp/j\"\npage_printer = \"page+ipp://127.0.0.1:631/printers/forms\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	o, err := (&Test{Config: file, Program: "kiosk", Language: "en"}).options(book)
	if err != nil || o.Terminal != "K07" || len(o.Devices) != 3 || o.Devices[0].Kind != hardware.KindCash || o.Devices[1].Kind != hardware.KindPage || o.Devices[2].Kind != hardware.KindPrinter {
		t.Errorf("%+v %v", o, err)
	}
	if _, err := (&Test{Device: map[string]string{"printer": "escpso+tcp://x"}}).options(book); err == nil || !strings.Contains(err.Error(), "escpos") {
		t.Errorf("a wrong word gives %v", err)
	}
}

// TestAHallWithoutItsQueueHostCannotOpen: away, a token it does not know, another certificate; and then all is well.
func TestAHallWithoutItsQueueHostCannotOpen(t *testing.T) {
	dir := t.TempDir()
	n, err := hallnode.Open(t.Context(), hallnode.Options{Data: dir, Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- n.Run(ctx) }()
	defer func() { cancel(); <-ran }()
	good, err := n.Enrol(ctx, "kiosk", "K07")
	if err != nil {
		t.Fatal(err)
	}
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, address, token string
		ok                   bool
		did                  string
	}{
		{"away", "http://127.0.0.1:9", good, false, "node_away"},
		{"another hall's token", n.URL, good + "x", false, "node_refused"},
		{"no token file", n.URL, "", false, "node_refused"},
		{"no TLS there", strings.Replace(n.URL, "http", "https", 1), good, false, "node_away"},
		{"well", n.URL, good, true, "node"},
	} {
		token := filepath.Join(t.TempDir(), "token")
		os.WriteFile(token, []byte(c.token+"\n"), 0o600)
		file := filepath.Join(t.TempDir(), "kiosk.toml")
		text := fmt.Sprintf("terminal = \"K07\"\n[node]\naddress = %q\ntoken_file = %q\n", c.address, token)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		o, err := (&Test{Config: file, Program: "kiosk", Language: "zh-CN"}).options(book)
		if err != nil {
			t.Fatal(err)
		}
		o.Person, o.Screens = nil, nil
		r := selftest.Run(ctx, o)
		words := r.Words(book, hall.Chinese)
		if r.OK() != c.ok || r.Checks[0].Did != c.did || strings.Contains(words, "可以开门") != c.ok {
			t.Errorf("%s: %+v\n%s", c.name, r.Checks, words)
		}
	}
}

// TestATerminalWithoutDevicesIsTestedAllTheSame: it has a clock, a disk and displays. With the node in it the clock is
// its own.
func TestATerminalWithoutDevicesIsTestedAllTheSame(t *testing.T) {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	for settings, own := range map[string]bool{"terminal = \"K07\"\n": true, "terminal = \"K07\"\n[node]\naddress = \"http://127.0.0.1:9\"\n": false} {
		file := filepath.Join(t.TempDir(), "kiosk.toml")
		if err := os.WriteFile(file, []byte(settings), 0o600); err != nil {
			t.Fatal(err)
		}
		o, err := (&Test{Config: file, Program: "kiosk", Language: "zh-CN"}).options(book)
		if err != nil || o.OwnClock != own || (o.Clock == nil) != own {
			t.Fatalf("%q: %+v %v", settings, o, err)
		}
		o.Person = nil
		words := selftest.Run(t.Context(), o).Words(book, hall.Chinese)
		if strings.Contains(words, "以本机的钟为准") != own || !strings.Contains(words, "GB") {
			t.Errorf("%q:\n%s", settings, words)
		}
	}
	if _, err := (&Test{Program: "kiosk", Language: "zh-CN"}).options(book); err == nil {
		t.Error("nothing is named and nothing is said of it")
	}
}
