package escpos

import (
	"fmt"
	"image"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/skip2/go-qrcode"

	"github.com/brighthall/brighthall/hardware"
)

// qr puts the symbol at the left and the words beside it. On narrow paper the check list
// goes under the symbol, where whole lines fit.
func (s *setter) qr(b hardware.QR) error {
	if b.Content == "" {
		s.beside(b, s.Margin+8, s.y)
		return nil
	}
	code, err := qrcode.New(b.Content, qrcode.Medium)
	if err != nil {
		return hardware.E("escpos.Set", hardware.PrinterBadSlip, "qr", err)
	}
	if i := notASCII(b.Content); i >= 0 {
		return hardware.E("escpos.Set", hardware.PrinterBadSlip, "qr content is not ASCII")
	}
	code.DisableBorder = true
	bits := code.Bitmap()
	module := max(min(s.QR, s.QRWidth/len(bits)), 3)
	side := module * len(bits)
	left, top := s.Margin+8, s.y
	s.room(side + s.Gap)
	drawModules(s.dst, bits, left, top, module)
	s.beside(b, left+side+max(4*module, 24), top+side)
	return nil
}

// beside sets the words from x on; bottom is where the symbol ends.
func (s *setter) beside(b hardware.QR, x, bottom int) {
	s.words(b.Title, b.Lines, x)
	switch {
	case s.Dots < 512:
		s.y = max(s.y, bottom+s.Gap)
		x = s.Margin + 8
	case b.List != "":
		s.y += s.Gap
	}
	s.list(b, x)
	s.y = max(s.y, bottom) + s.Gap*2/3
}

func drawModules(m *image.Gray, bits [][]bool, left, top, module int) {
	for j, row := range bits {
		for i, black := range row {
			if black {
				x, y := left+i*module, top+j*module
				fill(m, image.Rect(x, y, x+module, y+module))
			}
		}
	}
}

func (s *setter) words(title string, lines []string, x int) {
	s.left(style{s.Side, true}, title, x)
	for _, l := range lines {
		s.left(style{s.Note, false}, l, x)
	}
}

func (s *setter) list(b hardware.QR, x int) {
	if len(b.Items) == 0 {
		return
	}
	if b.List != "" {
		s.left(style{s.Unit, true}, b.List, x)
	}
	for _, it := range b.Items {
		s.room(lineHeight(style{size: s.Note}) + 8)
		s.y += 4
		s.tick(x+3, s.y+baseline(style{size: s.Note})-int(s.Note*0.85), int(s.Note*0.86), it.Checked)
		s.left(style{s.Note, false}, it.Text, x+int(s.Note*1.5))
		s.y += 4
	}
}

func (s *setter) left(st style, text string, x int) {
	for _, line := range s.fonts.wrap(st, text, s.Dots-s.Margin-x) {
		s.room(lineHeight(st))
		s.fonts.draw(s.dst, st, line, x, s.y+baseline(st))
		s.y += lineHeight(st)
	}
}

// tick draws a check box, with a hook when checked.
func (s *setter) tick(x, y, size int, checked bool) {
	frame(s.dst, image.Rect(x, y, x+size, y+size), 3, 3)
	if !checked {
		return
	}
	for i := range size / 4 {
		fill(s.dst, image.Rect(x+size/4+i, y+size/2+i-1, x+size/4+i+3, y+size/2+i+2))
	}
	for i := range size * 3 / 8 {
		fill(s.dst, image.Rect(x+size/2+i, y+size*3/4-i-2, x+size/2+i+3, y+size*3/4-i+1))
	}
}

// barcode sets Code128-C. The white it needs at both sides (10 modules) is partly the
// paper's own margin on narrow paper.
func (s *setter) barcode(b hardware.Barcode) error {
	if len(b.Digits) == 0 || len(b.Digits)%2 != 0 || !digitsOnly(b.Digits) {
		return hardware.E("escpos.Set", hardware.PrinterBadSlip, "barcode needs an even count of digits")
	}
	m, err := oned.NewCode128Writer().Encode(b.Digits, gozxing.BarcodeFormat_CODE_128, 1, 1,
		map[gozxing.EncodeHintType]interface{}{gozxing.EncodeHintType_MARGIN: 0})
	if err != nil {
		return hardware.E("escpos.Set", hardware.PrinterBadSlip, "barcode", err)
	}
	width := m.GetWidth() * s.Module
	if width > s.Dots {
		return hardware.E("escpos.Set", hardware.PrinterBadSlip, fmt.Sprintf("barcode is %d dots wide", width))
	}
	if b.Caption != "" {
		for _, line := range s.fonts.wrap(style{s.Small, true}, b.Caption, s.inner()) {
			s.centre(style{s.Small, true}, line)
		}
		s.y += 6
	}
	s.room(s.BarHeight + s.Gap)
	x := (s.Dots - width) / 2
	for i := range m.GetWidth() {
		if m.Get(i, 0) {
			fill(s.dst, image.Rect(x+i*s.Module, s.y, x+(i+1)*s.Module, s.y+s.BarHeight))
		}
	}
	s.y += s.BarHeight + 2
	s.centre(style{s.Small, false}, groups(b.Digits))
	s.y += s.Gap / 2
	return nil
}

func digitsOnly(s string) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// notASCII: without an ECI mark readers guess the character set, some wrongly.
func notASCII(s string) int {
	for i := range len(s) {
		if s[i] >= 0x80 || s[i] < 0x20 {
			return i
		}
	}
	return -1
}
