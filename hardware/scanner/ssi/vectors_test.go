package ssi

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware/scanner/codes"
)

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The frames of the guide and of programs that work with it, byte for byte.
func TestCommandVectors(t *testing.T) {
	for _, c := range []struct {
		name, want string
		got        []byte
	}{
		{"start", "04 E4 04 00 FF 14", build(opStart, 0)},
		{"stop", "04 E5 04 00 FF 13", build(opStop, 0)},
		{"acknowledge", "04 D0 04 00 FF 28", build(opAck, 0)},
		{"send again", "05 D1 04 00 01 FF 25", build(opNak, 0, nakResend)},
		{"enable", "04 E9 04 00 FF 0F", build(opEnable, 0)},
		{"disable", "04 EA 04 00 FF 0E", build(opDisable, 0)},
		{"revision", "04 A3 04 00 FF 55", build(opRequestRevision, 0)},
		{"start, once more", "04 E4 04 01 FF 13", build(opStart, again)},
		{"presentation", "07 C6 04 00 FF 8A 07 FD 9F", build(opParameters, 0, Setting{Param: 138, Value: 7}.data()...)},
		{"a high parameter", "08 C6 04 00 FF F1 A5 01 FC 98", build(opParameters, 0, Setting{Param: 677, Value: 1}.data()...)},
		{"beep", "05 E6 04 00 00 FF 11", build(opBeep, 0, 0)},
	} {
		if !bytes.Equal(c.got, unhex(t, c.want)) {
			t.Errorf("%s: % X, want %s", c.name, c.got, c.want)
		}
	}
}

// What a scanner sends: what is taken, what is answered to it.
func TestScannerVectors(t *testing.T) {
	const ack, nak = "04 D0 04 00 FF 28", "05 D1 04 00 01 FF 25"
	for _, c := range []struct{ name, sent, code, answer, reply string }{
		{name: "acknowledged", sent: "04 D0 00 00 FF 2C", answer: "04 D0 00 00 FF 2C"},
		{name: "denied", sent: "05 D1 00 00 06 FF 24", answer: "05 D1 00 00 06 FF 24"},
		{name: "a code", sent: "09 F3 00 00 03 48 30 32 33 FE 24", code: "H023", reply: ack},
		{name: "a code of a model with its own status bits", sent: "09 F3 00 20 03 48 30 32 33 FE 04", code: "H023", reply: ack},
		{name: "an event", sent: "05 F6 00 00 01 FF 04", answer: "05 F6 00 00 01 FF 04", reply: ack},
		{name: "noise before it", sent: "FF 80 00 09 F3 00 00 03 48 30 32 33 FE 24", code: "H023", reply: ack},
		{name: "half a frame before it", sent: "09 F3 00 09 F3 00 00 03 48 30 32 33 FE 24", code: "H023", reply: ack + nak},
		{name: "a wrong check", sent: "09 F3 00 00 03 48 30 32 33 FE 25", reply: nak},
		{name: "a bit fell over", sent: "09 F3 00 00 03 49 30 32 33 FE 24", reply: nak},
		{name: "a byte is lost", sent: "09 F3 00 00 03 48 30 32 FE 24", reply: nak},
		{name: "our own frame", sent: "04 E4 04 00 FF 14"},
		{name: "too short to be one", sent: "03 F3 00 FF 0A"},
		{name: "a code without a code", sent: "05 F3 00 00 03 FF 05", reply: ack},
		{name: "nothing"},
	} {
		var p Parser
		var code, answer, reply []byte
		for _, h := range append(p.Feed(unhex(t, c.sent)), p.Idle()...) {
			code, answer, reply = append(code, h.Code...), append(answer, h.Answer...), append(reply, h.Reply...)
		}
		if string(code) != c.code || !bytes.Equal(answer, unhex(t, c.answer)) || sorted(reply) != sorted(unhex(t, c.reply)) {
			t.Errorf("%s: code %q, answer % X, reply % X", c.name, code, answer, reply)
		}
	}
}

// sorted makes replies comparable whose order depends on where the noise ends.
func sorted(b []byte) string {
	const ack = "\x04\xD0\x04\x00\xFF\x28"
	s := string(b)
	return strings.Repeat(ack, strings.Count(s, ack)) + strings.ReplaceAll(s, ack, "")
}

// scanned is the frame of a code.
func scanned(status byte, text string) []byte {
	b := append([]byte{byte(5 + len(text)), opDecodeData, fromScanner, status, 3}, text...)
	sum := check(b)
	return append(b, byte(sum>>8), byte(sum))
}

// A frame that comes once more counts once, and is acknowledged each time.
func TestARepetitionCountsOnce(t *testing.T) {
	torn := scanned(0, "A001")
	torn[len(torn)-1]++
	tornAgain := scanned(again, "A001")
	tornAgain[len(tornAgain)-1]++
	for _, c := range []struct {
		name   string
		frames [][]byte
		codes  string
		acks   int
	}{
		{"our ACK was lost", [][]byte{scanned(0, "A001"), scanned(again, "A001")}, "A001", 2},
		{"lost twice", [][]byte{scanned(0, "A001"), scanned(again, "A001"), scanned(again, "A001")}, "A001", 3},
		{"and the repetition was torn", [][]byte{scanned(0, "A001"), tornAgain, scanned(again, "A001")}, "A001", 2},
		{"scanned twice", [][]byte{scanned(0, "A001"), scanned(0, "A001")}, "A001 A001", 2},
		{"the first never came", [][]byte{scanned(again, "A001")}, "A001", 1},
		{"scanned twice, the second torn", [][]byte{scanned(0, "A001"), torn, scanned(again, "A001")}, "A001 A001", 2},
		{"another one", [][]byte{scanned(0, "A001"), scanned(again, "A002")}, "A001 A002", 2},
		{"of several frames: dropped", [][]byte{scanned(more, "A0"), scanned(0, "01"), scanned(0, "A002")}, "A002", 3},
		{"the last frame of several is missing", [][]byte{scanned(more, "A0"), nil, scanned(0, "A002")}, "A002", 2},
	} {
		var p Parser
		var got []string
		acks := 0
		for _, f := range c.frames {
			heard := p.Feed(f)
			if f == nil {
				heard = p.Idle()
			}
			acks += taken(heard, &got)
		}
		if strings.Join(got, " ") != c.codes || acks != c.acks {
			t.Errorf("%s: %q, %d ACKs", c.name, got, acks)
		}
	}
}

func taken(heard []codes.Heard, got *[]string) (acks int) {
	for _, h := range heard {
		if h.Code != nil {
			*got = append(*got, string(h.Code))
		}
		if bytes.Equal(h.Reply, build(opAck, 0)) {
			acks++
		}
	}
	return acks
}
