package keyboard_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware/keyboard"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/scanner/wedge/wedgetest"
)

// Bytes of a Linux kernel for "1", Shift and "a", and Return; by machine.
func TestEventVectors(t *testing.T) {
	const seconds64, micros64 = "\x39\x30\x00\x00\x00\x00\x00\x00", "\x40\x42\x0f\x00\x00\x00\x00\x00" // 12345, 1000000: too many
	good64 := seconds64 + "\x3f\x42\x0f\x00\x00\x00\x00\x00"
	for _, c := range []struct {
		name  string
		bits  int
		bytes string
		want  []keyboard.Event
	}{
		{"a key of a 64-bit machine", 64, good64 + "\x01\x00\x02\x00\x01\x00\x00\x00", []keyboard.Event{{At: time.Unix(12345, 999999000), Type: 1, Code: 2, Value: 1}}},
		{"a key of a 32-bit machine", 32, "\x39\x30\x00\x00\x3f\x42\x0f\x00\x01\x00\x02\x00\x01\x00\x00\x00", []keyboard.Event{{At: time.Unix(12345, 999999000), Type: 1, Code: 2, Value: 1}}},
		{"repeated by the kernel", 64, good64 + "\x01\x00\x1e\x00\x02\x00\x00\x00", []keyboard.Event{{At: time.Unix(12345, 999999000), Type: 1, Code: 30, Value: 2}}},
		{"a negative value", 32, "\x39\x30\x00\x00\x00\x00\x00\x00\x02\x00\x08\x00\xff\xff\xff\xff", []keyboard.Event{{At: time.Unix(12345, 0), Type: 2, Code: 8, Value: -1}}},
		{"too many microseconds", 64, seconds64 + micros64 + "\x01\x00\x02\x00\x01\x00\x00\x00", nil},
		{"no such type", 64, good64 + "\x20\x00\x02\x00\x01\x00\x00\x00", nil},
		{"no such key", 64, good64 + "\x01\x00\x00\x03\x01\x00\x00\x00", nil},
		{"cut off", 64, good64 + "\x01\x00\x02\x00\x01\x00\x00", nil},
	} {
		d := keyboard.Decoder{Bits: c.bits}
		got := d.Feed([]byte(c.bytes))
		if len(got) != len(c.want) || len(got) == 1 && !(got[0].At.Equal(c.want[0].At) && got[0].Type == c.want[0].Type && got[0].Code == c.want[0].Code && got[0].Value == c.want[0].Value) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
}

func TestControlCharactersAreNotTyped(t *testing.T) {
	var k keyboard.Held
	press := func(key uint16, down bool, want rune) {
		t.Helper()
		if r, end := k.Press(key, down); r != want || end {
			t.Errorf("key %d down %v types %q", key, down, r)
		}
	}
	press(29, true, 0) // Ctrl and ] is GS
	press(27, true, 0)
	press(29, false, 0)
	press(27, true, ']')
	press(42, true, 0) // both Shifts, one let go
	press(54, true, 0)
	press(42, false, 0)
	press(30, true, 'A')
	press(54, false, 0)
	press(30, true, 'a')
	press(59, true, 0) // F1
	press(74, true, '-')
	press(79, true, '1')
}

// stroke is what a 64-bit kernel tells of a key: its value is 1 down, 0 up, 2 held.
func stroke(key, value byte) string {
	return "\x39\x30\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00" + string([]byte{key, 0, value, 0, 0, 0})
}

func TestTextOfAKeyboard(t *testing.T) {
	const dropped = "\x39\x30\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x00\x00\x00"
	typed := wedgetest.New(nil)
	typed.Bits(64)
	for _, c := range []struct{ name, events, want string }{
		{"a line", string(typed.Frame("Hall 5?")), "Hall 5?\r"},
		{"a key of the pad", stroke(79, 1) + stroke(79, 0) + stroke(96, 1), "1\r"},
		{"a key that is held", stroke(6, 1) + stroke(6, 2) + stroke(6, 2) + stroke(6, 0), "5"},
		{"events are lost while Shift is held", stroke(42, 1) + dropped + stroke(6, 1), "5"},
	} {
		cable := porttest.NewMemory("keys")
		p, err := cable.Open()
		if err != nil {
			t.Fatal(err)
		}
		text := keyboard.Text(p, keyboard.Bits64)
		cable.WriteContext(t.Context(), []byte(c.events))
		if got := all(t, text); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
		text.Close()
	}
}

// all is what has been typed; a port gives what has come to one who is late.
func all(t *testing.T, p interface {
	Read(context.Context, []byte) (int, error)
}) (got string) {
	t.Helper()
	late, cancel := context.WithCancel(t.Context())
	cancel()
	for buf := make([]byte, 3); ; {
		n, err := p.Read(late, buf)
		if got += string(buf[:n]); err != nil {
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			return got
		}
	}
}

func TestFlushForgetsWhatWasTyped(t *testing.T) {
	cable := porttest.NewMemory("keys")
	p, err := cable.Open()
	if err != nil {
		t.Fatal(err)
	}
	text := keyboard.Text(p, keyboard.Bits64)
	defer text.Close()
	cable.WriteContext(t.Context(), []byte(stroke(42, 1)+stroke(6, 1)+stroke(7, 1)))
	if n, err := text.Read(t.Context(), make([]byte, 1)); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	if err := text.Flush(); err != nil {
		t.Fatal(err)
	}
	cable.WriteContext(t.Context(), []byte(stroke(2, 1)))
	if got := all(t, text); got != "1" {
		t.Errorf("%q", got)
	}
}
