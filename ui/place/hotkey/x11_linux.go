package hotkey

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// Keysyms of the digits, above the letters and on the number pad (keysymdef.h).
const (
	digit0 xproto.Keysym = 0x0030
	pad0   xproto.Keysym = 0xffb0
)

// locks are the keys that may be on without being meant: Caps Lock, and Num Lock as Mod2.
var locks = []uint16{0, xproto.ModMaskLock, xproto.ModMask2, xproto.ModMaskLock | xproto.ModMask2}

// superName is what the key is called here.
const superName = "Super"

// Listen tells of each digit that is pressed with the modifiers until ctx ends, and which digits it hears: at first and
// whenever the keyboard's layout changes. It calls both on a goroutine of its own.
func Listen(ctx context.Context, m Modifiers, log *slog.Logger, heard func(Works), pressed func(digit int)) error {
	const op = "hotkey.Listen"
	c, err := xgb.NewConn()
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	defer context.AfterFunc(ctx, c.Close)()
	l := &listener{conn: c, root: xproto.Setup(c).DefaultScreen(c).Root, mask: m.mask(), log: log, released: map[xproto.Keycode]xproto.Timestamp{}}
	if err := l.grab(); err != nil {
		c.Close()
		return fmt.Errorf("%s: %w", op, err)
	}
	heard(l.works)
	defer heard(Works{})
	for {
		event, err := c.WaitForEvent()
		switch e := event.(type) {
		case xproto.KeyPressEvent:
			if d, ok := l.digits[e.Detail]; ok && !repeats(e.Time, l.released[e.Detail]) {
				pressed(d)
			}
		case xproto.KeyReleaseEvent:
			l.released[e.Detail] = e.Time
		case xproto.MappingNotifyEvent: // another layout of the keyboard
			l.release()
			if err := l.grab(); err != nil {
				return fmt.Errorf("%s: %w", op, err)
			}
			heard(l.works)
		case nil:
			if err != nil {
				continue // of a window or key that is gone
			}
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("%s: the X server is gone", op)
		}
	}
}

type listener struct {
	conn   *xgb.Conn
	root   xproto.Window
	mask   uint16
	log    *slog.Logger
	digits map[xproto.Keycode]int
	works  Works

	released map[xproto.Keycode]xproto.Timestamp
}

// repeats reports whether a press is one of a key that is held down: the server tells of a release and a press at the
// same moment. A visitor is called once, however long the finger lies.
func repeats(press, release xproto.Timestamp) bool { return press-release < 5 }

func (m Modifiers) mask() (mask uint16) {
	for _, one := range []struct {
		on   bool
		mask uint16
	}{{m.Ctrl, xproto.ModMaskControl}, {m.Alt, xproto.ModMask1}, {m.Shift, xproto.ModMaskShift}, {m.Super, xproto.ModMask4}} {
		if one.on {
			mask |= one.mask
		}
	}
	return mask
}

// grab takes the digits of the keyboard that is there now.
func (l *listener) grab() error {
	setup := xproto.Setup(l.conn)
	first, last := setup.MinKeycode, setup.MaxKeycode
	all, err := xproto.GetKeyboardMapping(l.conn, first, byte(last-first+1)).Reply()
	if err != nil {
		return err
	}
	l.digits = map[xproto.Keycode]int{}
	per := int(all.KeysymsPerKeycode)
	for i, sym := range all.Keysyms {
		if d, ok := digitOf(sym); ok {
			l.digits[first+xproto.Keycode(i/per)] = d
		}
	}
	l.works = Works{}
	for code, d := range l.digits {
		for _, lock := range locks {
			err := xproto.GrabKeyChecked(l.conn, false, l.root, l.mask|lock, code, xproto.GrabModeAsync, xproto.GrabModeAsync).Check()
			if err == nil && lock == 0 {
				l.works[d] = true // one of its keys is enough: above the letters, or on the number pad
			}
			if err != nil && lock == 0 {
				l.log.Warn("a hot key belongs to another program", "digit", d, "err", err)
			}
		}
	}
	return nil
}

func (l *listener) release() {
	for code := range l.digits {
		for _, lock := range locks {
			xproto.UngrabKey(l.conn, code, l.root, l.mask|lock)
		}
	}
}

func digitOf(sym xproto.Keysym) (int, bool) {
	switch {
	case sym >= digit0 && sym <= digit0+9:
		return int(sym - digit0), true
	case sym >= pad0 && sym <= pad0+9:
		return int(sym - pad0), true
	}
	return 0, false
}
