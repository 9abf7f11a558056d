package template

import (
	"fmt"
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

// wide reports whether a checksum has 16 bits.
func wide(kind string) bool { return strings.HasSuffix(kind, "16") || strings.HasPrefix(kind, "crc16") }

// Sum is a checksum of a kind; 0 for a kind it does not know.
func Sum(kind string, b []byte) uint16 {
	switch kind {
	case "xor":
		var x byte
		for _, c := range b {
			x ^= c
		}
		return uint16(x)
	case "sum8":
		return total(b) & 0xFF
	case "neg8":
		return -total(b) & 0xFF
	case "sum16":
		return total(b)
	case "crc16-modbus":
		return reflected(0xFFFF, b)
	case "crc16-arc":
		return reflected(0, b)
	case "crc16-xmodem":
		return xmodem(b)
	}
	return 0
}

func total(b []byte) uint16 {
	var n uint16
	for _, c := range b {
		n += uint16(c)
	}
	return n
}

func reflected(sum uint16, b []byte) uint16 {
	for _, c := range b {
		sum ^= uint16(c)
		for range 8 {
			if sum&1 != 0 {
				sum = sum>>1 ^ 0xA001
			} else {
				sum >>= 1
			}
		}
	}
	return sum
}

func xmodem(b []byte) uint16 {
	var sum uint16
	for _, c := range b {
		sum ^= uint16(c) << 8
		for range 8 {
			if sum&0x8000 != 0 {
				sum = sum<<1 ^ 0x1021
			} else {
				sum <<= 1
			}
		}
	}
	return sum
}

func near(word string, known []string) string {
	if n := hardware.Nearest(word, known); n != "" {
		return fmt.Sprintf("did you mean {%s}", n)
	}
	return "one of: " + strings.Join(known, " ")
}
