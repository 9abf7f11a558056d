package camera_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/scanner/camera"
)

// asked counts how often the driver asked for a picture.
type asked struct {
	camera.Source
	n atomic.Int64
}

func (a *asked) Next(ctx context.Context) (*image.Gray, error) {
	a.n.Add(1)
	return a.Source.Next(ctx)
}

// album is a directory that a test puts pictures into.
type album struct {
	t   *testing.T
	dir string
	n   int
}

// put writes a file under another name first, as a program that feeds such a directory does.
func (a *album) put(b []byte) error {
	a.n++
	name := filepath.Join(a.dir, strconv.Itoa(1000+a.n))
	if err := os.WriteFile(name+".part", b, 0o600); err != nil {
		return err
	}
	return os.Rename(name+".part", name+".png")
}

func drawn(t testing.TB, code string) *image.Gray {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 640, 480))
	draw.Draw(m, m.Rect, image.White, image.Point{}, draw.Src)
	var bits *gozxing.BitMatrix
	var err error
	if len(code) < 20 {
		bits, err = oned.NewCode128Writer().Encode(code, gozxing.BarcodeFormat_CODE_128, 500, 120, nil)
	} else {
		bits, err = qrcode.NewQRCodeWriter().Encode(code, gozxing.BarcodeFormat_QR_CODE, 300, 300, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	for y := range bits.GetHeight() {
		for x := range bits.GetWidth() {
			if bits.Get(x, y) {
				m.SetGray(60+x, 90+y, color.Gray{})
			}
		}
	}
	return m
}

func pngOf(t testing.TB, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCameraContract(t *testing.T) {
	hardwaretest.TestScanner(t, func(t *testing.T) hardwaretest.ScannerRig {
		a := &album{t: t, dir: filepath.Join(t.TempDir(), "pictures")}
		if err := os.Mkdir(a.dir, 0o700); err != nil {
			t.Fatal(err)
		}
		d, err := camera.OpenDir(a.dir, 20*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		source := &asked{Source: d}
		return hardwaretest.ScannerRig{
			Open:  camera.New(source, camera.Options{}),
			Point: func(code string) error { return a.put(pngOf(t, drawn(t, code))) },
			Raw:   a.put,
			Frame: func(code string) []byte { return pngOf(t, drawn(t, code)) },
			Reads: func() int { return int(source.n.Load()) },
			Keys:  true, // a camera has no baud rate and sends no control characters
			Unplug: func() {
				if err := os.RemoveAll(a.dir); err != nil {
					t.Error(err)
				}
			},
		}
	})
}

func TestADirectoryIsReadInTheOrderOfItsNames(t *testing.T) {
	dir := t.TempDir()
	for name, code := range map[string]string{"b.png": "22222222222222", "a.PNG": "11111111111111", "c.png": "33333333333333"} {
		if err := os.WriteFile(filepath.Join(dir, name), pngOf(t, drawn(t, code)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	os.WriteFile(filepath.Join(dir, "aa.png"), []byte("no picture"), 0o600)
	os.WriteFile(filepath.Join(dir, "readme.txt"), []byte("no picture"), 0o600)
	d, err := camera.OpenDir(dir, 10*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	os.Chtimes(filepath.Join(dir, "aa.png"), time.Now(), time.Now().Add(-time.Minute)) // it is not being written any more
	c := camera.New(d, camera.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	var got []string
	c.Scan(ctx, func(s hardware.Scan) {
		if got = append(got, s.Code); len(got) == 3 {
			cancel()
		}
	})
	if len(got) != 3 || got[0] != "11111111111111" || got[1] != "22222222222222" || got[2] != "33333333333333" {
		t.Errorf("read %q", got)
	}
}

func TestWhatIsNotAcceptedIsNotDelivered(t *testing.T) {
	for _, code := range []string{"00132702314471", "http://10.0.0.5:7300/t/0123456789abcdef0123456789abcdef"} {
		asked := ""
		r := camera.NewReader(camera.Options{Accept: func(code string) bool { asked = code; return false }})
		if got, ok := r.Read(t.Context(), drawn(t, code)); ok || asked != code {
			t.Errorf("delivered %q; asked about %q", got, asked)
		}
		if got, ok := camera.NewReader(camera.Options{}).Read(t.Context(), drawn(t, code)); !ok || got != code {
			t.Errorf("read %q", got)
		}
	}
}

func TestAClosedCameraIsMissing(t *testing.T) {
	d, err := camera.OpenDir(t.TempDir(), 0)
	if err != nil {
		t.Fatal(err)
	}
	c := camera.New(d, camera.Options{})
	c.Close()
	if err := c.Scan(t.Context(), nil); hardware.CodeOf(err) != hardware.Missing {
		t.Error(err)
	}
}

func BenchmarkReadQR(b *testing.B) {
	benchmarkRead(b, "http://10.0.0.5:7300/t/0123456789abcdef0123456789abcdef?n=A017&s=cash&d=20261124&m=0123456789ab")
}

func BenchmarkReadCode128(b *testing.B) { benchmarkRead(b, "00132702314471") }

func benchmarkRead(b *testing.B, code string) {
	m, r := drawn(b, code), camera.NewReader(camera.Options{})
	for b.Loop() {
		if got, ok := r.Read(b.Context(), m); !ok || got != code {
			b.Fatalf("read %q", got)
		}
	}
}
