package escpostest

import (
	"fmt"

	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Line is one line of the printer's own characters, as it was set.
type Line struct {
	Text       string
	Wide, High int // 1 to 8 times a character of 12 by 24 dots (Chinese: 24 by 24)
	Bold       bool
	Align      byte // 0 left, 1 middle, 2 right
}

// style is what ESC @ sets back.
type style struct {
	chinese    bool
	wide, high int
	bold       bool
	align      byte
}

var fresh = style{wide: 1, high: 1}

// decoder is the character generator of a ROM; nil when the printer has none for Chinese.
func decoder(rom string) *encoding.Decoder {
	switch rom {
	case "gb18030":
		return simplifiedchinese.GB18030.NewDecoder()
	case "gbk":
		return simplifiedchinese.GBK.NewDecoder()
	}
	return nil
}

// text takes one character's bytes into the line. Without a Chinese set, or out of Chinese mode, it is an error: paper
// would show nonsense.
func (c *command) text(first byte) {
	p := c.p
	if p.cfg.ROM == "" || first >= 0x80 && !p.style.chinese {
		c.wrong(first)
		return
	}
	raw := []byte{first}
	if first >= 0x80 {
		second := c.next()
		raw = append(raw, second)
		if second >= 0x30 && second <= 0x39 && p.cfg.ROM == "gb18030" {
			raw = append(raw, c.next(), c.next())
		}
	}
	if c.gone {
		return
	}
	out := raw
	if first >= 0x80 {
		var err error
		if out, err = decoder(p.cfg.ROM).Bytes(raw); err != nil || string(out) == "\uFFFD" {
			c.wrong(raw...)
			return
		}
	}
	c.p.with(func() {
		if p.line.Text == "" {
			p.line = Line{Wide: p.style.wide, High: p.style.high, Bold: p.style.bold, Align: p.style.align}
		}
		p.line.Text += string(out)
	})
}

// newLine prints what was set, or feeds.
func (c *command) newLine() {
	p := c.p
	var l Line
	p.with(func() { l, p.line = p.line, Line{} })
	if l.Text == "" {
		c.feed(30)
		return
	}
	p.with(func() { p.sheet.lines = append(p.sheet.lines, l) })
	for _, row := range drawn(l, p.cfg.Dots) {
		c.print(row)
	}
	c.feed(6 * l.High)
}

// drawn makes dots of a line: Latin from a small bitmap font, Chinese as boxes whose filling differs by character. What
// runs over the edge is cut off, as on paper.
func drawn(l Line, dots int) [][]byte {
	rows := make([][]byte, 24*l.High)
	for i := range rows {
		rows[i] = make([]byte, dots/8)
	}
	x := 0
	switch free := dots - 12*l.Wide*cells(l.Text); {
	case l.Align == 1:
		x = max(free/2, 0)
	case l.Align == 2:
		x = max(free, 0)
	}
	for _, r := range l.Text {
		n := cells(string(r))
		for dy := range 24 * l.High {
			for dx := range 12 * n * l.Wide {
				if at := x + dx; at < dots && black(r, dx/l.Wide, dy/l.High) {
					rows[dy][at/8] |= 0x80 >> (at % 8)
				}
			}
		}
		x += 12 * n * l.Wide
	}
	return rows
}

func cells(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x80 {
			n++
		}
	}
	return n
}

func black(r rune, x, y int) bool {
	if r >= 0x80 {
		edge := x < 2 || x > 21 || y < 2 || y > 21
		return edge || uint32(r)>>((x/6)+(y/6)*4)&1 == 1 && x%6 < 4
	}
	box, mask, at, _, ok := basicfont.Face7x13.Glyph(fixed.P(0, 11), r)
	px, py := x*7/12-box.Min.X, y*13/24-box.Min.Y
	if !ok || px < 0 || py < 0 || px >= box.Dx() || py >= box.Dy() {
		return false
	}
	_, _, _, a := mask.At(at.X+px, at.Y+py).RGBA()
	return a > 0x7FFF
}

// letter reads the commands of text.
func (c *command) letter(b byte) bool {
	p := c.p
	n := byte(0)
	if b != 0x40 {
		n = c.next()
	}
	if c.gone {
		return true
	}
	switch b {
	case 0x40:
		p.with(func() { p.style, p.line, p.store, p.noPulse = fresh, Line{}, nil, false })
	case 0x61:
		if n > 2 {
			c.wrong(0x1B, b, n)
		}
		p.with(func() { p.style.align = n })
	case 0x45:
		p.with(func() { p.style.bold = n&1 == 1 })
	case 0x74:
		if n != 0 {
			c.wrong(0x1B, b, n)
		}
	default:
		c.wrong(0x1B, b, n)
		return false
	}
	return true
}

// fs is FS & and FS . : Chinese mode.
func (c *command) fs() {
	switch b := c.next(); {
	case c.gone:
	case b == 0x26 || b == 0x2E:
		c.p.with(func() { c.p.style.chinese = b == 0x26 })
	default:
		c.wrong(0x1C, b)
	}
}

// size is GS !.
func (c *command) size() {
	n := c.next()
	if n&0x88 != 0 {
		c.wrong(0x1D, 0x21, n)
		return
	}
	c.p.with(func() { c.p.style.wide, c.p.style.high = int(n>>4)+1, int(n&7)+1 })
}

func (l Line) String() string { return fmt.Sprintf("%dx%d %s", l.Wide, l.High, l.Text) }
