package escpos

import (
	"encoding/hex"
	"errors"
	"strings"

	"github.com/skip2/go-qrcode"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/brighthall/brighthall/hardware"
)

// errNotInROM: the printer has no such character; the slip then goes as a picture.
var errNotInROM = errors.New("a character the printer's set lacks")

// Cells of the printer's own characters: font A and the Chinese ROM, in dots, with the line spacing it starts with.
const (
	cell    = 12 // Chinese is two cells
	spacing = 30
	chunk   = 512 // bytes of text between two questions
)

// typist sets one slip in the printer's own characters.
type typist struct {
	Profile
	fonts   *Fonts
	encoder *encoding.Encoder
	j       *job
	buf     []byte
	err     error
}

// encodeText writes the slip as text. Bars and codes the printer cannot draw go as pictures.
func encodeText(p Profile, f *Fonts, s hardware.Slip) (*job, error) {
	t := &typist{Profile: p, fonts: f, encoder: encoderOf(p.Charset), j: &job{name: s.Job}}
	t.j.add(initialise(p))
	t.put(0x1B, 0x74, 0x00, 0x1C, 0x26) // code page 0, Chinese on
	for _, b := range s.Blocks {
		t.block(b)
	}
	if t.j.rows > maxRows {
		t.fail(hardware.E("escpos.Set", hardware.PrinterBadSlip, "longer than the paper allows"))
	}
	cut, _ := hex.DecodeString(p.Cut) // checked with the profile
	t.put(0x1B, 0x4A, byte(p.Feed))
	t.put(cut...)
	t.flush()
	return t.j, t.err
}

func encoderOf(charset string) *encoding.Encoder {
	if charset == "gbk" {
		return simplifiedchinese.GBK.NewEncoder()
	}
	return simplifiedchinese.GB18030.NewEncoder()
}

func (t *typist) put(b ...byte) { t.buf = append(t.buf, b...) }

// flush ends a part: what is in the buffer may be followed by a question.
func (t *typist) flush() {
	if len(t.buf) > 0 {
		t.j.add(t.buf)
		t.buf = nil
	}
}

func (t *typist) fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

func (t *typist) block(b hardware.Block) {
	switch b := b.(type) {
	case hardware.Text:
		t.paragraph(b.Text, sizeOf(b.Size), b.Bold)
	case hardware.Number:
		t.number(b.Text)
	case hardware.Rule:
		t.line(strings.Repeat("-", t.columns()), plain)
	case hardware.Box:
		t.figures(b)
	case hardware.Picture:
		t.picture(b)
	case hardware.QR:
		t.qr(b)
	case hardware.Barcode:
		t.barcode(b)
	case hardware.Footer:
		for _, l := range b.Lines {
			t.paragraph(l, plain, false)
		}
	}
}

// stretch is how many times wider and higher than a cell, 1 to 8 each (`GS !`).
type stretch struct{ wide, high int }

var (
	plain  = stretch{1, 1}
	tall   = stretch{1, 2}
	double = stretch{2, 2}
)

func sizeOf(z hardware.Size) stretch {
	switch z {
	case hardware.Title, hardware.Large:
		return double
	case hardware.Small:
		return plain
	}
	return tall
}

func (t *typist) columns() int { return t.Dots / cell }

// paragraph keeps a text on one line where it can: at half the width before it wraps.
func (t *typist) paragraph(text string, z stretch, bold bool) {
	if z == double && 2*columns(text) > t.columns() {
		z = tall
	}
	t.put(0x1B, 0x61, 1)
	for _, l := range wrapColumns(text, t.columns()/z.wide) {
		t.bold(bold)
		t.line(l, z)
	}
	t.bold(false)
}

func (t *typist) bold(on bool) {
	if on {
		t.put(0x1B, 0x45, 1)
		return
	}
	t.put(0x1B, 0x45, 0)
}

// number is as large as the paper allows.
func (t *typist) number(text string) {
	k := min(max(t.columns()/max(columns(text), 1), 1), 8)
	t.put(0x1B, 0x61, 1)
	t.line(text, stretch{k, k})
}

// figures sets label and value at the two edges.
func (t *typist) figures(b hardware.Box) {
	t.put(0x1B, 0x61, 0)
	for _, r := range b.Rows {
		value := strings.TrimSpace(r.Value + " " + r.Unit)
		room := t.columns() - columns(r.Label) - columns(value)
		if room < 1 {
			t.line(r.Label, tall)
			t.line(strings.Repeat(" ", max(t.columns()-columns(value), 0))+value, tall)
			continue
		}
		t.line(r.Label+strings.Repeat(" ", room)+value, tall)
	}
	if b.Note != "" {
		t.paragraph(b.Note, plain, false)
	}
}

