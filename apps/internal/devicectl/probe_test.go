package devicectl

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/sims"
)

// rig is a simulated device on a cable under a driven clock: what a device waits for takes no time.
type rig struct {
	*testing.T
	ctx  context.Context
	url  string
	sim  sims.Device
	said chan string
}

// driven runs a test at a simulated device.
func driven(t *testing.T, name string, test func(t rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		m := porttest.NewMemory(name)
		url, d, said := simulate(t, name, m)
		if s, _ := sims.Find(name); s.Baud == 0 {
			url = strings.Replace(url, "serial:///", "tcp://cable/", 1)
		}
		test(rig{t, porttest.Cables(t.Context(), m), url, d, said})
	})
}

func (r rig) act(words string) {
	r.Helper()
	if err := r.sim.Act(words); err != nil {
		r.Fatal(err)
	}
}

// probe is what the command prints.
func (r rig) probe(p Probe) Report {
	r.Helper()
	if p.URL == "" {
		p.URL = r.url
	}
	if p.Wait == 0 {
		p.Wait = 30 * time.Second
	}
	book, err := lang.Load(sentences.FS)
	if err != nil {
		r.Fatal(err)
	}
	report := Report{URL: p.URL}
	report.ended(p.probe(r.ctx, &report), p.Wait, book, hall.Chinese)
	return report
}

func TestAPictureIsPrintedOnAPage(t *testing.T) {
	driven(t, "page", func(t rig) {
		for _, what := range []string{pattern(t.T), ""} {
			r := t.probe(Probe{What: what})
			result, _ := r.Result.(map[string]any)
			if !r.OK || r.Did != "printed" || result["result"] != hardware.Printed || result["state"] != hardware.Ready {
				t.Errorf("%q: %+v", what, r)
			}
			if words := <-t.said; !strings.Contains(words, ", 1 pages") {
				t.Error(words)
			}
			if words := <-t.said; !strings.Contains(words, "sheet 1 of 1") {
				t.Error(words)
			}
		}
		if r := t.probe(Probe{What: "/none.png"}); r.OK || r.Code != hardware.BadConfig {
			t.Errorf("%+v", r)
		}
	})
}

func TestAPagePrinterThatStandsSaysWhy(t *testing.T) {
	driven(t, "page", func(t rig) {
		t.act("paper 0")
		r := t.probe(Probe{})
		result, _ := r.Result.(map[string]any)
		if reasons, _ := result["reasons"].(string); r.OK || r.Code != hardware.PagePaperOut || !strings.Contains(reasons, "media") || r.Says == "" {
			t.Errorf("%+v", r)
		}
	})
}

// TestAPDFHoldsTogether: each object stands where the table says.
func TestAPDFHoldsTogether(t *testing.T) {
	pdf := testPage("Brighthall (1) 明厅")
	_, table, _ := bytes.Cut(pdf, []byte("xref\n0 6\n"))
	for i, row := range strings.SplitAfterN(string(table), "\n", 7)[1:6] {
		var at int
		for _, c := range row[:10] {
			at = at*10 + int(c-'0')
		}
		if want := []byte{byte('1' + i), ' ', '0', ' ', 'o', 'b', 'j'}; !bytes.HasPrefix(pdf[at:], want) {
			t.Errorf("object %d is not at %d", i+1, at)
		}
	}
	if !bytes.Contains(pdf, []byte("Brighthall ?1? ??")) {
		t.Error("the words are not as the font has them")
	}
}

// TestAPrinterThatSaysNothingIsNotWell: it may have no paper, or not be there.
func TestAPrinterThatSaysNothingIsNotWell(t *testing.T) {
	driven(t, "escpos", func(t rig) {
		t.act("silent on")
		r := t.probe(Probe{})
		result, _ := r.Result.(map[string]any)
		if r.OK || r.Code != hardware.PrinterUnconfirmed || result["result"] != hardware.Uncertain || r.Says == "" {
			t.Errorf("%+v", r)
		}
	})
}

// TestAPrinterWhoseAnswersComeLatePrints: at any delay the slip comes out within the probe's half minute, and the probe
// says what is known.
func TestAPrinterWhoseAnswersComeLatePrints(t *testing.T) {
	for _, late := range []string{"300ms", "600ms", "1s", "1100ms", "1200ms", "1450ms", "1600ms", "2200ms", "3s", "4s", "8s"} {
		t.Run(late, func(t *testing.T) {
			driven(t, "escpos", func(t rig) {
				t.act("late " + late)
				r := t.probe(Probe{})
				select {
				case said := <-t.said:
					if !strings.HasPrefix(said, "ticket 1") {
						t.Error(said)
					}
				case <-time.After(10 * time.Second):
					t.Error("no slip")
				}
				if !r.OK && r.Code != hardware.PrinterUnconfirmed {
					t.Errorf("%+v", r)
				}
			})
		})
	}
}

// TestATimeThatIsUpBeforeTheSlipIsSent sends nobody to look for paper.
func TestATimeThatIsUpBeforeTheSlipIsSent(t *testing.T) {
	driven(t, "escpos", func(t rig) {
		t.act("late 1200ms")
		r := t.probe(Probe{Wait: 3 * time.Second})
		if r.OK || r.Code != hardware.Canceled || !strings.Contains(r.Says, "3 秒内") || strings.Contains(r.Says, "看纸") || !strings.Contains(r.Says, "还没有发") {
			t.Errorf("%+v", r)
		}
	})
}

