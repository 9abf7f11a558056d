package escpos_test

import (
	"bytes"
	"flag"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"

	fontfiles "github.com/brighthall/brighthall/assets/fonts"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/printer/escpos"
	"github.com/brighthall/brighthall/hardware/printer/escpos/escpostest"
)

var update = flag.Bool("update", false, "write the goldens")

const (
	qrContent = "http://hall.example/t/Zx7Qm2Lk9TnV4bRcW1pYsA"
	digits    = "00132702314471"
)

// ticket is the slip of look 23.
func ticket() hardware.Slip {
	return hardware.Slip{Job: "t1", Blocks: []hardware.Block{
		hardware.Text{Text: "高阳县供电营业厅", Size: hardware.Title, Bold: true},
		hardware.Rule{},
		hardware.Number{Text: "H023"},
		hardware.Text{Text: "居民过户　已预填", Size: hardware.Large, Bold: true},
		hardware.Box{Rows: []hardware.Row{{Label: "前面等候", Value: "5", Unit: "人"}, {Label: "大约要等", Value: "12–20", Unit: "分钟"}}, Note: "快慢会变，以叫号为准"},
		hardware.Text{Text: "叫到后去 3–5 号窗口", Size: hardware.Medium, Bold: true},
		hardware.Rule{},
		hardware.QR{Content: qrContent, Title: "扫码看进度", Lines: []string{"快到您时手机提醒"}, List: "请带好",
			Items: []hardware.Item{{Text: "身份证", Checked: true}, {Text: "不动产权证(可后补)"}}},
		hardware.Rule{},
		hardware.Barcode{Digits: digits, Caption: "请把条码交给窗口扫一下"},
		hardware.Footer{Lines: []string{"2026-11-23 09:41:07　K01-0231", "三次没到会过号　热线 95598　演示数据"}},
	}}
}

func fonts(t testing.TB) *escpos.Fonts {
	t.Helper()
	f, err := hallSans()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

var hallSans = sync.OnceValues(func() (*escpos.Fonts, error) {
	return escpos.ParseFonts(fontfiles.Regular, fontfiles.Bold)
})

func profile(t testing.TB, name string) escpos.Profile {
	t.Helper()
	p, err := escpos.LoadProfile(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Every model prints the standard slip, and what reaches the paper can be read by scanners
// that are not ours.
func TestEveryProfilePrintsTheTicketAndZbarReadsIt(t *testing.T) {
	if hardwaretest.UnderRace {
		t.Skip("pictures are arithmetic: make plain draws them")
	}
	f := fonts(t)
	for _, name := range escpos.Profiles() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := profile(t, name)
			data, err := escpos.Encode(p, f, ticket())
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+".bin", data)
			out := paper(t, p, data)
			if qr, bars := zxing(t, out); qr != qrContent || bars != digits {
				t.Errorf("gozxing read %q and %q", qr, bars)
			}
			got := zbar(t, out)
			for _, want := range []string{qrContent, digits} {
				if !strings.Contains(got, want) {
					t.Errorf("zbarimg read %q, want %s in it", got, want)
				}
			}
		})
	}
}

// paper gives the bytes to the virtual printer and returns what comes out.
func paper(t *testing.T, p escpos.Profile, data []byte) image.Image {
	t.Helper()
	tickets, errs := escpostest.Preview(like(p), append(data, 0x1D, 0x56, 0x00))
	if len(errs) > 0 {
		t.Fatalf("the printer did not understand: %v", errs)
	}
	return tickets[0].Image
}

// zxing reads the codes in this process, so that a machine without zbarimg tests something.
func zxing(t *testing.T, m image.Image) (qr, bars string) {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(onPaper(m))
	if err != nil {
		t.Fatal(err)
	}
	hard := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	if r, err := qrcode.NewQRCodeReader().Decode(bitmap, hard); err == nil {
		qr = r.GetText()
	}
	if r, err := oned.NewCode128Reader().Decode(bitmap, hard); err == nil {
		bars = r.GetText()
	}
	return qr, bars
}

// zbar reads the codes as from paper: with white around it, which the paper's edge gives.
func zbar(t testing.TB, m image.Image) string {
	t.Helper()
	if _, err := exec.LookPath("zbarimg"); err != nil {
		t.Skip("zbarimg is not installed (zbar-tools)")
	}
	file := filepath.Join(t.TempDir(), "ticket.png")
	savePNG(t, file, onPaper(m))
	out, _ := exec.Command("zbarimg", "-q", "--raw", file).Output()
	return string(out)
}

// onPaper adds the 5 mm of paper a printer cannot reach at each side.
func onPaper(m image.Image) image.Image {
	const side = 40
	b := m.Bounds()
	out := image.NewGray(image.Rect(0, 0, b.Dx()+2*side, b.Dy()+2*side))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			out.Pix[y*out.Stride+x] = 255
			if p := image.Pt(x-side, y-side); p.In(b) {
				r, _, _, _ := m.At(p.X, p.Y).RGBA()
				out.Pix[y*out.Stride+x] = byte(r >> 8)
			}
		}
	}
	return out
}

func savePNG(t testing.TB, file string, m image.Image) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		os.MkdirAll("testdata", 0o755)
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s changed: %d bytes, golden %d; look at the ticket, then -update", name, len(got), len(want))
	}
}

func TestSlipsThatCannotBeSetAreRefused(t *testing.T) {
	f, p := fonts(t), profile(t, "58mm")
	for name, b := range map[string]hardware.Block{
		"odd count of digits":      hardware.Barcode{Digits: "123"},
		"letters in a C barcode":   hardware.Barcode{Digits: "12A4"},
		"barcode wider than paper": hardware.Barcode{Digits: strings.Repeat("12", 20)},
		"Chinese in a QR":          hardware.QR{Content: "号"},
		"a metre of paper":         hardware.Text{Text: strings.Repeat("号", 8000)},
	} {
		if _, err := f.Set(p, hardware.Slip{Blocks: []hardware.Block{b}}); hardware.CodeOf(err) != hardware.PrinterBadSlip {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Nothing may touch the edge of the printable width: that would be cut off text.
func TestNothingIsCutOff(t *testing.T) {
	if hardwaretest.UnderRace {
		t.Skip("pictures are arithmetic: make plain draws them")
	}
	f := fonts(t)
	long := ticket()
	long.Blocks = append(long.Blocks,
		hardware.Text{Text: "某某市某某区某某路供电营业厅（自助服务区二号厅）", Size: hardware.Title, Bold: true},
		hardware.Number{Text: "H10023"},
		hardware.Text{Text: "Please keep this ticket until your number is called at the window", Bold: true},
		hardware.Box{Rows: []hardware.Row{{Label: "Estimated waiting time", Value: "120–200", Unit: "minutes"}}, Note: strings.Repeat("长", 60)})
	for _, name := range escpos.Profiles() {
		m, err := f.Set(profile(t, name), long)
		if err != nil {
			t.Fatal(err)
		}
		for y := range m.Rect.Dy() {
			if m.GrayAt(0, y).Y == 0 || m.GrayAt(m.Rect.Dx()-1, y).Y == 0 {
				t.Fatalf("%s: ink at the edge in row %d", name, y)
			}
		}
	}
}

// BenchmarkRasterTicket sets a ticket and makes bytes of it: the time between the touch and the first byte on the wire.
func BenchmarkRasterTicket(b *testing.B) {
	f := fonts(b)
	for _, name := range []string{"80mm", "58mm", "tm-t88v", "80mm-text"} {
		p := profile(b, name)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				data, err := escpos.Encode(p, f, ticket())
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(data)))
			}
		})
	}
}
