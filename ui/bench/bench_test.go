package bench_test

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/bench"
	"github.com/brighthall/brighthall/ui/kit"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

// desk is a bench whose devices write down what is done to them.
type desk struct {
	*bench.Bench
	*uitest.Rig
	broken  []string
	scanned []string
	acts    []string

	exported string
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
		Export: func(text string) (string, error) {
			if d.exported = text; strings.Contains(text, "FF FF FF FF") {
				return "", errors.New("disk full")
			}
			return "wire-1.txt", nil
		},
		Play: func(story string, done func(error)) func() {
			d.acts = append(d.acts, "plays "+story)
			return func() { done(errors.New("ended")) }
		},
		Record: func(devices []string) (func() (string, error), error) {
			d.acts = append(d.acts, fmt.Sprint("records ", devices))
			if devices[0] == "printer" {
				return nil, errors.New("no line")
			}
			return func() (string, error) { d.acts = append(d.acts, "recorded"); return "tapes-1", nil }, nil
		},
		Pages: []bench.Page{
			{Key: "card", Machines: []bench.Machine{{ID: "samv", At: "kiosk",
				Acts:   []bench.Act{{"resident", "card resident"}, {"moved", "card moved"}, {"rare", "card rare"}, {"hkmt", "card hkmt"}, {"lift", "lift"}},
				Faults: []bench.Switch{{"power", "power off", "power on"}, {"stuck", "stuck on", "stuck off"}}}}},
			{Key: "power", Machines: []bench.Machine{
				{ID: "megatec", At: "kiosk", Acts: []bench.Act{{"mains_off", "mains off"}, {"mains_on", "mains on"}}, Faults: []bench.Switch{{"broken", "broken on", "broken off"}}},
				{ID: "syn6288", At: bench.AtBench, Acts: []bench.Act{{"reset", "reset"}}}}},
			{Key: "cash"}, {Key: "forms"}, {Key: "window", Machines: []bench.Machine{{ID: "onbon", At: "counter"}, {ID: "keys", At: "counter"}}},
		},
		Act: func(machine, words string) error {
			if d.acts = append(d.acts, machine+": "+words); words == "card rare" {
				return errors.New("no such card")
			}
			return nil
		},
		Unplug: func(machine string, out bool) { d.acts = append(d.acts, fmt.Sprint(machine, " unplugged ", out)) },
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
		{"cards", func(d *desk) {
			d.Is("samv", kit.Good, "")
			d.Shows("samv", "证在读卡区")
			d.Told("samv", "读出 测试一  1101**********002X  居民身份证，号码对，用时 0.9 秒")
			d.Told("samv", "读出 陈测试  8100**********0014  港澳台居住证，号码对，用时 0.8 秒")
			d.Tap("page-card")
			d.Tap("record")
		}},
		{"power", func(d *desk) {
			d.Is("megatec", kit.Watch, "停电了，UPS 正在供电。")
			d.Told("megatec", "停电，电池供电，负载 40%")
			d.Is("syn6288", kit.Bad, "语音模块没有回答。")
			d.Tap("page-power")
			d.Wire(bench.Frame{At: uitest.Start, Device: "megatec", Out: true, Bytes: []byte("Q1\r"), Raw: true})
			d.Wire(bench.Frame{At: uitest.Start, Device: "megatec", Bytes: []byte("(221.0 221.0 220.0 040 50.0 27.0 25.0 00000000\r"), Raw: true})
			d.Tap("log-of-power-megatec")
			d.Tap("fault-syn6288.unplug")
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
	d.Sees("已弄坏：打印机 卡刀")
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

func TestTheLogIsFilteredByDevice(t *testing.T) {
	d := newDesk(t)
	d.traffic()
	d.Tap("log-of-everyday-scanner")
	d.Sees("共 1 帧", "条码")
	d.SeesNot("问回执")
	d.Tap("page-window")
	d.SeesNot("条码", "问回执")
	for _, device := range []string{"keys", "onbon", "keys"} {
		d.Wire(bench.Frame{At: uitest.Start, Device: device, Bytes: []byte{0xAA}})
	}
	d.Advance(time.Second)
	d.Sees("共 3 帧")
	d.Tap("log-of-window-keys")
	d.Sees("共 2 帧")
	d.SeesNot("条码", "问回执")
	d.Tap("page-everyday")
	d.Sees("共 9 帧")
}

func TestTheLogIsExportedWithAllItsBytes(t *testing.T) {
	d := newDesk(t)
	d.Tap("log-export") // there is nothing yet
	if d.exported != "" {
		t.Error(d.exported)
	}
	d.traffic()
	d.Tap("log-export")
	d.Sees("已导出 wire-1.txt")
	for _, want := range []string{"2026-11-23 09:41:00.037\t收\t打印机\t1 字节\t回答\n\t12\n", "发\t打印机\t18008 字节\t图像\n\t1D 76 30 00 48 00 FF 00 00", "收\t扫码枪\t15 字节\t条码\n\t31 30 31"} {
		if !strings.Contains(d.exported, want) {
			t.Errorf("the file lacks %q", want)
		}
	}
	d.Tap("log-of-everyday-scanner")
	d.Tap("log-export")
	if strings.Contains(d.exported, "打印机") {
		t.Error("the file holds what the filter left out")
	}
	d.Wire(bench.Frame{Device: "scanner", Bytes: []byte{0xFF, 0xFF, 0xFF, 0xFF}})
	d.Tap("log-export")
	d.Sees("没有存成")
}

func TestTheDevicesOfThePageAreRecorded(t *testing.T) {
	d := newDesk(t)
	d.Tap("record")
	d.Sees("网络上的机器录不了")
	d.Tap("page-card")
	d.Tap("record")
	d.Sees("停止录制", "正在录")
	d.Tap("page-everyday")
	d.Tap("record")
	d.Sees("已录到 tapes-1")
	d.SeesNot("停止录制")
	if want := []string{"records [printer scanner voice]", "records [samv]", "recorded"}; !slices.Equal(d.acts, want) {
		t.Errorf("did %q, want %q", d.acts, want)
	}
}

func TestAStoryIsPlayedAndEnded(t *testing.T) {
	d := newDesk(t)
	d.Tap("story-visit")
	d.Tap("story-paper") // one at a time
	d.Sees("停下剧本", "剧本在真的画面和设备上走")
	d.NoClipping()
	d.Tap("story-visit")
	d.Sees("剧本没有走完")
	d.SeesNot("停下剧本")
	d.Tap("story-paper")
	if want := []string{"plays visit", "plays paper"}; !slices.Equal(d.acts, want) {
		t.Errorf("did %q, want %q", d.acts, want)
	}
}

func TestThePaperIsTornOffAndSaved(t *testing.T) {
	d := newDesk(t)
	d.Paper(slip(900))
	d.Tap("paper-save")
	d.Sees("已存到 ticket-1.png")
	d.Tap("paper-tear")
	d.Sees("还没有出票")
}

func TestMachinesAreWorkedInTheirOwnWords(t *testing.T) {
	d := newDesk(t)
	d.Tap("page-card")
	d.Tap("act-samv-resident")
	d.Tap("act-samv-rare")
	d.Sees("no such card")
	d.Tap("fault-samv.stuck")
	d.Tap("fault-samv.unplug")
	d.Sees("已弄坏：身份证读卡器 线上乱码、身份证读卡器 拔线")
	d.Tap("heal")
	d.SeesNot("已弄坏")
	want := []string{"samv: card resident", "samv: card rare", "samv: stuck on", "samv unplugged true", "samv: stuck off", "samv unplugged false"}
	if !slices.Equal(d.acts, want) {
		t.Errorf("did %q, want %q", d.acts, want)
	}
	d.Tap("page-everyday")
	d.Sees("扫这个码")
	d.SeesNot("生僻字姓名")
}
