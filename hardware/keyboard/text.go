package keyboard

import (
	"context"

	"github.com/brighthall/brighthall/hardware/port"
)

// Text is a port that gives what is typed on a keyboard, UTF-8 with a CR for Return and Tab. The port under it gives
// the kernel's events of a machine of that many Bits; 0: of this one. A key that is held types once. What is written
// goes to the port under it: a keyboard takes none.
func Text(events port.Port, bits int) port.Port { return &text{Port: events, in: Decoder{Bits: bits}} }

// text is read by one goroutine at a time.
type text struct {
	port.Port
	in    Decoder
	held  Held
	typed []byte // not read yet
}

// Read implements port.Port: it waits until something is typed.
func (t *text) Read(ctx context.Context, into []byte) (int, error) {
	var buf [24 * 16]byte
	for len(t.typed) == 0 {
		n, err := t.Port.Read(ctx, buf[:])
		if n == 0 {
			return 0, err
		}
		for _, e := range t.in.Feed(buf[:n]) {
			t.take(e)
		}
		if len(t.typed) == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
	}
	n := copy(into, t.typed)
	t.typed = t.typed[n:]
	return n, nil
}

func (t *text) take(e Event) {
	if e.Lost() {
		t.held = Held{}
	}
	key, down, ok := e.Key()
	if !ok {
		return
	}
	switch r, end := t.held.Press(key, down); {
	case end:
		t.typed = append(t.typed, '\r')
	case r != 0:
		t.typed = append(t.typed, string(r)...)
	}
}

// Flush implements port.Port: it throws away what was typed and not read, and forgets which keys are held.
func (t *text) Flush() error {
	t.in.Idle()
	t.held, t.typed = Held{}, nil
	return t.Port.Flush()
}
