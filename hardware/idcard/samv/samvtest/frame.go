package samvtest

// request is one command as it arrived.
type request struct {
	cmd, para byte
	broken    bool // its checksum is wrong
}

func (q request) code() uint16 { return uint16(q.cmd)<<8 | uint16(q.para) }

// inbox collects bytes until a request is complete.
type inbox struct{ b []byte }

func (i *inbox) take(p []byte) []request {
	var all []request
	for _, c := range p {
		i.b = append(i.b, c)
		if !i.sound() {
			i.b = append(i.b[:0], i.lead(c)...)
			continue
		}
		if len(i.b) < 7 || len(i.b) < 7+i.size() {
			continue
		}
		all = append(all, i.request())
		i.b = i.b[:0]
	}
	return all
}

// sound reports whether what came so far can be the beginning of a request.
func (i *inbox) sound() bool {
	for n, want := range []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69} {
		if n < len(i.b) && i.b[n] != want {
			return false
		}
	}
	return len(i.b) < 7 || i.size() >= 3 && i.size() <= 64
}

// lead keeps a run of AA: a fourth one pushes the first out.
func (i *inbox) lead(c byte) []byte {
	if c != 0xAA {
		return nil
	}
	if len(i.b) == 4 && i.b[2] == 0xAA {
		return []byte{0xAA, 0xAA, 0xAA}
	}
	return []byte{0xAA}
}

func (i *inbox) size() int { return int(i.b[5])<<8 + int(i.b[6]) }

func (i *inbox) request() request {
	var sum byte
	last := len(i.b) - 1
	for _, c := range i.b[5:last] {
		sum ^= c
	}
	return request{i.b[7], i.b[8], sum != i.b[last]}
}

// frame makes an answer with its third status byte and data.
func frame(sw byte, data ...byte) []byte {
	size := 3 + len(data) + 1
	out := make([]byte, 0, 7+size)
	out = append(out, 0xAA, 0xAA, 0xAA, 0x96, 0x69, byte(size/256), byte(size%256), 0, 0, sw)
	out = append(out, data...)
	var sum byte
	for _, c := range out[5:] {
		sum ^= c
	}
	return append(out, sum)
}