// TestAProbeTellsNonsenseByTheLine: what answers at a network address has no baud rate.
func TestAProbeTellsNonsenseByTheLine(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		if c, err := l.Accept(); err == nil {
			defer c.Close()
			c.Write([]byte("SSH-2.0-OpenSSH_9.2\r\n"))
			c.Read(make([]byte, 100))
			c.Write([]byte("Invalid SSH identification string.\r\n"))
		}
	})
	defer serving.Wait()
	defer l.Close()
	r := rig{T: t, ctx: t.Context()}.probe(Probe{URL: "nut+tcp://" + l.Addr().String() + "?ups=su700"})
	if r.OK || r.Code != hardware.Stranger || strings.Contains(r.Says, "波特率") || !strings.Contains(r.Says, "地址") {
		t.Errorf("%+v", r)
	}
}

// TestMoneyOfAProbe: a coin has no way back and is kept, a note is given back; neither is a doubt, nor in the hall's
// book.
func TestMoneyOfAProbe(t *testing.T) {
	for name, c := range map[string]struct{ act, end string }{"cctalk": {"coin 1", "kept"}, "id003": {"note 10", "returned"}, "ict": {"note 10", "returned"}, "ccnet": {"note bad", "rejected"}} {
		t.Run(name, func(t *testing.T) {
			book := filepath.Join(t.TempDir(), "cash.journal")
			driven(t, name, func(t rig) {
				time.AfterFunc(8*time.Second, func() { // the slot is open by then
					if err := t.sim.Act(c.act); err != nil {
						t.Error(err)
					}
				})
				r := t.probe(Probe{URL: t.url + "&journal=" + book})
				taken, _ := r.Result.(taking)
				if !r.OK || taken.End != c.end || taken.End == "kept" && taken.Fen == 0 {
					t.Errorf("%+v %s", r, r.Error)
				}
			})
			if _, err := os.Stat(book); !errors.Is(err, fs.ErrNotExist) {
				t.Error("the hall's journal was touched:", err)
			}
		})
	}
}

func TestAScreenIsHeldBeforeItGoesDark(t *testing.T) {
	driven(t, "onbon", func(t rig) {
		began := time.Now()
		if r := t.probe(Probe{What: "H023", Hold: 5 * time.Second}); !r.OK {
			t.Fatalf("%+v", r)
		}
		if took := time.Since(began); took < 5*time.Second {
			t.Errorf("dark after %s", took)
		}
	})
}

// TestNothingCame: one code for every device, and a sentence that says what to do.
func TestNothingCame(t *testing.T) {
	for name, want := range map[string]string{"samv": "把证拿起再放下", "serialscan": "5 秒内没有等到条码", "gm65": "5 秒内没有等到条码", "cctalk": "5 秒内没有等到", "keys": "没有等到按键"} {
		t.Run(name, func(t *testing.T) {
			driven(t, name, func(t rig) {
				r := t.probe(Probe{Wait: 5 * time.Second})
				if r.OK || r.Code != hardware.Canceled || !strings.Contains(r.Says, want) {
					t.Errorf("%+v", r)
				}
			})
		})
	}
}

// TestACardThatStillLiesThere is not read twice: whoever laid it down is told to lift it.
func TestACardThatStillLiesThere(t *testing.T) {
	driven(t, "samv", func(t rig) {
		t.act("card resident")
		if r := t.probe(Probe{}); !r.OK || r.Baud != 115200 || r.Status.Since.IsZero() {
			t.Fatalf("%+v", r)
		}
		if r := t.probe(Probe{Wait: 5 * time.Second}); r.OK || r.Code != hardware.Canceled || !strings.Contains(r.Says, "把证拿起再放下") {
			t.Errorf("%+v", r)
		}
	})
}

func TestRecordedWordsReadACall(t *testing.T) {
	for what, want := range map[string]struct {
		number string
		window int
	}{
		"请A001号到3号窗口":                        {"A001", 3},
		"请 h023 号到十一号窗口办理业务。":                {"H023", 11},
		"请A007到二十一号窗口办理":                     {"A007", 21},
		"Number A001, please go to window 3": {"A001", 3},
		"今天下午停电":                             {},
		"请A001号到十十号窗口":                       {}, "请A001号到三十三十号窗口": {},
	} {
		var u hardware.Utterance
		if ok := called(what, &u); ok != (want.window > 0) || ok && (u.Number != want.number || u.Window != want.window) {
			t.Errorf("%s: %+v", what, u)
		}
	}
	synctest.Test(t, func(t *testing.T) {
		for what, code := range map[string]hardware.Code{"请A001号到3号窗口": "", "A001": "", "今天下午停电": hardware.BadText} {
			r := rig{T: t, ctx: t.Context()}.probe(Probe{URL: "clips+silent:", What: what})
			if r.Code != code || code != "" && !strings.Contains(r.Says, "请A001号到3号窗口") {
				t.Errorf("%s: %+v", what, r)
			}
		}
	})
}

// stranger is a device of a kind that the probe does not know.
type stranger struct{}

func (stranger) Info() hardware.Info { return hardware.Info{Kind: "toaster"} }
func (stranger) Close() error        { return nil }

func TestADeviceThatCannotBeUsedIsNotWell(t *testing.T) {
	r := Report{Kind: "toaster"}
	if err := use(t.Context(), stranger{}, &Probe{}, &r); err == nil || !strings.Contains(err.Error(), "toaster") {
		t.Error(err)
	}
}
