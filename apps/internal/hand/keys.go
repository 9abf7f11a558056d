package hand

import (
	"fmt"

	"github.com/jezek/xgb/xproto"
)

// key is a key of the keyboard and whether Shift goes with it.
type key struct {
	code  xproto.Keycode
	shift bool
}

// Keysyms of keys without a character (X11 keysymdef.h).
const (
	keyReturn xproto.Keysym = 0xff0d
	keyEscape xproto.Keysym = 0xff1b
	keyShift  xproto.Keysym = 0xffe1
	keyAlt    xproto.Keysym = 0xffe9

	keyControl xproto.Keysym = 0xffe3
	keyF1      xproto.Keysym = 0xffbe
)

func (h *Hand) learnKeys() error {
	setup := xproto.Setup(h.conn)
	first, last := setup.MinKeycode, setup.MaxKeycode
	m, err := xproto.GetKeyboardMapping(h.conn, first, byte(last-first+1)).Reply()
	if err != nil {
		return fmt.Errorf("hand: keyboard: %w", err)
	}
	h.keys = map[xproto.Keysym]key{}
	per := int(m.KeysymsPerKeycode)
	for i, sym := range m.Keysyms {
		level := i % per
		if _, known := h.keys[sym]; !known && sym != 0 && level < 2 {
			h.keys[sym] = key{first + xproto.Keycode(i/per), level == 1}
		}
	}
	return nil
}

// Type presses the keys of an ASCII text; '\n' is Return.
func (h *Hand) Type(text string) error {
	for _, r := range text {
		sym := xproto.Keysym(r)
		if r == '\n' {
			sym = keyReturn
		}
		if err := h.press(sym); err != nil {
			return err
		}
	}
	return nil
}

// F presses a function key, 1 to 12.
func (h *Hand) F(n int) error { return h.press(keyF1 + xproto.Keysym(n-1)) }

// CtrlAlt presses a digit with Ctrl and Alt held down.
func (h *Hand) CtrlAlt(digit int) error {
	for _, sym := range []xproto.Keysym{keyControl, keyAlt} {
		held := byte(h.keys[sym].code)
		if err := h.fake(xproto.KeyPress, held); err != nil {
			return err
		}
		defer h.fake(xproto.KeyRelease, held)
	}
	return h.press(xproto.Keysym('0' + digit))
}

// Focused is the window that has the keyboard.
func (h *Hand) Focused() (xproto.Window, error) {
	f, err := xproto.GetInputFocus(h.conn).Reply()
	if err != nil {
		return 0, fmt.Errorf("hand: %w", err)
	}
	return f.Focus, nil
}

// Escape presses Escape.
func (h *Hand) Escape() error { return h.press(keyEscape) }

func (h *Hand) press(sym xproto.Keysym) error {
	k, ok := h.keys[sym]
	if !ok {
		return fmt.Errorf("hand: the keyboard has no key for %#x", sym)
	}
	if k.shift {
		shift := byte(h.keys[keyShift].code)
		if err := h.fake(xproto.KeyPress, shift); err != nil {
			return err
		}
		defer h.fake(xproto.KeyRelease, shift)
	}
	if err := h.fake(xproto.KeyPress, byte(k.code)); err != nil {
		return err
	}
	rest(touchTime / 3)
	return h.fake(xproto.KeyRelease, byte(k.code))
}
