package tape_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/idcard/samv/samvtest"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/port/tape"
)

// read opens a card reader by its URL and reads the card on it.
func read(t *testing.T, open port.Opener, url string) (hardware.IDCard, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(port.WithOpener(t.Context(), open), 10*time.Second)
	defer cancel()
	d, err := all.Registry(all.Resources{}).Open(ctx, url)
	if err != nil {
		return hardware.IDCard{}, err
	}
	defer d.Close()
	return d.(hardware.IDReader).Read(ctx)
}

// TestACardReaderIsRecordedAndReplayed: a session of the real driver on its pseudo terminal lives again without one.
func TestACardReaderIsRecordedAndReplayed(t *testing.T) {
	line, err := porttest.NewLine(t.TempDir(), "ttyCARD", 0)
	if err != nil {
		t.Fatal(err)
	}
	sim := samvtest.New(samvtest.Config{})
	sim.Put(samvtest.Resident())
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan struct{})
	go func() { sim.Serve(ctx, hardwaretest.Cable(ctx, line)); close(served) }()
	var file bytes.Buffer
	rec := tape.NewRecorder(&file, port.Open, time.Now)
	first, err := read(t, rec.Open, "samv+"+line.URL()+"?baud=115200")
	cancel()
	<-served
	line.Close()
	if err != nil || rec.Err() != nil || first.Name == "" {
		t.Fatal(first, err, rec.Err())
	}
	entries, err := tape.Read(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	play := tape.NewPlayer(entries, tape.Options{})
	again, err := read(t, play.Open, "samv+serial:///dev/none?baud=115200")
	if err != nil || play.Err() != nil || play.Left() != 0 {
		t.Fatalf("%v, %v, %d bytes left", err, play.Err(), play.Left())
	}
	if again.Name != first.Name || again.Number != first.Number || again.Address != first.Address {
		t.Error("another card was replayed")
	}
	for i := range entries {
		if entries[i].Dir == tape.Out {
			entries[i].Hex[len(entries[i].Hex)-1] ^= 1
			break
		}
	}
	spoilt := tape.NewPlayer(entries, tape.Options{})
	if _, err := read(t, spoilt.Open, "samv+serial:///dev/none?baud=115200"); err == nil || !errors.Is(spoilt.Err(), tape.ErrOffTape) {
		t.Error("a driver that sends something else passed:", err, spoilt.Err())
	}
}
