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

// driven is a clock that only the test moves, so that nothing hangs on how fast the machine is.
type driven struct{ ms atomic.Int64 }

func (d *driven) Now() time.Time {
	return time.Unix(1_800_000_000, 0).Add(time.Duration(d.ms.Load()) * time.Millisecond)
}

func (d *driven) pass(t time.Duration) { d.ms.Add(t.Milliseconds()) }

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

// drawn is a small picture of a code without any harm: Code128 when it is short.
func drawn(t testing.TB, code string) *image.Gray {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 320, 240))
	draw.Draw(m, m.Rect, image.White, image.Point{}, draw.Src)
	var bits *gozxing.BitMatrix
	var err error
	if len(code) < 20 {
		bits, err = oned.NewCode128Writer().Encode(code, gozxing.BarcodeFormat_CODE_128, 280, 80, nil)
	} else {
		bits, err = qrcode.NewQRCodeWriter().Encode(code, gozxing.BarcodeFormat_QR_CODE, 200, 200, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	for y := range bits.GetHeight() {
		for x := range bits.GetWidth() {
			if bits.Get(x, y) {
				m.SetGray(20+x, 20+y, color.Gray{})
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

func TestDirectoryContract(t *testing.T) {
	hardwaretest.TestScanner(t, func(t *testing.T) hardwaretest.ScannerRig {
		a := &album{dir: filepath.Join(t.TempDir(), "pictures")}
		if err := os.Mkdir(a.dir, 0o700); err != nil {
			t.Fatal(err)
		}
		d, err := camera.OpenDir(a.dir, 20*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		source, clock := &asked{Source: d}, &driven{}
		return hardwaretest.ScannerRig{
			Open:  camera.New(source, camera.Options{Now: clock.Now}),
			Point: func(code string) error { return a.put(pngOf(t, drawn(t, code))) },
			Raw:   a.put,
			Frame: func(code string) []byte { return pngOf(t, drawn(t, code)) },
			Reads: func() int { return int(source.n.Load()) },
			Keys:  true, // a file that is no picture says nothing about the next one
			Unplug: func() {
				if err := os.RemoveAll(a.dir); err != nil {
					t.Error(err)
				}
			},
		}
	})
}

// slides is a Source that shows what a test puts on it. show returns when the picture has been read.
type slides struct {
	pictures chan *image.Gray
	ready    chan struct{}
}

func newSlides() *slides { return &slides{make(chan *image.Gray), make(chan struct{})} }

func (s *slides) Next(ctx context.Context) (*image.Gray, error) {
	select {
	case s.ready <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	m := <-s.pictures
	if m == nil {
		return nil, camera.ErrPicture
	}
	return m, nil
}

func (s *slides) Close() error   { return nil }
func (s *slides) String() string { return "slides:" }

// show is called when ready has been awaited once, and awaits it again.
func (s *slides) show(m *image.Gray) {
	s.pictures <- m
	<-s.ready
}

func TestOneCodeWithinASecondCountsOnce(t *testing.T) {
	s, clock, found := newSlides(), &driven{}, []hardware.Scan(nil)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- camera.New(s, camera.Options{Now: clock.Now}).Scan(ctx, func(c hardware.Scan) { found = append(found, c) })
	}()
	<-s.ready
	a, b := drawn(t, "00132702314471"), drawn(t, "99999999999999")
	for _, step := range []struct {
		what  string
		after time.Duration
		shown *image.Gray
		codes int
	}{
		{"a ticket comes", 0, a, 1},
		{"it is held there", 900 * time.Millisecond, a, 1},
		{"longer than a second, seen all the time", 900 * time.Millisecond, a, 1},
		{"a second after it was last seen", time.Second, a, 2},
		{"another one", 0, b, 3},
		{"and the first again", 10 * time.Millisecond, a, 4},
	} {
		clock.pass(step.after)
		if s.show(step.shown); len(found) != step.codes || !found[len(found)-1].At.Equal(clock.Now()) && step.after != 900*time.Millisecond {
			t.Fatalf("%s: %v, want %d codes", step.what, found, step.codes)
		}
	}
	cancel()
	s.pictures <- a
	if err := <-ended; err != context.Canceled {
		t.Error(err)
	}
}

func TestManyDamagedPicturesAreAFault(t *testing.T) {
	s := newSlides()
	ended := make(chan error, 1)
	go func() {
		ended <- camera.New(s, camera.Options{Now: new(driven).Now}).Scan(t.Context(), func(hardware.Scan) {})
	}()
	<-s.ready
	for range 9 {
		s.show(nil)
	}
	s.show(drawn(t, "00132702314471")) // one that can be used: it is not the cable
	for range 9 {
		s.show(nil)
	}
	s.pictures <- nil
	if err := <-ended; hardware.CodeOf(err) != hardware.Garbled {
		t.Error(err)
	}
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
	c := camera.New(d, camera.Options{Now: new(driven).Now})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
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

func TestADamagedPictureIsReadWhenItIsWhole(t *testing.T) {
	dir := t.TempDir()
	file, whole := filepath.Join(dir, "1.png"), pngOf(t, drawn(t, "00132702314471"))
	if err := os.WriteFile(file, whole[:len(whole)/2], 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := camera.OpenDir(dir, 10*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Next(ctx); err != context.Canceled { // it has looked, and found nothing to give
		t.Fatal(err)
	}
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if m, err := d.Next(t.Context()); err != nil || m.Rect.Dx() != 320 {
		t.Errorf("%v %v", m, err)
	}
}

func TestWhatIsForgedIsNotDelivered(t *testing.T) {
	for _, code := range []string{"00132702314471", "http://10.0.0.5:7300/t/0123456789abcdef0123456789abcdef"} {
		for verdict, want := range map[camera.Verdict]bool{camera.Genuine: true, camera.Unknown: true, camera.Forged: false} {
			asked := ""
			r := camera.NewReader(camera.Options{Now: new(driven).Now, Check: func(code string) camera.Verdict { asked = code; return verdict }})
			if got, ok := r.Read(t.Context(), drawn(t, code)); ok != want || ok && got != code || asked != code {
				t.Errorf("%q: delivered %q %v; asked about %q", verdict, got, ok, asked)
			}
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
