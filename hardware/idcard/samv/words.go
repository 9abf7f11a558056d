package samv

import (
	"fmt"

	"github.com/brighthall/brighthall/hardware"
)

// The third status byte, as the vendors of readers document it.
const (
	swOK        = 0x90
	swAbsent    = 0x91 // the item is not on the card
	swFound     = 0x9F
	swNotFound  = 0x80 // no card, or the one read last still lies there
	swNotChosen = 0x81
	swReadFail  = 0x41
)

var words = map[byte]struct {
	text string
	code hardware.Code
}{
	0x10:        {"checksum error in request", hardware.IDCardRefused},
	0x11:        {"length error in request", hardware.IDCardRefused},
	0x21:        {"unknown command", hardware.IDCardRefused},
	0x23:        {"refused without a meaning known", hardware.IDCardRefused},
	0x24:        {"unrecognised error", hardware.IDCardUnreadable},
	0x31:        {"the card rejects the reader", hardware.IDCardUnreadable},
	0x32:        {"the reader rejects the card", hardware.IDCardUnreadable},
	0x33:        {"verification failed", hardware.IDCardUnreadable},
	0x40:        {"wrong card", hardware.IDCardUnreadable},
	swReadFail:  {"read failed", hardware.IDCardLifted},
	0x47:        {"random number failed", hardware.IDCardUnreadable},
	0x60:        {"self-test failed", hardware.IDCardBroken},
	0x66:        {"security module not authorised", hardware.IDCardUnauthorised},
	swNotFound:  {"no card, or the one read before", hardware.IDCardLifted},
	swNotChosen: {"select failed", hardware.IDCardLifted},
	swAbsent:    {"not on the card", hardware.IDCardUnreadable},
}

// fault names a status word that is not what was hoped for. All three bytes are logged.
func (a Answer) fault(op string) *hardware.Fault {
	w, ok := words[a.SW[2]]
	if !ok {
		w.text, w.code = "unknown status", hardware.IDCardUnreadable
	}
	return hardware.E(op, w.code, fmt.Sprintf("%s (% X)", w.text, a.SW[:]))
}
