package gm65

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
)

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The requests of the makers' manuals, byte for byte.
func TestRequestVectors(t *testing.T) {
	for _, c := range []struct {
		name, want string
		got        []byte
	}{
		{"read the baud rate", "7E 00 07 01 00 2A 02 D8 0F", request(typeRead, 0x2A, 2)},
		{"set 9600", "7E 00 08 02 00 2A 39 01 A7 EA", request(typeWrite, 0x2A, 0x39, 0x01)},
		{"save", "7E 00 09 01 00 00 00 DE C8", request(typeSave, 0, 0)},
		{"trigger", "7E 00 08 01 00 02 01 AB CD", unchecked(2, 1)},
		{"heartbeat", "7E 00 0A 01 00 00 00 30 1A", request(typeBeat, 0, 0)},
	} {
		if !bytes.Equal(c.got, unhex(t, c.want)) {
			t.Errorf("%s: % X, want %s", c.name, c.got, c.want)
		}
	}
}

func TestAnswerVectors(t *testing.T) {
	for _, c := range []struct {
		name, bytes, data string
		beat, bad         bool
	}{
		{name: "baud rate", bytes: "02 00 00 02 39 01 C1 4C", data: "39 01"},
		{name: "done", bytes: "02 00 00 01 00 33 31", data: "00"},
		{name: "alive", bytes: "03 00 00 01 00 33 31", data: "00", beat: true},
		{name: "wrong check", bytes: "02 00 00 01 00 33 32", bad: true},
		{name: "a bit fell over", bytes: "02 00 00 02 39 03 C1 4C", bad: true},
		{name: "too short", bytes: "02 00 00 02 39 01 C1", bad: true},
		{name: "too long", bytes: "02 00 00 01 00 33 31 00", bad: true},
		{name: "another mark", bytes: "04 00 00 01 00 33 31", bad: true},
		{name: "nothing", bytes: "", bad: true},
	} {
		a, ok := Parse(unhex(t, c.bytes))
		if ok == c.bad || ok && (!bytes.Equal(a.Data, unhex(t, c.data)) || a.Beat != c.beat || a.Type != 0) {
			t.Errorf("%s: %+v %v", c.name, a, ok)
		}
	}
}
