package porttest_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
)

func TestACableInMemory(t *testing.T) {
	m := porttest.NewMemory("ttyM")
	ctx := porttest.Cables(t.Context(), m)
	p, err := port.Open(ctx, m.URL()+"?baud=9600")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := port.Open(ctx, m.URL()); !errors.Is(err, port.ErrInUse) {
		t.Errorf("a second program gets %v", err)
	}
	if _, err := port.Open(ctx, "serial:///none"); !errors.Is(err, port.ErrGone) {
		t.Errorf("a cable that is not there gives %v", err)
	}
	buf := make([]byte, 8)
	p.Write(t.Context(), []byte("ask"))
	if n, err := m.ReadContext(t.Context(), buf); string(buf[:n]) != "ask" || err != nil {
		t.Errorf("the device reads %q %v", buf[:n], err)
	}
	m.WriteContext(t.Context(), []byte("told"))
	if n, err := p.Read(t.Context(), buf); string(buf[:n]) != "told" || err != nil {
		t.Errorf("the driver reads %q %v", buf[:n], err)
	}
	m.Unplug()
	if _, err := p.Read(t.Context(), buf); !errors.Is(err, port.ErrGone) {
		t.Errorf("read from a pulled cable: %v", err)
	}
	if _, err := m.WriteContext(t.Context(), buf); !errors.Is(err, porttest.ErrUnplugged) {
		t.Errorf("the device writes into a pulled cable: %v", err)
	}
	m.Plug()
	if err := p.Flush(); !errors.Is(err, port.ErrGone) {
		t.Errorf("the old end lives after a replug: %v", err)
	}
	if again, err := port.Open(ctx, m.URL()); err != nil || again.Close() != nil || m.Opened() != 2 {
		t.Errorf("opened again: %v, %d times", err, m.Opened())
	}
}

func TestAFullCableStallsTheWriter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := porttest.NewMemory("ttyM")
		p, err := m.Open()
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		n, err := p.Write(context.Background(), make([]byte, 64<<10))
		if !errors.Is(err, port.ErrStalled) || n == 0 || time.Since(began) != 5*time.Second {
			t.Errorf("wrote %d in %v: %v", n, time.Since(began), err)
		}
	})
}
