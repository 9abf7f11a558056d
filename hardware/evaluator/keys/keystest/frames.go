package keystest

import "strings"

// single: each byte is a frame.
func single(in string) (frame, rest string) {
	if in == "" {
		return "", ""
	}
	return in[:1], in[1:]
}

// five: AA command data xor 55.
func five(in string) (frame, rest string) {
	for len(in) >= 5 {
		if in[0] == 0xAA && in[4] == 0x55 && in[0]^in[1]^in[2] == in[3] {
			return in[:5], in[5:]
		}
		in = in[1:]
	}
	return "", in
}

// packet: STX text ETX.
func packet(in string) (frame, rest string) {
	start := strings.IndexByte(in, 2)
	if start < 0 {
		return "", ""
	}
	in = in[start:]
	if end := strings.IndexByte(in, 3); end > 0 {
		return in[:end+1], in[end+1:]
	}
	return "", in
}

func deaf(string) (act, answer string) { return "", "" }

func letters(frame string) (act, answer string) {
	switch frame {
	case "W":
		return "light", ""
	case "C":
		return "dark", ""
	}
	return "", ""
}

func numbers(frame string) (act, answer string) {
	reply := func(command byte) string {
		return string([]byte{0xAA, command, frame[2], 0xAA ^ command ^ frame[2], 0x55})
	}
	switch frame[1] {
	case 1:
		return "light", reply(0x81)
	case 3, 4:
		return "dark", ""
	case 5:
		return "alive", reply(0x85)
	}
	return "", ""
}

func words(frame string) (act, answer string) {
	const ok = "\x02OK\x03"
	switch frame[1] {
	case 'L':
		return "light", ok
	case 'S':
		return "speaks", ok
	case 'C':
		return "dark", ""
	}
	return "", ""
}
