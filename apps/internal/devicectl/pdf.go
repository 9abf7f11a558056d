package devicectl

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"image"
	"image/color"
	"strings"
)

// A4 in points, and what is left white around.
const (
	pageWide, pageHigh = 595, 842
	pageEdge           = 36
	pointsPerDot       = 0.75 // of a picture at 96 dots an inch; a larger one is made to fit
)

// picturePage is one A4 page with a picture at its top.
func picturePage(m image.Image) ([]byte, error) {
	b := m.Bounds()
	if b.Empty() {
		return nil, errNothing("which picture: this one has no dots")
	}
	scale := min(pointsPerDot, float64(pageWide-2*pageEdge)/float64(b.Dx()), float64(pageHigh-2*pageEdge)/float64(b.Dy()))
	wide, high := scale*float64(b.Dx()), scale*float64(b.Dy())
	draw := fmt.Sprintf("q %.2f 0 0 %.2f %d %.2f cm /P Do Q", wide, high, pageEdge, pageHigh-pageEdge-high)
	packed, err := pack(m)
	if err != nil {
		return nil, err
	}
	dots := fmt.Sprintf("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream",
		b.Dx(), b.Dy(), len(packed), packed)
	return onePage("/XObject << /P 5 0 R >>", draw, dots), nil
}

// pack is a picture's dots on white paper, row by row.
func pack(m image.Image) ([]byte, error) {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	b := m.Bounds()
	row := make([]byte, 0, 3*b.Dx())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		row = row[:0]
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.NRGBAModel.Convert(m.At(x, y)).(color.NRGBA)
			row = append(row, onWhite(c.R, c.A), onWhite(c.G, c.A), onWhite(c.B, c.A))
		}
		if _, err := z.Write(row); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return packed.Bytes(), err
}

func onWhite(part, alpha uint8) byte {
	return byte((int(part)*int(alpha) + 255*(255-int(alpha))) / 255)
}

// testPage is one A4 page with lines of words, in the font that every printer has: Latin only.
func testPage(lines ...string) []byte {
	var draw strings.Builder
	fmt.Fprintf(&draw, "BT /F 18 Tf 24 TL %d %d Td", pageEdge, pageHigh-pageEdge-18)
	for _, l := range lines {
		fmt.Fprintf(&draw, " (%s) Tj T*", latin(l))
	}
	draw.WriteString(" ET")
	return onePage("/Font << /F 5 0 R >>", draw.String(), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
}

// latin keeps what the font has and what means nothing inside a PDF's brackets.
func latin(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`()\`, r) {
			return '?'
		}
		return r
	}, s)
}

// onePage is a PDF of one page. The thing that it draws with is object 5.
func onePage(resources, draw, thing string) []byte {
	var out bytes.Buffer
	var at []int
	object := func(text string) {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(at), text)
	}
	out.WriteString("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << %s >> /Contents 4 0 R >>", pageWide, pageHigh, resources))
	object(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(draw), draw))
	object(thing)
	start := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return out.Bytes()
}
