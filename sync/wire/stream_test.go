package wire_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

func TestStreamThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SliceOfN(rapid.Custom(anEvent), 0, 20).Draw(t, "events")
		var line bytes.Buffer
		for _, e := range events {
			if err := wire.WriteEvent(&line, e); err != nil {
				t.Fatal(err)
			}
			wire.WriteBeat(&line)
		}
		got := readAll(t, iotest.OneByteReader(&line))
		if len(got) != len(events) {
			t.Fatalf("wrote %d events, read %d", len(events), len(got))
		}
		for i := range got {
			if !same(got[i], events[i]) {
				t.Fatalf("wrote %+v, read %+v", events[i], got[i])
			}
		}
	})
}

func anEvent(t *rapid.T) hall.Event {
	body, _ := json.Marshal(rapid.String().Draw(t, "text")) // line ends and all
	return hall.Event{Outlet: "o", Epoch: hall.Epoch(rapid.Uint32().Draw(t, "epoch")), Seq: hall.Seq(rapid.Uint64().Draw(t, "seq")),
		Kind: hall.TicketIssued, Subject: rapid.String().Draw(t, "subject"), V: 1, Body: body}
}

func readAll(t *rapid.T, r io.Reader) []hall.Event {
	var events []hall.Event
	frames := wire.NewReader(r)
	for {
		f, err := frames.Next()
		if errors.Is(err, io.EOF) {
			return events
		}
		if err != nil {
			t.Fatal(err)
		}
		if f.Event != nil {
			events = append(events, *f.Event)
		}
	}
}

func same(a, b hall.Event) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return bytes.Equal(x, y)
}

func TestReader(t *testing.T) {
	for _, c := range []struct {
		name, text string
		place      hall.Cursor
		event      bool
		fails      bool
	}{
		{"a place without an event", "retry: 2000\nid: 3.14\n\n", hall.Cursor{Epoch: 3, Seq: 14}, false, false},
		{"a comment is a beat", ": beat\n\n", hall.Cursor{}, false, false},
		{"data in two lines is one", "id: 1.2\ndata: {\"seq\":2,\ndata: \"epoch\":1}\n\n", hall.Cursor{Epoch: 1, Seq: 2}, true, false},
		{"a carriage return before the line end is no part of it", "id: 1.2\r\n\r\n", hall.Cursor{Epoch: 1, Seq: 2}, false, false},
		{"an id that is no place is refused", "id: seven\n\n", hall.Cursor{}, false, true},
		{"data that is no event is refused", "data: <html>\n\n", hall.Cursor{}, false, true},
		{"a frame cut in the middle is not told", "id: 1.2\ndata: {\"seq\":2}", hall.Cursor{}, false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := wire.NewReader(strings.NewReader(c.text)).Next()
			if (err != nil) != c.fails || f.Place != c.place || (f.Event != nil) != c.event {
				t.Errorf("got %+v, %v", f, err)
			}
		})
	}
}

// FuzzReader: whatever comes down the line, the reader neither panics nor runs for ever, and each event it gives can be
// sent on.
func FuzzReader(f *testing.F) {
	f.Add([]byte("retry: 1\nid: 1.2\nevent: ticket.called\ndata: {\"epoch\":1,\"seq\":2,\"body\":{}}\n\n: beat\n\n"))
	f.Add([]byte("id: 1.\n\n"))
	f.Add([]byte("data: {}\r\n\r\ndata\n\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		frames := wire.NewReader(bytes.NewReader(text))
		for n := 0; n <= len(text); n++ {
			frame, err := frames.Next()
			if err != nil {
				return
			}
			if frame.Event != nil && frame.Event.Body != nil {
				if err := wire.WriteEvent(io.Discard, *frame.Event); err != nil {
					t.Fatalf("%+v cannot be sent on: %v", frame.Event, err)
				}
			}
		}
		t.Fatal("more frames than bytes")
	})
}

// FuzzLastEventID: what is accepted as a place is written the same way again.
func FuzzLastEventID(f *testing.F) {
	for _, s := range []string{"", "1.2", "4294967295.18446744073709551615", "-1.2", "1.2.3", "1,2", "００1.2"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := hall.ParseCursor(text)
		if err != nil || text == "" {
			return
		}
		if again, err := hall.ParseCursor(c.String()); err != nil || again != c {
			t.Fatalf("%q read as %v, which reads as %v, %v", text, c, again, err)
		}
	})
}
