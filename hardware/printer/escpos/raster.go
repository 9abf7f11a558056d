package escpos

import (
	"bytes"
	"encoding/hex"
	"errors"
	"image"

	"github.com/brighthall/brighthall/hardware"
)

// job is the bytes of one printout, cut where nothing may be put in between: a status
// question inside a band's data would break the band.
type job struct {
	name  string
	parts [][]byte
	total int
	rows  int // of paper, in dots
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
	if p.Mode == modeText {
		j, err := encodeText(p, f, s)
		if !errors.Is(err, errNotInROM) {
			return j, err
		}
	}
	return encodePicture(p, f, s)
}

func encodePicture(p Profile, f *Fonts, s hardware.Slip) (*job, error) {
	m, err := f.Set(p, s)
	if err != nil {
		return nil, err
	}
	j := &job{name: s.Job, rows: m.Rect.Dy()}
	j.add(initialise(p))
	j.bands(p, m)
	cut, _ := hex.DecodeString(p.Cut) // checked with the profile
	j.add(cut)
	return j, nil
}

// initialise is ESC @, and for models that know it GS ( D: no pulse from what is only a picture.
func initialise(p Profile) []byte {
	start := []byte{0x1B, 0x40}
	if p.NoPulse {
		start = append(start, 0x1D, 0x28, 0x44, 0x03, 0x00, 0x14, 0x01, 0x00)
	}
	return start
}

func (j *job) bands(p Profile, m *image.Gray) {
	for y := 0; y < m.Rect.Dy(); y += p.Band {
		j.add(strip(p.Form, m, y, min(y+p.Band, m.Rect.Dy())))
	}
}

// strip is the bands of some rows. White at the right of a band is not sent, and white
// rows are bands of one byte's width: on a serial line that saves the visitor seconds. (A
// feed command would be shorter still, but its unit is not a dot on every model.)
func strip(form string, m *image.Gray, top, bottom int) []byte {
	var out []byte
	for top < bottom {
		end, wide := same(m, top, bottom)
		out = append(out, band(form, m, top, end-top, max(wide, 1))...)
		top = end
	}
	return out
}

// same finds how many rows from top on are all white, or have ink with no long white
// between them, and how many bytes wide they are.
func same(m *image.Gray, top, bottom int) (end, wide int) {
	const gap = 8 // fewer white rows are not worth a command of their own
	white := ink(m, top) == 0
	last := top
	for y := top; y < bottom; y++ {
		switch n := ink(m, y); {
		case white && n > 0:
			return y, 0
		case !white && n > 0:
			last, wide = y, max(wide, n)
		case !white && y-last >= gap:
			return last + 1, wide
		}
	}
	return bottom, wide
}

// ink is how many bytes of a row are needed for all its black.
func ink(m *image.Gray, y int) int {
	row := m.Pix[y*m.Stride:][:m.Rect.Dx()]
	return (bytes.LastIndexByte(row, 0) + 8) / 8
}

// band is some rows as one picture; most significant bit left.
func band(form string, m *image.Gray, top, rows, wide int) []byte {
	head, tail := frameOf(form, 8*wide, rows)
	out := make([]byte, len(head), len(head)+wide*rows+len(tail))
	copy(out, head)
	for y := top; y < top+rows; y++ {
		row := m.Pix[y*m.Stride:][:8*wide]
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
	return append(out, tail...)
}
