package wedge

// Keys by the kernel's numbers. Those below 84 are also the scan codes that Windows tells.
const (
	keyTab        = 15
	keyEnter      = 28
	keyLeftCtrl   = 29
	keyLeftShift  = 42
	keyRightShift = 54
	keyLeftAlt    = 56
	keyPadEnter   = 96
	keyRightCtrl  = 97
	keyPadSlash   = 98
	keyRightAlt   = 100
	keyLeftMeta   = 125
	keyRightMeta  = 126
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
	{keyPadSlash, "/", "/"},
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
	keyLeftShift: 1 << 0, keyRightShift: 1 << 1, keyLeftCtrl: 1 << 2, keyRightCtrl: 1 << 3,
	keyLeftAlt: 1 << 4, keyRightAlt: 1 << 5, keyLeftMeta: 1 << 6, keyRightMeta: 1 << 7,
}

const shifts = 1<<0 | 1<<1

// Keyboard knows which of the keys are held that change others. The zero Keyboard has none.
type Keyboard struct{ held uint8 }

// Press takes a key that goes down or up. It gives the character that is typed, or says that the key ends a line; control characters and
// keys that type nothing give neither.
func (k *Keyboard) Press(key uint16, down bool) (r rune, end bool) {
	bit := modifiers[key]
	k.held &^= bit
	switch {
	case !down:
	case bit != 0:
		k.held |= bit
	case k.held&^shifts == 0:
		return character(key, k.held != 0), isEnd(key)
	}
	return 0, false
}

func isEnd(key uint16) bool { return key == keyEnter || key == keyPadEnter || key == keyTab }
