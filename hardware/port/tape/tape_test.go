package tape_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/tape"
)

const session = `{"t":0,"dir":"open","at":"serial:///dev/ttyS1?baud=9600"}
{"t":1,"dir":"out","hex":"1004"}
{"t":2,"dir":"out","hex":"01"}
{"t":9,"dir":"in","hex":"12"}
{"t":20,"dir":"out","hex":"1b40"}
{"t":30,"dir":"in","hex":"0001"}
{"t":40,"dir":"gone"}
`

func play(t *testing.T, text string, o tape.Options) (*tape.Player, port.Port) {
	t.Helper()
	entries, err := tape.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	p := tape.NewPlayer(entries, o)
	line, err := p.Open(t.Context(), "serial:///dev/other?baud=9600")
	if err != nil {
		t.Fatal(err)
	}
	return p, line
}

func send(t *testing.T, p port.Port, hex string) error {
	t.Helper()
	n, err := p.Write(t.Context(), []byte(hex))
	if err == nil && n != len(hex) {
		t.Fatalf("wrote %d of %d", n, len(hex))
	}
	return err
}

func hears(t *testing.T, p port.Port, want string) {
	t.Helper()
	b := make([]byte, 8)
	if n, err := p.Read(t.Context(), b); err != nil || string(b[:n]) != want {
		t.Fatalf("read %x %v, want %x", b[:n], err, want)
	}
}

func TestATapePlaysWhatItHolds(t *testing.T) {
	play, p := play(t, session, tape.Options{})
	if err := send(t, p, "\x10"); err != nil {
		t.Fatal(err)
	}
	silent(t, p)
	if err := send(t, p, "\x04\x01"); err != nil { // in other pieces than on the tape
		t.Fatal(err)
	}
	if err := send(t, p, "\x1b\x40"); err != nil { // before the answer was read
		t.Fatal(err)
	}
	hears(t, p, "\x12")
	hears(t, p, "\x00\x01")
	if _, err := p.Read(t.Context(), make([]byte, 1)); !errors.Is(err, port.ErrGone) {
		t.Errorf("at the end %v", err)
	}
	if err := p.Flush(); !errors.Is(err, port.ErrGone) {
		t.Errorf("flushed at the end: %v", err)
	}
	if play.Err() != nil || play.Left() != 0 {
		t.Errorf("%v, %d bytes left", play.Err(), play.Left())
	}
}

func silent(t *testing.T, p port.Port) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if n, err := p.Read(ctx, make([]byte, 8)); n != 0 || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("read %d %v", n, err)
	}
}

func TestADriverThatLeavesTheTapeIsTold(t *testing.T) {
	for _, c := range []struct {
		name string
		sent []string
		want string
	}{
		{"another byte", []string{"\x10\x04\x02"}, "100402"},
		{"in the second frame", []string{"\x10\x04\x01", "\x1b\x41"}, "1b41"},
	} {
		t.Run(c.name, func(t *testing.T) {
			play, p := play(t, session, tape.Options{})
			var err error
			for _, s := range c.sent {
				err = send(t, p, s)
			}
			if !errors.Is(err, tape.ErrOffTape) || !errors.Is(play.Err(), tape.ErrOffTape) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v", err)
			}
		})
	}
	t.Run("more than there is", func(t *testing.T) {
		_, p := play(t, `{"t":0,"dir":"out","hex":"aa"}`, tape.Options{})
		if err := send(t, p, "\xaa\xbb"); !errors.Is(err, tape.ErrOffTape) {
			t.Error(err)
		}
	})
	t.Run("another speed", func(t *testing.T) {
		entries, _ := tape.Read(strings.NewReader(session))
		if _, err := tape.NewPlayer(entries, tape.Options{}).Open(t.Context(), "serial:///dev/ttyS1?baud=115200"); !errors.Is(err, tape.ErrOffTape) {
			t.Error(err)
		}
	})
	t.Run("opened once more", func(t *testing.T) {
		play, _ := play(t, session, tape.Options{})
		if _, err := play.Open(t.Context(), "serial:///dev/ttyS1?baud=9600"); !errors.Is(err, tape.ErrOffTape) {
			t.Error(err)
		}
	})
}

func TestLenientAWriteStandsForAWrite(t *testing.T) {
	for _, c := range []struct{ name, first, second string }{
		{"the same length", "\x10\x04\x02", "\xff\xff"},
		{"shorter", "\x10", "\xff"},
		{"longer", "\x10\x04\x02\x03\x04\x05", "\xff\xff\xff"},
	} {
		t.Run(c.name, func(t *testing.T) {
			play, p := play(t, session, tape.Options{Lenient: true})
			silent(t, p) // nothing was sent: no answer
			if err := send(t, p, c.first); err != nil {
				t.Fatal(err)
			}
			hears(t, p, "\x12")
			if err := send(t, p, c.second); err != nil {
				t.Fatal(err)
			}
			hears(t, p, "\x00\x01")
			if play.Err() != nil || play.Left() != 0 {
				t.Errorf("%v, %d left", play.Err(), play.Left())
			}
		})
	}
}

