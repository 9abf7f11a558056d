package camera_test

import (
	"image"
	"slices"
	"testing"

	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/scanner/camera"
	"github.com/brighthall/brighthall/hardware/scanner/camera/cameratest"
)

// One picture for each thing that only some steps can overcome; `make bench` reads many of every kind.
func TestBadPicturesAreRead(t *testing.T) {
	if hardwaretest.UnderRace {
		t.Skip("pictures are arithmetic: make plain draws them")
	}
	all := cameratest.Conditions()
	qr, err1 := cameratest.QR(page)
	bars, err2 := cameratest.Code128("00132702314471")
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	for _, c := range []struct {
		what      string
		condition string
		subject   cameratest.Subject
	}{
		{"a QR code that lies slantwise: the grid's fourth corner", "perspective .5", qr},
		{"a QR code out of focus: the grid on a sharpened picture", "blur 2.2", qr},
		{"light lines through a QR code: filled", "skipped lines", qr},
		{"a barcode whose bars spread: modules that grow", "perspective .5", bars},
		{"light lines in bars: filled", "dead dots 14", bars},
	} {
		i := slices.IndexFunc(all, func(o cameratest.Condition) bool { return o.Name == c.condition })
		r := camera.NewReader(camera.Options{Now: new(driven).Now, Check: only(c.subject.Text)})
		if got, ok := r.Read(t.Context(), all[i].Shoot(c.subject, 3)); !ok || got != c.subject.Text {
			t.Errorf("%s: read %q", c.what, got)
		}
	}
}

// only is the check of a hall in which a single code was given out.
func only(genuine string) func(string) camera.Verdict {
	return func(code string) camera.Verdict {
		if code == genuine {
			return camera.Genuine
		}
		return camera.Forged
	}
}

// tiled is a picture of these bytes, row by row, over and over until it is high enough.
func tiled(pix []byte, width int) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, width, max(48, len(pix)/width)))
	for i := range m.Pix {
		if len(pix) > 0 {
			m.Pix[i] = pix[i%len(pix)]
		}
	}
	return m
}

// FuzzRead: whatever is in a picture, the reader comes to an end with it, and what it gives is what the check has seen.
func FuzzRead(f *testing.F) {
	f.Add([]byte("a picture of some letters"), uint16(40))
	for _, code := range []string{"00132702314471", page} {
		m := drawn(f, code)
		f.Add(m.Pix[40*m.Stride:90*m.Stride], uint16(m.Rect.Dx()-32))
	}
	f.Fuzz(func(t *testing.T, pix []byte, width uint16) {
		if len(pix) > 1<<14 {
			return
		}
		asked := map[string]bool{}
		r := camera.NewReader(camera.Options{Now: new(driven).Now, Check: func(code string) camera.Verdict { asked[code] = true; return camera.Unknown }})
		if code, ok := r.Read(t.Context(), tiled(pix, int(width)%512+32)); ok && !asked[code] {
			t.Errorf("%q was not checked", code)
		}
	})
}
