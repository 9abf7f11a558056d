package porttest

// resample is what one end hears of bytes that the other sends at another speed: the bits on the wire, read in the
// listener's rhythm from each falling edge on, as a UART does. A byte without its stop bit counts too, as most adapters
// pass it on.
func resample(p []byte, from, to int) (heard []byte) {
	w := wave{bits: bitsOf(p), each: to}
	// Times are in parts of a second of from × to, so that a bit lasts a whole number of them on either side.
	for at := w.fall(0); at < w.end(); at = w.fall(at) {
		if w.level(at+from/2) == 1 {
			at = w.rise(at) // too short to be a start
			continue
		}
		var b byte
		for i := range 8 {
			b |= w.level(at+from/2+from*(i+1)) << i
		}
		heard = append(heard, b)
		if at += from/2 + from*9; w.level(at) == 0 {
			at = w.rise(at)
		}
	}
	return heard
}

// wave is what is on the wire: bits of a length, then rest.
type wave struct {
	bits []byte
	each int
}

// bitsOf sends each byte as a start bit, its eight, the lowest first, and a stop bit.
func bitsOf(p []byte) (bits []byte) {
	for _, b := range p {
		bits = append(bits, 0)
		for i := range 8 {
			bits = append(bits, b>>i&1)
		}
		bits = append(bits, 1)
	}
	return bits
}

func (w wave) end() int { return len(w.bits) * w.each }

func (w wave) level(at int) byte {
	if at >= w.end() {
		return 1
	}
	return w.bits[at/w.each]
}

// fall is when the line is low from a time on, or the end; rise when it is high.
func (w wave) fall(at int) int { return w.until(at, 0) }
func (w wave) rise(at int) int { return w.until(at, 1) }

func (w wave) until(at int, level byte) int {
	for at < w.end() && w.level(at) != level {
		at = (at/w.each + 1) * w.each
	}
	return at
}
