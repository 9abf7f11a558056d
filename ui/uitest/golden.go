package uitest

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
)

var update = flag.Bool("update", false, "write the golden pictures anew")

// A picture is the same when at most one pixel in a thousand differs by more than this in one of its colours:
// rounding of curves differs between compilers, a moved or missing thing is far more.
const (
	tolerance = 40
	perMille  = 1
)

// Golden compares the window, at half size, with testdata/<name>.png. Under the race detector it draws and compares
// nothing.
func (r *Rig) Golden(name string) {
	r.t.Helper()
	if Raced {
		return
	}
	got := half(r.Window().Canvas().Capture())
	path := filepath.Join("testdata", name+".png")
	if *update {
		r.save(path, got)
		return
	}
	want, err := load(path)
	if err != nil {
		r.save(filepath.Join("testdata", "failed", name+".png"), got)
		r.t.Errorf("no golden picture %s: %v (go test -update makes it, look at it before you commit)", name, err)
		return
	}
	if n, all := differing(want, got); n*1000 > all*perMille {
		failed := filepath.Join("testdata", "failed", name+".png")
		r.save(failed, got)
		r.t.Errorf("%s: %d of %d pixels differ, see %s", name, n, all, failed)
	}
}

// Shot writes the window in full size, for looking at it.
func (r *Rig) Shot(path string) {
	r.t.Helper()
	r.save(path, r.Window().Canvas().Capture())
}

func (r *Rig) save(path string, m image.Image) {
	r.t.Helper()
	var buf bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&buf, m); err != nil {
		r.t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		r.t.Fatal(err)
	}
	if err := os.WriteFile(path, buf.Bytes(), 0o644); err != nil {
		r.t.Fatal(err)
	}
}

func load(path string) (image.Image, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return png.Decode(bytes.NewReader(data))
}

// half takes the mean of each four pixels.
func half(m image.Image) *image.NRGBA {
	b, full := m.Bounds(), plain(m)
	small := image.NewNRGBA(image.Rect(0, 0, b.Dx()/2, b.Dy()/2))
	for y := range b.Dy() / 2 {
		for x := range b.Dx() / 2 {
			small.SetNRGBA(x, y, mean(full, 2*x, 2*y))
		}
	}
	return small
}

// plain is a picture as NRGBA, itself when it is one.
func plain(m image.Image) *image.NRGBA {
	if n, ok := m.(*image.NRGBA); ok {
		return n
	}
	n := image.NewNRGBA(m.Bounds())
	draw.Draw(n, n.Rect, m, n.Rect.Min, draw.Src)
	return n
}

func mean(m *image.NRGBA, x, y int) color.NRGBA {
	var r, g, b int
	for i := range 4 {
		c := m.NRGBAAt(m.Rect.Min.X+x+i%2, m.Rect.Min.Y+y+i/2)
		r, g, b = r+int(c.R), g+int(c.G), b+int(c.B)
	}
	// Five bits a colour are enough to see by and make the files a third as large.
	return color.NRGBA{R: coarse(r / 4), G: coarse(g / 4), B: coarse(b / 4), A: 255}
}

func coarse(v int) uint8 { return uint8(min(v&^7|v>>5, 255)) }

// differing counts the pixels that differ by more than the tolerance.
func differing(want, got image.Image) (n, all int) {
	b := got.Bounds()
	all = b.Dx() * b.Dy()
	if want.Bounds().Size() != b.Size() {
		return all, all
	}
	w, g := plain(want), plain(got)
	for y := range b.Dy() {
		for x := range b.Dx() {
			if far(w.NRGBAAt(x, y), g.NRGBAAt(x, y)) {
				n++
			}
		}
	}
	return n, all
}

func far(a, b color.NRGBA) bool {
	return apart(a.R, b.R) || apart(a.G, b.G) || apart(a.B, b.B)
}

func apart(a, b uint8) bool { return int(a)-int(b) > tolerance || int(b)-int(a) > tolerance }
