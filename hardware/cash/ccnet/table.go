package ccnet

import "slices"

// rowSize: a first digit, three letters of the country, and a count of zeros (bit 7: a fraction).
const rowSize = 5

// Table reads a machine's bill table into what each bill type is worth in fen, 0 for those of other countries;
// nil when no note of these countries is in it. The answer has no command byte: its first byte is the first
// row's digit.
func Table(rows []byte, countries []string) []int64 {
	var all []int64
	known := false
	for ; len(rows) >= rowSize; rows = rows[rowSize:] {
		fen := int64(0)
		if slices.Contains(countries, string(rows[1:4])) {
			fen = worth(rows[0], rows[4])
		}
		known = known || fen > 0
		all = append(all, fen)
	}
	if !known {
		return nil
	}
	return all
}

// worth is digit × 10^zeros in fen; 0 for what cannot be a note.
func worth(digit, zeros byte) int64 {
	fen := int64(digit) * 100
	n := int(zeros & 0x7F)
	if n > 6 {
		return 0
	}
	for range n {
		if zeros&0x80 != 0 {
			fen /= 10
		} else {
			fen *= 10
		}
	}
	return fen
}
