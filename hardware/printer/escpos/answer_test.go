package escpos

import (
	"testing"

	"pgregory.net/rapid"

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

// What a printer tells by itself (Epson TM-T88III, Citizen CT-S2000).
func TestAutomaticStatus(t *testing.T) {
	for _, c := range []struct {
		name string
		b    [4]byte
		want hardware.Code
	}{
		{"ready", [4]byte{0x10, 0, 0, 0x0F}, ""},
		{"ready, other models", [4]byte{0x10, 0, 0, 0}, ""},
		{"drawer open", [4]byte{0x14, 0, 0, 0}, ""},
		{"cover open", [4]byte{0x38, 0, 0, 0}, hardware.PrinterCoverOpen},
		{"paper out", [4]byte{0x18, 0, 0x0C, 0}, hardware.PrinterPaperOut},
		{"paper out and near its end", [4]byte{0x18, 0, 0x0F, 0}, hardware.PrinterPaperOut},
		{"cutter", [4]byte{0x18, 0x08, 0, 0}, hardware.PrinterCutter},
		{"unrecoverable", [4]byte{0x18, 0x20, 0, 0}, hardware.PrinterBroken},
		{"recoverable", [4]byte{0x18, 0x40, 0, 0}, hardware.PrinterRecoverable},
		{"offline, no cause", [4]byte{0x18, 0, 0, 0}, hardware.PrinterOffline},
		{"near end", [4]byte{0x10, 0, 0x03, 0}, hardware.PrinterNearEnd},
	} {
		if got := told(c.b); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		var l listener
		var got []answer
		for _, b := range c.b {
			got = append(got, l.feed(b)...)
		}
		if len(got) != 1 || got[0].kind != auto || got[0].b != c.b {
			t.Errorf("%s: heard %v", c.name, got)
		}
	}
}

// Real-time answers anywhere in automatic blocks, queued ones between them: each is found, in order, and nothing else.
func TestEveryAnswerIsFoundInAnyInterleaving(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		free := rapid.SampledFrom([]byte{0x00, 0x03, 0x0C, 0x0F, 0x20, 0x40, 0x60, 0x6F})
		var wire []byte
		var rs, as, qs int
		answers := func() {
			for range rapid.IntRange(0, 2).Draw(t, "real-time") {
				wire, rs = append(wire, 0x12|free.Draw(t, "bits")&0x6C), rs+1
			}
		}
		for range rapid.IntRange(1, 8).Draw(t, "messages") {
			answers()
			if rapid.Bool().Draw(t, "queued") {
				wire, qs = append(wire, free.Draw(t, "sensor")), qs+1
				continue
			}
			wire, as = append(wire, 0x10|free.Draw(t, "header")&0x6C), as+1
			for range 3 {
				answers()
				wire = append(wire, free.Draw(t, "later"))
			}
		}
		var l listener
		count := map[answerKind]int{}
		for _, b := range wire {
			for _, a := range l.feed(b) {
				count[a.kind]++
			}
		}
		if count[realTime] != rs || count[auto] != as || count[queued] != qs || count[nonsense] != 0 {
			t.Fatalf("% x: heard %v, sent %d real-time %d automatic %d queued", wire, count, rs, as, qs)
		}
	})
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
		{"an ASB block with an answer in it", []byte{0x10, 0x00, 0x12, 0x00, 0x0F}, "ra"},
		{"an ASB block with two answers in it", []byte{0x18, 0x1A, 0x16, 0x00, 0x0C, 0x0F, 0x00}, "rraq"},
		{"an ASB block broken by the next", []byte{0x10, 0x00, 0x38, 0x00, 0x00, 0x00}, "?a"},
		{"an ASB block broken by garbage", []byte{0x10, 0x00, 0x80, 0x00}, "??q"},
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
	f.Add([]byte{0x18, 0x12, 0x08, 0x1E, 0x00, 0x0F, 0x00, 0x10, 0x10})
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
