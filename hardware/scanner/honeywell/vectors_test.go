package honeywell

import (
	"encoding/hex"
	"testing"
)

// The commands of the makers' manuals, byte for byte.
func TestCommandVectors(t *testing.T) {
	for _, c := range []struct {
		name, want string
		got        []byte
	}{
		{"trigger on", "16540d", trigger(true)},
		{"trigger off", "16550d", trigger(false)},
		{"beep", "16070d", beep()},
		{"menu", "164d0d56535546435221", menu("VSUFCR")},
	} {
		if hex.EncodeToString(c.got) != c.want {
			t.Errorf("%s: %x, want %s", c.name, c.got, c.want)
		}
	}
}

// The examples of the manuals' chapter on responses, and what is no response.
func TestAnswerVectors(t *testing.T) {
	for _, c := range []struct {
		sent string
		want byte
	}{
		{"CBRENA0-1\x06.", ack},
		{"CBRENA1\x06.", ack},
		{"CBRENA100\x15.", nak},
		{"XYZABC\x05!", enq},
		{"CBRENA1.", 0},
		{"00132702314471\r", 0},
		{".", 0},
	} {
		var p Parser
		p.Expect(true)
		heard := p.Feed([]byte(c.sent))
		var got byte
		if len(heard) == 1 && heard[0].Answer != nil {
			got = verdict(heard[0].Answer)
		}
		if got != c.want {
			t.Errorf("%q: %x, want %x (%+v)", c.sent, got, c.want, heard)
		}
	}
	var p Parser
	if heard := p.Feed([]byte("CBRENA1\x06.\r")); len(heard) != 1 || heard[0].Answer != nil {
		t.Errorf("unasked: %+v", heard)
	}
	p.Expect(true)
	if heard := p.Feed([]byte("4471\rVSUFCR\x06!")); len(heard) != 2 || string(heard[0].Code) != "4471" || heard[1].Answer == nil {
		t.Errorf("a code before the answer: %+v", heard)
	}
}
