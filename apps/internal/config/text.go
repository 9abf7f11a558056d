package config

import (
	"bytes"
	"encoding/binary"
	"os"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/brighthall/brighthall/sync/charset"
)

// Text reads a text file that a person or a shell wrote, as UTF-8; see Readable.
func Text(path string) ([]byte, error) {
	raw, err := os.ReadFile(path)
	return Readable(raw), err
}

// Readable is a text as UTF-8. On Windows PowerShell's > writes UTF-16, Notepad puts a mark before the text, and a
// Chinese spreadsheet saves GB18030: a token, a setting or a list so written looks right and would not be understood.
// What is none of these stays as it is.
func Readable(raw []byte) []byte {
	if text, ok := bytes.CutPrefix(raw, []byte("\uFEFF")); ok {
		return text
	}
	if text, ok := bytes.CutPrefix(raw, []byte{0xFF, 0xFE}); ok {
		return wide(text, binary.LittleEndian)
	}
	if text, ok := bytes.CutPrefix(raw, []byte{0xFE, 0xFF}); ok {
		return wide(text, binary.BigEndian)
	}
	if order := unmarked(raw); order != nil {
		return wide(raw, order)
	}
	if text, ok := charset.GB18030(raw); ok && !utf8.Valid(raw) {
		return text
	}
	return raw
}

// unmarked is the byte order of UTF-16 without its mark, nil for anything else. A text of this kind has ASCII in it,
// each with a zero byte, and no text in another charset has one.
func unmarked(raw []byte) binary.ByteOrder {
	var zeros [2]int
	for i, b := range raw {
		if b == 0 {
			zeros[i%2]++
		}
	}
	switch {
	case len(raw)%2 != 0 || zeros[0] == zeros[1]:
		return nil
	case zeros[1] > zeros[0]:
		return binary.LittleEndian
	}
	return binary.BigEndian
}

func wide(text []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}
