package escpos

import (
	"testing"

	"github.com/brighthall/brighthall/hardware"
)

// The vectors of the manuals (Samsung SRP-350, Citizen iDP-3221, Epson TM-T88III).
func TestStatusBits(t *testing.T) {
	for _, c := range []struct {
		name string
		b    [5]byte // answers to DLE EOT 1 to 4
		want hardware.Code
	}{
		{"idle", [5]byte{0, 0x12, 0x12, 0x12, 0x12}, ""},
		{"offline, no cause", [5]byte{0, 0x1A, 0x12, 0x12, 0x12}, hardware.PrinterOffline},
		{"cover open", [5]byte{0, 0x1A, 0x16, 0x12, 0x12}, hardware.PrinterCoverOpen},
		{"paper stop", [5]byte{0, 0x1A, 0x32, 0x12, 0x12}, hardware.PrinterPaperOut},
		{"paper out", [5]byte{0, 0x1A, 0x12, 0x12, 0x7E}, hardware.PrinterPaperOut},
		{"near end", [5]byte{0, 0x12, 0x12, 0x12, 0x1E}, hardware.PrinterNearEnd},
		{"cutter", [5]byte{0, 0x1A, 0x52, 0x1A, 0x12}, hardware.PrinterCutter},
		{"unrecoverable", [5]byte{0, 0x1A, 0x52, 0x32, 0x12}, hardware.PrinterBroken},
		{"recoverable", [5]byte{0, 0x1A, 0x52, 0x52, 0x12}, hardware.PrinterRecoverable},
	} {
		if got := trouble(c.b); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Answers are found whatever lies around them.
func TestAnswersShareTheLine(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []byte
		want string
	}{
		{"a real-time answer", []byte{0x12}, "r"},
		{"garbage before it", []byte{0xFF, 0x80, 0x16}, "??r"},
		{"an ASB burst before it", []byte{0x18, 0x00, 0x0C, 0x0F, 0x1A}, "ar"},
		{"an ASB block broken by an answer", []byte{0x10, 0x00, 0x12}, "?r"},
		{"a queued answer", []byte{0x00}, "q"},
		{"queued with paper end", []byte{0x0C, 0x12}, "qr"},
	} {
		var l listener
		got := ""
		for _, b := range c.in {
			for _, a := range l.feed(b) {
				got += string(rune(a.kind))
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// After any bytes, four quiet zero bytes at most bring the listener back, and every answer
// it gives has the fixed bits of its kind.
func FuzzListener(f *testing.F) {
	f.Add([]byte{0x12, 0x10, 0x00, 0x00, 0x0F, 0x0C})
	f.Add([]byte{0xFF, 0x1A, 0x38, 0x12})
	f.Fuzz(func(t *testing.T, in []byte) {
		var l listener
		for _, b := range in {
			for _, a := range l.feed(b) {
				right := a.kind == nonsense ||
					a.kind == realTime && a.b[0]&0x93 == 0x12 ||
					a.kind == auto && a.b[0]&0x93 == 0x10 && (a.b[1]|a.b[2]|a.b[3])&0x90 == 0 ||
					a.kind == queued && a.b[0]&0x90 == 0
				if !right {
					t.Fatalf("%c with % x", a.kind, a.b)
				}
			}
		}
		l.reset()
		if got := l.feed(0x12); len(got) != 1 || got[0].kind != realTime {
			t.Fatalf("lost: %v", got)
		}
	})
}
