package modbus

import (
	"fmt"
	"strconv"
	"strings"
)

// Registers is a text as it stands in a field's registers.
func (f Field) Registers(text string) ([]uint16, error) {
	text, err := f.fit(text)
	if err != nil {
		return nil, err
	}
	if f.Format == "uint" {
		return f.value(text)
	}
	for len(text) < f.Digits {
		if f.Align == "left" {
			text += f.Blank
		} else {
			text = f.Blank + text
		}
	}
	switch f.Format {
	case "bcd":
		return f.bcd(text), nil
	case "ascii", "ascii-low":
		return f.ascii(text), nil
	}
	return f.chars(text), nil
}

// fit keeps what the field has places for. A number that does not fit is refused: half a number is another visitor's.
func (f Field) fit(text string) (string, error) {
	var kept strings.Builder
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			kept.WriteRune(r)
		case r > ' ' && r < 0x7F && f.Letters == "keep":
			kept.WriteRune(r)
		case r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z', r == '-', r == ' ':
		default:
			return "", fmt.Errorf("modbus: %q cannot be shown", r)
		}
	}
	if kept.Len() > f.Digits {
		return "", fmt.Errorf("modbus: %q needs %d places, there are %d", text, kept.Len(), f.Digits)
	}
	return kept.String(), nil
}

// value has no blank: nothing is zero.
func (f Field) value(text string) ([]uint16, error) {
	n := uint64(0)
	if text != "" {
		var err error
		if n, err = strconv.ParseUint(text, 10, 32); err != nil {
			return nil, fmt.Errorf("modbus: %w", err)
		}
	}
	if f.Digits < 5 {
		return []uint16{uint16(n)}, nil
	}
	if f.Digits == 5 {
		if n > 65535 {
			return nil, fmt.Errorf("modbus: %d is more than a register holds", n)
		}
		return []uint16{uint16(n)}, nil
	}
	if f.Order == "low-first" {
		return []uint16{uint16(n), uint16(n >> 16)}, nil
	}
	return []uint16{uint16(n >> 16), uint16(n)}, nil
}

// bcd puts four digits in a register; what is missing to a whole register is filled at the left.
func (f Field) bcd(text string) []uint16 {
	for len(text)%4 != 0 {
		text = f.Blank + text
	}
	all := make([]uint16, 0, len(text)/4)
	for ; len(text) > 0; text = text[4:] {
		n, _ := strconv.ParseUint(text[:4], 16, 16) // hex digits all: fit and check have seen to it
		all = append(all, uint16(n))
	}
	return all
}

func (f Field) ascii(text string) []uint16 {
	if len(text)%2 != 0 {
		text += f.Blank
	}
	all := make([]uint16, 0, len(text)/2)
	for i := 0; i < len(text); i += 2 {
		a, b := uint16(text[i]), uint16(text[i+1])
		if f.Format == "ascii-low" {
			a, b = b, a
		}
		all = append(all, a<<8|b)
	}
	return all
}

func (f Field) chars(text string) []uint16 {
	all := make([]uint16, 0, len(text))
	for i := range len(text) {
		v, ok := f.Glyphs[text[i:i+1]]
		if !ok {
			v = uint16(text[i])
		}
		all = append(all, v)
	}
	return all
}
