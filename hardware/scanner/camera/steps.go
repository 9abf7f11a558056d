package camera

// steps are what is tried with a picture, in this order: cheap and likely first. Each looks at the picture in its own way.
var steps = [...]struct {
	name string
	try  func(*frame) (string, bool)
}{
	{"qr, hybrid", func(f *frame) (string, bool) { return f.qr(f.hybrid()) }},
	{"bars", (*frame).barsQuick},
	{"qr, local", func(f *frame) (string, bool) { return f.qr(f.smooth().local(f.near(), 6)) }},
	{"qr, local, negative", func(f *frame) (string, bool) { return f.qr(f.smooth().invert().local(f.near(), 6)) }},
	{"qr, half", func(f *frame) (string, bool) { p := f.stretched().half(); return f.qr(p.local(f.near()/2, 6)) }},
	{"bars, all", (*frame).barsAll},
	{"qr, smooth", func(f *frame) (string, bool) { p := f.smooth().box(2); return f.qr(p.local(f.near(), 4)) }},
	{"qr, sharp", func(f *frame) (string, bool) { p := f.smooth().sharpen(3, 200); return f.qr(p.local(f.near(), 4)) }},
	{"qr, half, negative", func(f *frame) (string, bool) {
		p := f.stretched().half().invert()
		return f.qr(p.local(f.near()/2, 6))
	}},
	{"qr, double", func(f *frame) (string, bool) {
		if f.w*f.h > 700*1000 {
			return "", false
		}
		p := f.smooth().double()
		return f.qr(p.local(2*f.near(), 4))
	}},
}

// near is how far light is taken to be even: some modules of a code that fills a good part of the picture.
func (f *frame) near() int { return max(12, min(f.w, f.h)/16) }
