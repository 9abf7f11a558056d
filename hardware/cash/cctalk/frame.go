package cctalk

// frame is a message: destination, count of data, source, header, data, checksum.
type frame struct {
	dst, src, header byte
	data             []byte
}

func (f frame) bytes() []byte {
	b := append([]byte{f.dst, byte(len(f.data)), f.src, f.header}, f.data...)
	return append(b, checksum(b))
}

// checksum makes the sum of a whole frame zero.
func checksum(b []byte) byte {
	var sum byte
	for _, c := range b {
		sum += c
	}
	return -sum
}

// decoder finds frames for one pair of addresses in the bytes of the line. It holds at most
// one frame (260 bytes).
type decoder struct {
	host, device byte
	buf          []byte
	wrong        int // bytes that belonged to no frame
}

func (d *decoder) feed(p []byte) []frame {
	var all []frame
	for _, c := range p {
		d.buf = append(d.buf, c)
		for len(d.buf) > 0 {
			f, ok, more := d.take()
			if ok {
				all = append(all, f)
			}
			if more {
				break
			}
		}
	}
	return all
}

// take looks at the beginning of the buffer; more tells that it may become a frame yet.
func (d *decoder) take() (f frame, ok, more bool) {
	if !d.possible() {
		d.wrong++
		d.buf = append(d.buf[:0], d.buf[1:]...)
		return frame{}, false, false
	}
	if len(d.buf) < 2 || len(d.buf) < int(d.buf[1])+5 {
		return frame{}, false, true
	}
	size := int(d.buf[1]) + 5
	if checksum(d.buf[:size]) != 0 {
		d.wrong++
		d.buf = append(d.buf[:0], d.buf[1:]...)
		return frame{}, false, false
	}
	f = frame{dst: d.buf[0], src: d.buf[2], header: d.buf[3], data: append([]byte(nil), d.buf[4:size-1]...)}
	d.buf = append(d.buf[:0], d.buf[size:]...)
	return f, true, false
}

// possible: it begins as a frame from one of the two to the other.
func (d *decoder) possible() bool {
	to := d.buf[0]
	if to != d.host && to != d.device {
		return false
	}
	from := d.device
	if to == d.device {
		from = d.host
	}
	return len(d.buf) < 3 || d.buf[2] == from
}

func (d *decoder) reset() { d.wrong, d.buf = d.wrong+len(d.buf), d.buf[:0] }
