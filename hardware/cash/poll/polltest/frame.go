package polltest

// kermit is CRC-16/KERMIT, a nibble at a time: the polynomial 1021 seen in a mirror, one row for each nibble.
func kermit(b []byte) (lo, hi byte) {
	rows := [16]uint16{
		0x0000, 0x1081, 0x2102, 0x3183, 0x4204, 0x5285, 0x6306, 0x7387,
		0x8408, 0x9489, 0xA50A, 0xB58B, 0xC60C, 0xD68D, 0xE70E, 0xF78F,
	}
	var crc uint16
	for _, c := range b {
		crc = crc>>4 ^ rows[(crc^uint16(c))&15]
		crc = crc>>4 ^ rows[(crc^uint16(c>>4))&15]
	}
	return byte(crc), byte(crc >> 8)
}

// frame makes a frame of a command and its data.
func (w *Wire) frame(body []byte) []byte {
	out := append([]byte(nil), w.head...)
	out = append(out, byte(len(w.head)+1+len(body)+2))
	out = append(out, body...)
	lo, hi := kermit(out)
	return append(out, lo, hi)
}

// inbox collects bytes until a frame is complete.
type inbox struct {
	head []byte
	b    []byte
}

// take returns the commands, with their data, that the bytes complete. What is no frame is dropped, a byte at a time.
func (i *inbox) take(p []byte) [][]byte {
	i.b = append(i.b, p...)
	var all [][]byte
	for len(i.b) > len(i.head) {
		size := i.size()
		if size > len(i.b) {
			break
		}
		if size == 0 || !i.good(size) {
			i.b = i.b[1:]
			continue
		}
		all = append(all, append([]byte(nil), i.b[len(i.head)+1:size-2]...))
		i.b = i.b[size:]
	}
	return all
}

func (i *inbox) size() int {
	for n, c := range i.head {
		if i.b[n] != c {
			return 0
		}
	}
	if n := int(i.b[len(i.head)]); n >= len(i.head)+4 && n < 64 {
		return n
	}
	return 0
}

func (i *inbox) good(size int) bool {
	lo, hi := kermit(i.b[:size-2])
	return i.b[size-2] == lo && i.b[size-1] == hi
}