func TestALineThatStallsStallsAgain(t *testing.T) {
	_, p := play(t, "{\"dir\":\"out\",\"hex\":\"aabb\"}\n{\"dir\":\"stalled\"}", tape.Options{})
	if n, err := p.Write(t.Context(), []byte("\xaa\xbb\xcc\xdd")); n != 2 || !errors.Is(err, port.ErrStalled) {
		t.Errorf("%d %v", n, err)
	}
}

func TestAClosedPortSaysSo(t *testing.T) {
	_, p := play(t, session, tape.Options{})
	ended := make(chan error, 1)
	go func() { _, err := p.Read(t.Context(), make([]byte, 1)); ended <- err }()
	p.Close()
	if err := <-ended; !errors.Is(err, port.ErrClosed) {
		t.Error(err)
	}
	if err := send(t, p, "x"); !errors.Is(err, port.ErrClosed) {
		t.Error(err)
	}
}

func TestTheTapesPaceIsKept(t *testing.T) {
	_, p := play(t, "{\"t\":0,\"dir\":\"out\",\"hex\":\"aa\"}\n{\"t\":80,\"dir\":\"in\",\"hex\":\"bb\"}", tape.Options{Pace: true})
	start := time.Now()
	if err := send(t, p, "\xaa"); err != nil {
		t.Fatal(err)
	}
	hears(t, p, "\xbb")
	if d := time.Since(start); d < 80*time.Millisecond {
		t.Errorf("the answer came after %v", d)
	}
}

func TestABadTapeIsRefusedWithItsLine(t *testing.T) {
	for text, want := range map[string]string{
		`{"t":0,"dir":"out","hex":"zz"}`: "line 1",
		"\n{\"dir\":\"in\"}":             "line 2: in without hex",
		`{"dir":"sideways"}`:             "sideways",
		`{"dir":"open","hex":"aa"}`:      "open with hex",
		`{"t":-5,"dir":"gone"}`:          "before the beginning",
		`> 1b40`:                         "line 1",
		`{"dir":"in","hex":"` + strings.Repeat("00", 1<<20): "too long",
	} {
		if _, err := tape.Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40s: %v, want %s", text, err, want)
		}
	}
}

// TestWhatIsRecordedCanBePlayed: a recording of a played session, whatever it is, is the same session.
func TestWhatIsRecordedCanBePlayed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := []tape.Entry{{Dir: tape.Opened, At: "tcp://h:1"}}
		for range rapid.IntRange(0, 20).Draw(t, "entries") {
			entries = append(entries, tape.Entry{Dir: rapid.SampledFrom([]tape.Dir{tape.In, tape.Out}).Draw(t, "dir"),
				Hex: rapid.SliceOfN(rapid.Byte(), 1, 40).Draw(t, "bytes")})
		}
		var copied bytes.Buffer
		original := tape.NewPlayer(entries, tape.Options{})
		rec := tape.NewRecorder(&copied, original.Open, func() time.Time { return time.Unix(1000, 0) })
		p, err := rec.Open(context.Background(), "tcp://h:1")
		if err != nil {
			t.Fatal(err)
		}
		live(t, p, entries)
		if original.Left() != 0 || rec.Err() != nil {
			t.Fatalf("%d left, %v", original.Left(), rec.Err())
		}
		again, err := tape.Read(&copied)
		if err != nil {
			t.Fatal(err)
		}
		second := tape.NewPlayer(again, tape.Options{})
		p, err = second.Open(context.Background(), "tcp://h:1")
		if err != nil {
			t.Fatal(err)
		}
		live(t, p, entries)
		if second.Left() != 0 || second.Err() != nil {
			t.Fatalf("the copy: %d left, %v", second.Left(), second.Err())
		}
	})
}

// live does what the entries say.
func live(t *rapid.T, p port.Port, entries []tape.Entry) {
	for _, e := range entries {
		switch e.Dir {
		case tape.Out:
			if _, err := p.Write(context.Background(), e.Hex); err != nil {
				t.Fatal(err)
			}
		case tape.In:
			for got := 0; got < len(e.Hex); {
				b := make([]byte, len(e.Hex)-got)
				n, err := p.Read(context.Background(), b)
				if err != nil || !bytes.Equal(b[:n], e.Hex[got:got+n]) {
					t.Fatalf("read %x %v", b[:n], err)
				}
				got += n
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(session)
	f.Add("{\"t\":1e9,\"dir\":\"gone\"}\n\n{}")
	f.Fuzz(func(t *testing.T, text string) {
		entries, err := tape.Read(strings.NewReader(text))
		if err != nil {
			return
		}
		p := tape.NewPlayer(entries, tape.Options{Lenient: true})
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		for p.Left() > 0 {
			line, err := p.Open(ctx, "tcp://h:1")
			if err != nil {
				return
			}
			line.Write(t.Context(), []byte("x"))
			line.Read(ctx, make([]byte, 16))
			line.Close()
		}
	})
}
