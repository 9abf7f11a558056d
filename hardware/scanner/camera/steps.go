package camera

// steps are what is tried with a picture, in this order: cheap and likely first. Each looks at the picture in its own
// way.
var steps = [...]struct {
	name string
	try  func(*frame) (string, bool)
}{
	{"qr, hybrid", func(f *frame) (string, bool) { return f.qr(f.hybrid()) }},
	{"bars", (*frame).barsQuick},
	{"qr, local", func(f *frame) (string, bool) { return f.qr(f.smooth().local(f.near(), 6)) }},
	{"qr, local, negative", func(f *frame) (string, bool) { return f.qr(f.smooth().invert().local(f.near(), 6)) }},
	{"qr, half", func(f *frame) (string, bool) { p := f.stretched().half(); return f.qr(p.local(f.near()/2, 6)) }},
	{"qr, grid", func(f *frame) (string, bool) { p := f.smooth(); return f.qrGrid(p, p.local(f.near(), 6)) }},
	{"qr, sharp, grid", func(f *frame) (string, bool) {
		p := f.smooth().sharpen(3, 200)
		return f.qrGrid(p, p.local(f.near(), 4))
	}},
	{"qr, filled, grid", func(f *frame) (string, bool) {
		p := f.filled().box(1)
		return f.qrGrid(p, p.local(f.near(), 6))
	}},
	{"bars, filled", (*frame).barsFilled},
	{"bars, all", (*frame).barsAll},
	{"qr, sharp, negative, grid", func(f *frame) (string, bool) {
		p := f.smooth().sharpen(3, 200).invert()
		return f.qrGrid(p, p.local(f.near(), 4))
	}},
	{"qr, smooth, grid", func(f *frame) (string, bool) { p := f.smooth().box(2); return f.qrGrid(p, p.local(f.near(), 4)) }},
	{"qr, half, grid", func(f *frame) (string, bool) {
		p := f.stretched().half()
		return f.qrGrid(p, p.local(f.near()/2, 6))
	}},
}

// near is how far light is taken to be even: some modules of a code that fills a good part of the picture.
func (f *frame) near() int { return max(12, min(f.w, f.h)/16) }
