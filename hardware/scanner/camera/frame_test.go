package camera

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

func TestRawFramesBecomeGrey(t *testing.T) {
	for _, c := range []struct {
		name, format string
		stride       int
		raw          string
		want         string // 3 x 2; empty: refused
	}{
		{"grey", "grey", 0, "abcdef", "abcdef"},
		{"grey in longer rows", "grey", 4, "abc.def", "abcdef"},
		{"grey and padding", "grey", 0, "abcdef....", "abcdef"},
		{"grey cut short", "grey", 0, "abcde", ""},
		{"the brightness of YUYV is every second byte", "yuyv", 0, "a.b.c.d.e.f.", "abcdef"},
		{"YUYV in longer rows", "yuyv", 8, "a.b.c...d.e.f.", "abcdef"},
		{"YUYV of half the bytes", "yuyv", 0, "a.b.c.", ""},
		{"NV12 has colour after the brightness", "nv12", 0, "abcdef...", "abcdef"},
		{"nothing", "yuyv", 0, "", ""},
		{"no JPEG", "mjpeg", 0, "abcdef", ""},
		{"a JPEG's beginning", "mjpeg", 0, "\xff\xd8\xff\xe0", ""},
	} {
		m, err := convert([]byte(c.raw), formats[c.format], 3, 2, c.stride)
		if (c.want == "") != errors.Is(err, ErrPicture) || err == nil && string(m.Pix) != c.want {
			t.Errorf("%s: %v %v", c.name, m, err)
		}
	}
	if _, err := convert(nil, formats["grey"], 1<<20, 1<<20, 0); !errors.Is(err, ErrPicture) {
		t.Error("a picture larger than the memory")
	}
	if _, err := convert([]byte("abcdef"), fourcc("H264"), 3, 2, 0); !errors.Is(err, ErrPicture) {
		t.Error("an unknown format")
	}
}

// Cameras send motion JPEG without the Huffman tables, because all of them use the standard's.
func TestMotionJPEGWithoutTables(t *testing.T) {
	whole := jpegOf(t, 64, 48)
	bare := withoutTables(whole)
	if bytes.Contains(bare, []byte{0xFF, 0xC4}) {
		t.Fatal("the tables are still there")
	}
	if _, err := jpeg.Decode(bytes.NewReader(bare)); err == nil {
		t.Fatal("it needs no tables")
	}
	a, err1 := convert(whole, formats["mjpeg"], 64, 48, 0)
	b, err2 := convert(bare, formats["mjpeg"], 64, 48, 0)
	if err1 != nil || err2 != nil || !bytes.Equal(a.Pix, b.Pix) {
		t.Errorf("%v %v", err1, err2)
	}
}

func jpegOf(t testing.TB, w, h int) []byte {
	m := image.NewGray(image.Rect(0, 0, w, h))
	for i := range m.Pix {
		m.Pix[i] = uint8(i * 7)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withoutTables takes the DHT segments away.
func withoutTables(b []byte) []byte {
	out := append([]byte{}, b[:2]...)
	for i := 2; i+4 <= len(b); {
		n := 2 + int(b[i+2])<<8 + int(b[i+3])
		if b[i+1] == 0xDA {
			return append(out, b[i:]...)
		}
		if b[i+1] != 0xC4 {
			out = append(out, b[i:i+n]...)
		}
		i += n
	}
	return out
}

func TestLuminanceOfEveryKindOfPicture(t *testing.T) {
	r := image.Rect(2, 3, 5, 5)
	for _, m := range []interface {
		image.Image
		Set(x, y int, c color.Color)
	}{image.NewGray(r), image.NewRGBA(r), image.NewNRGBA(r), image.NewGray16(r), image.NewPaletted(r, color.Palette{color.Black, color.White})} {
		m.Set(4, 4, color.White)
		g := Luminance(m)
		if g.Rect != image.Rect(0, 0, 3, 2) || g.GrayAt(2, 1).Y < 254 || g.GrayAt(0, 0).Y != 0 {
			t.Errorf("%T: %v", m, g)
		}
	}
}

// FuzzConvert: whatever a camera sends becomes a picture of the size that was agreed, or is refused.
func FuzzConvert(f *testing.F) {
	f.Add([]byte("a.b.c.d.e.f."), uint8(1), uint16(3), uint16(2), uint16(0))
	f.Add([]byte("abcdef"), uint8(0), uint16(3), uint16(2), uint16(4))
	f.Add(jpegOf(f, 16, 16), uint8(2), uint16(16), uint16(16), uint16(0))
	f.Add(withoutTables(jpegOf(f, 16, 16)), uint8(2), uint16(16), uint16(16), uint16(0))
	names := []string{"grey", "yuyv", "mjpeg", "nv12"}
	f.Fuzz(func(t *testing.T, raw []byte, kind uint8, w, h, stride uint16) {
		if len(raw) > 1<<16 {
			return
		}
		name := names[int(kind)%len(names)]
		if name == "mjpeg" && huge(raw) {
			return
		}
		m, err := convert(raw, formats[name], int(w), int(h), int(stride))
		if err != nil {
			if !errors.Is(err, ErrPicture) {
				t.Fatal(err)
			}
			return
		}
		if len(m.Pix) != m.Stride*m.Rect.Dy() || name != "mjpeg" && m.Rect != image.Rect(0, 0, int(w), int(h)) {
			t.Fatalf("%v", m.Rect)
		}
	})
}

// huge keeps the fuzzer fast: a JPEG may claim up to 24 million pixels.
func huge(raw []byte) bool {
	c, err := jpeg.DecodeConfig(bytes.NewReader(raw))
	return err == nil && c.Width*c.Height > 1<<20
}
