package escpos

import (
	"encoding/hex"
	"image"

	"github.com/brighthall/brighthall/hardware"
)

// job is the bytes of one printout, cut where nothing may be put in between: a status
// question inside a band's data would break the band.
type job struct {
	name  string
	parts [][]byte
	total int
}

func (j *job) add(p []byte) {
	j.parts = append(j.parts, p)
	j.total += len(p)
}

// Encode returns the bytes of a slip: initialise, bands, cut. What Print sends is this and
// the question `GS r 1`.
func Encode(p Profile, f *Fonts, s hardware.Slip) ([]byte, error) {
	j, err := encode(p, f, s)
	if err != nil {
		return nil, err
	}
	var all []byte
	for _, part := range j.parts {
		all = append(all, part...)
	}
	return all, nil
}

func encode(p Profile, f *Fonts, s hardware.Slip) (*job, error) {
	m, err := f.Set(p, s)
	if err != nil {
		return nil, err
	}
	j := &job{name: s.Job}
	j.add([]byte{0x1B, 0x40}) // ESC @
	for y := 0; y < m.Rect.Dy(); y += p.Band {
		j.add(band(m, y, min(p.Band, m.Rect.Dy()-y)))
	}
	cut, _ := hex.DecodeString(p.Cut) // checked with the profile
	j.add(cut)
	return j, nil
}

// band is `GS v 0`: bytes per row and rows, both little-endian; most significant bit left.
func band(m *image.Gray, top, rows int) []byte {
	wide := m.Rect.Dx() / 8
	out := make([]byte, 8, 8+wide*rows)
	copy(out, []byte{0x1D, 0x76, 0x30, 0x00, byte(wide), byte(wide >> 8), byte(rows), byte(rows >> 8)})
	for y := top; y < top+rows; y++ {
		row := m.Pix[y*m.Stride:][:m.Rect.Dx()]
		for x := 0; x < len(row); x += 8 {
			var b byte
			for i := range 8 {
				b <<= 1
				if row[x+i] == 0 {
					b |= 1
				}
			}
			out = append(out, b)
		}
	}
	return out
}
