package keys

import "bytes"

// decoder cuts what comes into frames. It holds no more than a frame.
type decoder struct {
	framing *Framing
	in      []byte
	wrong   int // bytes that belong to no frame
}

// feed takes bytes and returns the frames they complete.
func (d *decoder) feed(b []byte) (frames [][]byte) {
	for _, c := range b {
		d.in = append(d.in, c)
		if f := d.cut(); f != nil {
			frames = append(frames, f)
		}
	}
	return frames
}

// idle tells that the line has been quiet: a line is complete, anything else that is open is broken.
func (d *decoder) idle() (frames [][]byte) {
	if d.framing.Kind == "line" && len(d.in) > 0 {
		return [][]byte{d.take(len(d.in))}
	}
	d.drop(len(d.in))
	return nil
}

// open reports whether a frame has begun.
func (d *decoder) open() bool { return len(d.in) > 0 }

func (d *decoder) cut() []byte {
	switch d.framing.Kind {
	case "byte":
		return d.take(1)
	case "line":
		return d.line()
	case "fixed":
		return d.fixed()
	}
	return d.startEnd()
}

func (d *decoder) line() []byte {
	n := len(d.in) - 1
	switch c := d.in[n]; {
	case c != '\r' && c != '\n' && (c < 0x20 || c > 0x7E): // noise of the line, not of the text
		d.in = d.in[:n]
		d.wrong++
	case c == '\r' || c == '\n':
		text := bytes.TrimSpace(d.in[:n])
		d.in = nil
		if len(text) == 0 {
			return nil
		}
		return text
	case n >= 64:
		d.drop(len(d.in))
	}
	return nil
}

func (d *decoder) fixed() []byte {
	f := d.framing
	for len(d.in) > 0 {
		switch {
		case !begins(d.in, f.start):
			d.drop(1)
		case len(d.in) < f.Length:
			return nil
		case bytes.HasSuffix(d.in[:f.Length], f.end):
			return d.take(f.Length)
		default:
			d.drop(1)
		}
	}
	return nil
}

func (d *decoder) startEnd() []byte {
	f := d.framing
	for len(d.in) > 0 {
		switch {
		case !begins(d.in, f.start), len(d.in) > 64:
			d.drop(1)
		case len(d.in) >= len(f.start)+len(f.end) && bytes.HasSuffix(d.in, f.end):
			return d.take(len(d.in))
		default:
			return nil
		}
	}
	return nil
}

// begins reports whether b may be the beginning of what begins with start.
func begins(b, start []byte) bool {
	n := min(len(b), len(start))
	return bytes.Equal(b[:n], start[:n])
}

func (d *decoder) take(n int) []byte {
	f := bytes.Clone(d.in[:n])
	d.in = bytes.Clone(d.in[n:])
	return f
}

func (d *decoder) drop(n int) {
	d.wrong += n
	d.in = bytes.Clone(d.in[n:])
}
