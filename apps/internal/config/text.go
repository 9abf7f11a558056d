package config

import (
	"bytes"
	"encoding/binary"
	"os"
	"unicode/utf16"
)

// Text reads a text file that a person or a shell wrote, as UTF-8. On Windows PowerShell's > writes UTF-16 and Notepad puts a mark
// before the text: a token or a setting behind either looks right and is not understood.
func Text(path string) ([]byte, error) {
	raw, err := os.ReadFile(path)
	return readable(raw), err
}

func readable(raw []byte) []byte {
	if text, ok := bytes.CutPrefix(raw, []byte("\uFEFF")); ok {
		return text
	}
	if text, ok := bytes.CutPrefix(raw, []byte{0xFF, 0xFE}); ok {
		return wide(text, binary.LittleEndian)
	}
	if text, ok := bytes.CutPrefix(raw, []byte{0xFE, 0xFF}); ok {
		return wide(text, binary.BigEndian)
	}
	return raw
}

func wide(text []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = order.Uint16(text[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}