// line puts one line on the paper.
func (t *typist) line(text string, z stretch) {
	raw, err := t.encoder.Bytes([]byte(text))
	if err != nil {
		t.fail(errNotInROM)
		return
	}
	t.put(0x1D, 0x21, byte(z.wide-1)<<4|byte(z.high-1))
	t.put(raw...)
	t.put(0x0A)
	t.j.rows += spacing * z.high
	if len(t.buf) > chunk {
		t.flush()
	}
}

// picture sets one block with our own fonts and sends it between the text.
func (t *typist) picture(b hardware.Block) {
	p := t.Profile
	p.Feed = 0
	m, err := t.fonts.Set(p, hardware.Slip{Blocks: []hardware.Block{b}})
	if err != nil {
		t.fail(err)
		return
	}
	t.flush()
	t.j.bands(p, m)
	t.j.rows += m.Rect.Dy()
}

func (t *typist) qr(b hardware.QR) {
	switch {
	case b.Content == "":
	case notASCII(b.Content) >= 0:
		t.fail(hardware.E("escpos.Set", hardware.PrinterBadSlip, "qr content is not ASCII"))
	case t.FirmwareQR:
		t.firmwareQR(b.Content)
	default:
		t.picture(hardware.QR{Content: b.Content})
	}
	for _, l := range append([]string{b.Title}, append(b.Lines, b.List)...) {
		if l != "" {
			t.paragraph(l, plain, false)
		}
	}
	for _, it := range b.Items {
		mark := "□ "
		if it.Checked {
			mark = "■ "
		}
		t.paragraph(mark+it.Text, plain, false)
	}
}

func (t *typist) firmwareQR(content string) {
	code, err := qrcode.New(content, qrcode.Medium)
	if err != nil {
		t.fail(hardware.E("escpos.Set", hardware.PrinterBadSlip, "qr", err))
		return
	}
	code.DisableBorder = true
	side := len(code.Bitmap())
	module := min(max(min(t.QR, t.QRWidth/side), 3), 16)
	t.put(0x1B, 0x61, 1)
	t.put(qrCommand(content, module)...)
	t.put(0x0A)
	t.j.rows += side*module + spacing
}

// qrCommand is GS ( k: model 2, dots per module, error correction M, store, print.
func qrCommand(content string, module int) []byte {
	n := len(content) + 3
	out := []byte{0x1D, 0x28, 0x6B, 0x04, 0x00, 0x31, 0x41, 0x32, 0x00,
		0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x43, byte(module),
		0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x45, 0x31,
		0x1D, 0x28, 0x6B, byte(n), byte(n >> 8), 0x31, 0x50, 0x30}
	out = append(out, content...)
	return append(out, 0x1D, 0x28, 0x6B, 0x03, 0x00, 0x31, 0x51, 0x30)
}

func (t *typist) barcode(b hardware.Barcode) {
	if len(b.Digits) == 0 || len(b.Digits)%2 != 0 || len(b.Digits) > 250 || !digitsOnly(b.Digits) {
		t.fail(hardware.E("escpos.Set", hardware.PrinterBadSlip, "barcode needs an even count of digits"))
		return
	}
	if t.Code128 == "" {
		t.picture(b)
		return
	}
	t.paragraph(b.Caption, plain, false)
	t.put(code128Command(t.Code128[0], b.Digits, t.BarHeight, min(max(t.Module, 2), 6))...)
	t.put(0x0A)
	t.j.rows += t.BarHeight + spacing
	t.paragraph(groups(b.Digits), plain, false)
}

// code128Command is GS k 73: the code set is said first, set C takes pairs of digits as numbers. The digits below are
// ours.
func code128Command(set byte, digits string, height, module int) []byte {
	data := []byte{'{', set}
	if set == 'C' {
		for i := 0; i+1 < len(digits); i += 2 {
			data = append(data, (digits[i]-'0')*10+digits[i+1]-'0')
		}
	} else {
		data = append(data, digits...)
	}
	out := []byte{0x1D, 0x68, byte(height), 0x1D, 0x77, byte(module), 0x1D, 0x48, 0x00, 0x1D, 0x6B, 0x49, byte(len(data))}
	return append(out, data...)
}

// columns is how many cells a text takes: Chinese two.
func columns(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r >= 0x80 {
			n++
		}
	}
	return n
}

// wrapColumns breaks at spaces and between Chinese characters; closing punctuation never begins a line.
func wrapColumns(text string, width int) []string {
	var lines []string
	line := ""
	for _, w := range words(text) {
		if line != "" && columns(line)+columns(strings.TrimRight(w, " ")) > width && !closing(w) {
			lines, line = append(lines, strings.TrimSpace(line)), ""
		}
		for _, r := range w {
			if columns(line)+columns(string(r)) > width && !closing(string(r)) {
				lines, line = append(lines, strings.TrimSpace(line)), ""
			}
			line += string(r)
		}
	}
	return append(lines, strings.TrimSpace(line))
}
