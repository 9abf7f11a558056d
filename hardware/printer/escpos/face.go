package escpos

import (
	"image"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/brighthall/brighthall/hardware"
)

// Fonts are the two weights slips are set in.
type Fonts struct {
	regular, bold *sfnt.Font
	mu            sync.Mutex // a font.Face is not safe for two users
	faces         map[style]font.Face
}

type style struct {
	size float64
	bold bool
}

// ParseFonts reads two TTF files.
func ParseFonts(regular, bold []byte) (*Fonts, error) {
	const op = "escpos.ParseFonts"
	r, err := opentype.Parse(regular)
	if err != nil {
		return nil, hardware.E(op, hardware.BadConfig, "regular", err)
	}
	b, err := opentype.Parse(bold)
	if err != nil {
		return nil, hardware.E(op, hardware.BadConfig, "bold", err)
	}
	return NewFonts(r, b), nil
}

// NewFonts takes parsed fonts.
func NewFonts(regular, bold *sfnt.Font) *Fonts {
	return &Fonts{regular: regular, bold: bold, faces: map[style]font.Face{}}
}

func (f *Fonts) face(s style) font.Face {
	if face, ok := f.faces[s]; ok {
		return face
	}
	src := f.regular
	if s.bold {
		src = f.bold
	}
	// 72 dpi makes a point a dot. NewFace fails for no parsed font.
	face, _ := opentype.NewFace(src, &opentype.FaceOptions{Size: s.size, DPI: 72, Hinting: font.HintingNone})
	f.faces[s] = face
	return face
}

func (f *Fonts) width(s style, text string) int {
	return font.MeasureString(f.face(s), text).Ceil()
}

// draw sets text with its baseline at y.
func (f *Fonts) draw(dst *image.Gray, s style, text string, x, y int) {
	d := font.Drawer{Dst: dst, Src: image.Black, Face: f.face(s), Dot: fixed.P(x, y)}
	d.DrawString(text)
}

// wrap breaks text into lines no wider than width: at wide spaces where that is enough,
// else between Chinese characters, and at spaces elsewhere; closing punctuation never
// begins a line. The lines of one piece come out about equally long.
func (f *Fonts) wrap(s style, text string, width int) []string {
	if f.width(s, text) <= width {
		return []string{text}
	}
	var lines []string
	for _, piece := range f.pieces(s, text, width) {
		lines = append(lines, f.even(s, piece, width)...)
	}
	return lines
}

// pieces joins what stands between wide spaces, as many as fit on a line.
func (f *Fonts) pieces(s style, text string, width int) []string {
	const wide = "\u3000"
	var out []string
	for _, p := range strings.Split(text, wide) {
		if n := len(out) - 1; n >= 0 && f.width(s, out[n]+wide+p) <= width {
			out[n] += wide + p
			continue
		}
		out = append(out, p)
	}
	return out
}

// even narrows the column of a short text as far as the count of lines stays the same.
func (f *Fonts) even(s style, text string, width int) []string {
	const short = 4
	lines := f.fill(s, text, width)
	for width -= 8; len(lines) > 1 && len(lines) <= short && width > int(s.size)*2; width -= 8 {
		narrower := f.fill(s, text, width)
		if len(narrower) > len(lines) || f.overfull(s, narrower, width) {
			break
		}
		lines = narrower
	}
	return lines
}

func (f *Fonts) overfull(s style, lines []string, width int) bool {
	for _, l := range lines {
		if f.width(s, l) > width {
			return true
		}
	}
	return false
}

func (f *Fonts) fill(s style, text string, width int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range f.words(s, text, width) {
		wide := f.width(s, word)
		if line != "" && used+f.width(s, strings.TrimRight(word, " ")) > width && !closing(word) {
			lines = append(lines, strings.TrimSpace(line))
			line, used = "", 0
		}
		line += word
		used += wide
	}
	return append(lines, strings.TrimSpace(line))
}

// words are the pieces that stay together; one wider than the column is taken apart.
func (f *Fonts) words(s style, text string, width int) []string {
	var out []string
	for _, w := range words(text) {
		if f.width(s, w) <= width {
			out = append(out, w)
			continue
		}
		for _, r := range w {
			out = append(out, string(r))
		}
	}
	return out
}

func words(text string) []string {
	var out []string
	word := ""
	for _, r := range text {
		if unicode.Is(unicode.Han, r) {
			out, word = append(out, word), ""
		}
		word += string(r)
		if r == ' ' || unicode.Is(unicode.Han, r) || r > 0x2fff {
			out, word = append(out, word), ""
		}
	}
	return append(out, word)
}

func closing(word string) bool {
	return strings.ContainsAny(word, "，。、；：！？）」》") || word == ""
}
