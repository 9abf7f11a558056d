package escpostest

import (
	"image"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// stored is a picture in the graphics buffer: drawn by GS ( L, printed by its function 50.
type stored struct {
	wide int // bytes per row
	data []byte
}

// block is GS ( L, GS 8 L, GS ( k and GS ( D: a length, then that many bytes.
func (c *command) block(kind byte, lengthBytes int) {
	n := 0
	for i := range lengthBytes {
		n |= int(c.next()) << (8 * i)
	}
	if c.gone {
		return
	}
	if n < 2 || n > 1<<20 {
		c.wrong(0x1D, kind, byte(n))
		return
	}
	b := make([]byte, n)
	if c.read(b); c.gone {
		return
	}
	ok := false
	switch kind {
	case 'L':
		ok = c.graphics(b)
	case 'k':
		ok = c.symbol(b)
	case 'D':
		ok = c.pulses(b)
	}
	if !ok {
		c.wrong(append([]byte{0x1D, kind}, b[:min(len(b), 12)]...)...)
	}
}

// graphics: m=48 fn=112 stores, fn=2 or 50 prints.
func (c *command) graphics(b []byte) bool {
	p := c.p
	switch {
	case !p.cfg.Graphics || b[0] != 48:
		return false
	case b[1] == 112 && len(b) >= 10:
		dots, rows := int(b[6])|int(b[7])<<8, int(b[8])|int(b[9])<<8
		wide := (dots + 7) / 8
		if b[2] != 48 || b[3] != 1 || b[4] != 1 || b[5] != 49 || dots == 0 || dots > p.cfg.Dots || rows == 0 || len(b) != 10+wide*rows {
			return false
		}
		p.with(func() { p.store = &stored{wide, b[10:]} })
		return true
	case (b[1] == 2 || b[1] == 50) && len(b) == 2 && p.store != nil:
		s := p.store
		p.with(func() { p.store = nil })
		for i := 0; i < len(s.data) && !c.gone; i += s.wide {
			c.print(s.data[i : i+s.wide])
		}
		return true
	}
	return false
}

// pulses is GS ( D fn 20: DLE DC4 in the data opens the drawer, or does not.
func (c *command) pulses(b []byte) bool {
	if len(b) != 3 || b[0] != 20 || b[1] != 1 || b[2] > 1 {
		return false
	}
	c.p.with(func() { c.p.noPulse = b[2] == 0 })
	return true
}

// symbol is GS ( k for QR (cn=49).
func (c *command) symbol(b []byte) bool {
	p := c.p
	if !p.cfg.FirmwareQR || b[0] != 49 {
		return false
	}
	switch fn, rest := b[1], b[2:]; {
	case fn == 65 && len(rest) == 2 && rest[0] == 50 && rest[1] == 0:
	case fn == 67 && len(rest) == 1 && rest[0] >= 1 && rest[0] <= 16:
		p.qrModule = int(rest[0])
	case fn == 69 && len(rest) == 1 && rest[0] >= 48 && rest[0] <= 51:
		p.qrLevel = "LMQH"[rest[0]-48 : rest[0]-47]
	case fn == 80 && len(rest) > 1 && rest[0] == 48:
		p.qrData = string(rest[1:])
	case fn == 81 && len(rest) == 1 && rest[0] == 48:
		return c.printQR()
	default:
		return false
	}
	return true
}

func (c *command) printQR() bool {
	p := c.p
	m, err := qrcode.NewQRCodeWriter().Encode(p.qrData, gozxing.BarcodeFormat_QR_CODE, 0, 0, map[gozxing.EncodeHintType]any{
		gozxing.EncodeHintType_ERROR_CORRECTION: p.qrLevel, gozxing.EncodeHintType_MARGIN: 0})
	if err != nil || p.qrModule == 0 || m.GetWidth()*p.qrModule > p.cfg.Dots {
		return false
	}
	c.drawModules(m, p.qrModule, m.GetHeight()*p.qrModule, p.qrModule)
	p.with(func() { p.sheet.codes = append(p.sheet.codes, p.qrData) })
	return true
}

// drawModules prints a symbol of so many rows, each module across dots wide, aligned as text is.
func (c *command) drawModules(m *gozxing.BitMatrix, across, rows, down int) {
	p := c.p
	left := 0
	if p.style.align == 1 {
		left = (p.cfg.Dots - m.GetWidth()*across) / 2
	}
	for y := range rows {
		row := make([]byte, p.cfg.Dots/8)
		for x := range m.GetWidth() * across {
			if m.Get(x/across, min(y/down, m.GetHeight()-1)) {
				row[(left+x)/8] |= 0x80 >> ((left + x) % 8)
			}
		}
		c.print(row)
	}
}

// barcode is GS k 73: Code128 with its code set named first, {B characters or {C pairs as numbers.
func (c *command) barcode() {
	if m := c.next(); m != 73 {
		c.wrong(0x1D, 0x6B, m)
		return
	}
	b := make([]byte, c.next())
	if c.read(b); c.gone {
		return
	}
	text, ok := code128(b)
	if !ok {
		c.wrong(append([]byte{0x1D, 0x6B, 73}, b...)...)
		return
	}
	p := c.p
	m, err := oned.NewCode128Writer().Encode(text, gozxing.BarcodeFormat_CODE_128, 1, 1, map[gozxing.EncodeHintType]any{gozxing.EncodeHintType_MARGIN: 0})
	if err != nil || m.GetWidth()*p.barModule > p.cfg.Dots { // a real one prints nothing then
		c.wrong(append([]byte{0x1D, 0x6B, 73}, b...)...)
		return
	}
	c.drawModules(m, p.barModule, p.barHeight, p.barHeight)
	p.with(func() { p.sheet.codes = append(p.sheet.codes, text) })
}

func code128(b []byte) (text string, ok bool) {
	if len(b) < 3 || b[0] != '{' {
		return "", false
	}
	for _, v := range b[2:] {
		switch {
		case b[1] == 'C' && v < 100:
			text += string([]byte{'0' + v/10, '0' + v%10})
		case b[1] == 'B' && v >= 0x20 && v < 0x7F && v != '{':
			text += string(v)
		default:
			return "", false
		}
	}
	return text, true
}

// setUp reads the one-byte settings of bars: height, module, place and font of the digits.
func (c *command) setUp(what byte) {
	n := c.next()
	if c.gone {
		return
	}
	ok := true
	switch what {
	case 0x68:
		c.p.barHeight, ok = int(n), n > 0
	case 0x77:
		c.p.barModule, ok = int(n), n >= 2 && n <= 6
	case 0x48, 0x66:
		ok = n <= 3
	}
	if !ok {
		c.wrong(0x1D, what, n)
	}
}

// Preview renders bytes on a fresh printer of any build; what came out, and what it did not understand.
func Preview(cfg Config, data []byte) ([]Ticket, []string) {
	var tickets []Ticket
	cfg.OnTicket = func(t Ticket) { tickets = append(tickets, t) }
	errs := render(cfg, data)
	return tickets, errs
}

// Render gives bytes to a fresh printer without characters and returns the tickets that came out and what it did not
// understand.
func Render(dots int, data []byte) ([]image.Image, []string) {
	tickets, errs := Preview(Config{Dots: dots}, data)
	images := make([]image.Image, len(tickets))
	for i, t := range tickets {
		images[i] = t.Image
	}
	return images, errs
}
