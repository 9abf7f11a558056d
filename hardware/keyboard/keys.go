package keyboard

// The keys that mean something beside what they type, by the kernel's numbers. Those below 84 are also the scan codes
// that Windows tells.
const (
	Tab        = 15
	Enter      = 28
	LeftCtrl   = 29
	LeftShift  = 42
	RightShift = 54
	LeftAlt    = 56
	PadEnter   = 96
	RightCtrl  = 97
	PadSlash   = 98
	RightAlt   = 100
	LeftMeta   = 125
	RightMeta  = 126
)

// rows are the characters of a US keyboard, which scanners pretend to be: from a key on, without and with Shift.
var rows = []struct {
	first          uint16
	plain, shifted string
}{
	{2, "1234567890-=", "!@#$%^&*()_+"},
	{16, "qwertyuiop[]", "QWERTYUIOP{}"},
	{30, "asdfghjkl;'`", `ASDFGHJKL:"~`},
	{43, `\zxcvbnm,./`, "|ZXCVBNM<>?"},
	{55, "*", "*"},
	{57, " ", " "},
	{71, "789-456+1230.", "789-456+1230."}, // the pad, as with NumLock: a scanner types digits there
	{PadSlash, "/", "/"},
}

// character is what a key types, 0 for one that types nothing.
func character(key uint16, shift bool) rune {
	for _, r := range rows {
		if key < r.first || int(key-r.first) >= len(r.plain) {
			continue
		}
		if shift {
			return rune(r.shifted[key-r.first])
		}
		return rune(r.plain[key-r.first])
	}
	return 0
}

// modifiers change what other keys type, each with its bit: the first two are Shift.
var modifiers = map[uint16]uint8{
	LeftShift: 1 << 0, RightShift: 1 << 1, LeftCtrl: 1 << 2, RightCtrl: 1 << 3,
	LeftAlt: 1 << 4, RightAlt: 1 << 5, LeftMeta: 1 << 6, RightMeta: 1 << 7,
}

const shifts = 1<<0 | 1<<1

// Held knows which of the keys are held that change others. The zero Held has none.
type Held struct{ held uint8 }

// Press takes a key that goes down or up. It gives the character that is typed, or says that the key ends a line;
// control characters and keys that type nothing give neither.
func (h *Held) Press(key uint16, down bool) (r rune, end bool) {
	bit := modifiers[key]
	h.held &^= bit
	switch {
	case !down:
	case bit != 0:
		h.held |= bit
	case h.held&^shifts == 0:
		return character(key, h.held != 0), isEnd(key)
	}
	return 0, false
}

func isEnd(key uint16) bool { return key == Enter || key == PadEnter || key == Tab }
