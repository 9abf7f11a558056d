package bench_test

import (
	"errors"
	"image"
	"image/color"
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/bench"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

// desk is a bench whose devices write down what is done to them.
type desk struct {
	*bench.Bench
	*uitest.Rig
	broken  []string
	scanned []string
}

func newDesk(t *testing.T) *desk {
	d := &desk{Rig: uitest.New(t, skin.Desk)}
	d.Bench = bench.New(bench.Hooks{
		Break: func(f bench.Fault, on bool) {
			word := string(f)
			if !on {
				word += " healed"
			}
			d.broken = append(d.broken, word)
		},
		Scan: func(text string) { d.scanned = append(d.scanned, text) },
		ReadPaper: func(m image.Image) (string, error) {
			if m.Bounds().Dy() < 100 {
				return "", errors.New("no barcode")
			}
			return "10178000230042", nil
		},
		Quick: func(kind string) string { return map[string]string{"forged": "10178000239999"}[kind] },
		Save:  func(image.Image) (string, error) { return "ticket-1.png", nil },
	})
	d.Home(d.Bench)
	return d
}

// slip is a picture of paper: white with some black bars.
func slip(high int) image.Image {
	m := image.NewGray(image.Rect(0, 0, 576, high))
	for i := range m.Pix {
		m.Pix[i] = 255
	}
	for y := 60; y < min(high, 200); y++ {
		for x := 120; x < 456; x++ {
			if x/24%3 != 0 {
				m.SetGray(x, y, color.Gray{})
			}
		}
	}
	return m
}

func (d *desk) traffic() {
	at := uitest.Start
	for i, f := range []bench.Frame{
		{Out: true, Device: "printer", Bytes: []byte{0x10, 0x04, 0x04}},
		{Device: "printer", Bytes: []byte{0x12}},
		{Out: true, Device: "printer", Bytes: []byte{0x1b, 0x40}},
		{Out: true, Device: "printer", Bytes: append([]byte{0x1d, 0x76, 0x30, 0, 72, 0, 255, 0}, make([]byte, 18000)...)},
		{Out: true, Device: "printer", Bytes: []byte{0x1d, 0x56, 0x42, 0x00}},
		{Out: true, Device: "printer", Bytes: []byte{0x1d, 0x72, 0x01}},
		{Device: "printer", Bytes: []byte{0x00}},
		{Out: true, Device: "voice", Word: "said", Bytes: []byte("H023")},
		{Device: "scanner", Word: "code", Bytes: []byte("10178000230042\r")},
	} {
		f.At = at.Add(time.Duration(i*37) * time.Millisecond)
		d.Wire(f)
	}
	d.Advance(time.Second)
}

func TestPictures(t *testing.T) {
	for _, c := range []struct {
		name string
		in   func(*desk)
	}{
		{"empty", func(*desk) {}},
		{"busy", func(d *desk) {
			d.traffic()
			d.Paper(slip(1060))
			d.Said("请 A007 到 1 号窗口")
			d.Said("请 H023 到 3 号窗口")
			d.Tap("scan-paper")
		}},
		{"broken", func(d *desk) {
			d.traffic()
			d.Tap("fault-paper_out")
			d.Tap("fault-scanner_unplug")
			d.Tap("fault-node_cut")
			d.Tap("scan-forged")
		}},
		{"english", func(d *desk) { d.SetLang(hall.English); d.traffic(); d.Paper(slip(700)) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			c.in(d)
			d.NoClipping()
			d.NothingCovered()
			d.Golden("bench-" + c.name)
		})
	}
}

func TestTheScannerIsPointedAtThePaper(t *testing.T) {
	d := newDesk(t)
	d.Tap("scan-paper")
	d.Sees("还没有小票可扫。")
	d.Paper(slip(1060))
	d.Tap("scan-paper")
	d.Paper(slip(80))
	d.Tap("scan-paper")
	d.Sees("这张纸上读不出条码。")
	d.Tap("scan-forged")
	d.Tap("fault-scanner_unplug")
	d.Tap("scan-forged")
	d.Sees("扫码枪的线拔掉了。")
	if want := []string{"10178000230042", "10178000239999"}; !slices.Equal(d.scanned, want) {
		t.Errorf("scanned %v, want %v", d.scanned, want)
	}
}

func TestSwitchesBreakAndHeal(t *testing.T) {
	d := newDesk(t)
	d.Tap("fault-cutter_jam")
	d.Sees("已弄坏：卡刀")
	d.Tap("heal")
	d.SeesNot("已弄坏")
	if want := []string{"cutter_jam", "cutter_jam healed"}; !slices.Equal(d.broken, want) {
		t.Errorf("did %v, want %v", d.broken, want)
	}
}

func TestTheLogStopsAndClears(t *testing.T) {
	d := newDesk(t)
	d.traffic()
	d.Sees("问回执", "18008 字节", "跟随最新，共 9 帧")
	d.Tap("log-stop")
	d.Wire(bench.Frame{Out: true, Device: "printer", Bytes: []byte{0x1d, 0x49, 0x01}})
	d.Advance(time.Second)
	d.SeesNot("问型号")
	d.Tap("log-stop")
	d.Sees("问型号")
	d.Tap("log-clear")
	d.Sees("线上还没有数据")
}

func TestThePaperIsTornOffAndSaved(t *testing.T) {
	d := newDesk(t)
	d.Paper(slip(900))
	d.Tap("paper-save")
	d.Sees("已存到 ticket-1.png")
	d.Tap("paper-tear")
	d.Sees("还没有出票")
}
