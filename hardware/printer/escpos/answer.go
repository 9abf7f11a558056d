package escpos

import "github.com/brighthall/brighthall/hardware"

// answer is one thing a printer said.
type answer struct {
	kind answerKind
	b    [4]byte
}

type answerKind byte

// Kinds of answer by their fixed bits: `DLE EOT` is 0xx1xx10, the first of four `GS a`
// bytes 0xx1xx00, `GS r` 0xx0xxxx. The three share the line.
const (
	realTime answerKind = 'r'
	auto     answerKind = 'a'
	queued   answerKind = 'q'
	flow     answerKind = 'f' // XON or XOFF, wherever it stands
	nonsense answerKind = '?'
	nothing  answerKind = 0 // none: to listen for a while
)

// What a printer says, between any two bytes, when its buffer has room again and when it is nearly full.
const xon, xoff = 0x11, 0x13

// listener sorts a printer's bytes into answers. It is fed byte by byte and finds its way
// back after any garbage.
type listener struct {
	block [4]byte
	n     int // bytes of a GS a block so far
}

// feed takes one byte and returns the answers it completes: none, one, or a broken block
// (nonsense) and what the byte itself is.
func (l *listener) feed(c byte) []answer {
	if c == xon || c == xoff {
		return []answer{{flow, [4]byte{c}}}
	}
	if l.n == 0 {
		return l.start(c)
	}
	switch {
	case c&0x93 == 0x12: // a real-time answer may come between: its fixed bits are never those of a later byte
		return l.start(c)
	case c&0x90 != 0: // not a later byte of a block: it was no block
		l.n = 0
		return append([]answer{{kind: nonsense}}, l.start(c)...)
	}
	l.block[l.n] = c
	if l.n++; l.n < 4 {
		return nil
	}
	l.n = 0
	return []answer{{auto, l.block}}
}

func (l *listener) start(c byte) []answer {
	switch {
	case c&0x93 == 0x12:
		return []answer{{realTime, [4]byte{c}}}
	case c&0x93 == 0x10:
		l.block[0], l.n = c, 1
		return nil
	case c&0x90 == 0:
		return []answer{{queued, [4]byte{c}}}
	}
	return []answer{{kind: nonsense}}
}

// reset forgets a block begun: silence ends it.
func (l *listener) reset() { l.n = 0 }

// trouble is the worst thing four DLE EOT answers say, or "".
func trouble(b [5]byte) hardware.Code {
	switch {
	case b[3]&0x20 != 0:
		return hardware.PrinterBroken
	case b[3]&0x08 != 0:
		return hardware.PrinterCutter
	case b[2]&0x04 != 0:
		return hardware.PrinterCoverOpen
	case b[2]&0x20 != 0, b[4]&0x60 == 0x60:
		return hardware.PrinterPaperOut
	case b[3]&0x40 != 0, b[2]&0x40 != 0:
		return hardware.PrinterRecoverable
	case b[1]&0x08 != 0:
		return hardware.PrinterOffline
	case b[4]&0x0C == 0x0C:
		return hardware.PrinterNearEnd
	}
	return ""
}

// told is the worst thing an ASB block (`GS a`) says, or "".
func told(b [4]byte) hardware.Code {
	switch {
	case b[1]&0x20 != 0:
		return hardware.PrinterBroken
	case b[1]&0x08 != 0:
		return hardware.PrinterCutter
	case b[0]&0x20 != 0:
		return hardware.PrinterCoverOpen
	case b[2]&0x0C == 0x0C:
		return hardware.PrinterPaperOut
	case b[1]&0x40 != 0:
		return hardware.PrinterRecoverable
	case b[0]&0x08 != 0:
		return hardware.PrinterOffline
	case b[2]&0x03 == 0x03:
		return hardware.PrinterNearEnd
	}
	return ""
}

// stops reports whether a printer in this trouble takes no work.
func stops(c hardware.Code) bool { return c != "" && c != hardware.PrinterNearEnd }
