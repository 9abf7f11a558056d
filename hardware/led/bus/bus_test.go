package bus_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/led/bus"
	"github.com/brighthall/brighthall/hardware/port"
)

// wire is a port in memory with screens that answer a line of text with "ok ADDRESS;".
type wire struct {
	mu    sync.Mutex
	said  []string    // every question
	at    []time.Time // and when
	dead  map[string]bool
	echo  bool
	gone  bool
	came  chan []byte
	start time.Time
}

func newWire() *wire {
	return &wire{came: make(chan []byte, 99), dead: map[string]bool{}, start: time.Now()}
}

func (w *wire) Write(_ context.Context, p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.gone {
		return 0, port.ErrGone
	}
	w.said, w.at = append(w.said, string(p)), append(w.at, time.Now())
	if w.echo {
		w.came <- bytes.Clone(p)
	}
	if address, _, _ := strings.Cut(string(p), " "); !w.dead[address] {
		w.came <- []byte("ok " + address + ";")
	}
	return len(p), nil
}

func (w *wire) Read(ctx context.Context, p []byte) (int, error) {
	select {
	case b := <-w.came:
		return copy(p, b), nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func (w *wire) Flush() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.gone {
		return port.ErrGone
	}
	for len(w.came) > 0 {
		<-w.came
	}
	return nil
}
func (w *wire) Close() error   { w.mu.Lock(); defer w.mu.Unlock(); w.gone = true; return nil }
func (w *wire) String() string { return "wire" }

func (w *wire) heard() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.said)
}

func (w *wire) kill(address string, dead bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.dead[address] = dead
}

// plain is a protocol of words.
type plain int

func (a plain) talk(what string) []bus.Talk {
	return []bus.Talk{{Ask: fmt.Appendf(nil, "%d %s", a, what), Wait: 300 * time.Millisecond, Ear: func() bus.Ear {
		var got string
		return func(p []byte) (bus.Verdict, string) {
			got += string(p)
			switch {
			case strings.Contains(got, fmt.Sprintf("ok %d;", a)):
				return bus.Answered, ""
			case strings.Contains(got, "ok "):
				return bus.Foreign, got
			}
			return bus.Nothing, ""
		}
	}}}
}

func (a plain) Show(p hardware.Panel) ([]bus.Talk, error) {
	if p.Text == "" {
		return nil, errors.New("empty")
	}
	return a.talk(p.Text), nil
}
func (a plain) Clear() []bus.Talk { return a.talk("clear") }
func (a plain) Ping() []bus.Talk  { return a.talk("ping") }

func screen(t *testing.T, l *bus.Line, address int, hold time.Duration) *bus.Screen {
	t.Helper()
	seat, err := l.Seat(address)
	if err != nil {
		t.Fatal(err)
	}
	return bus.New(seat, plain(address), bus.Options{Driver: "plain", Hold: hold})
}

func TestItIsToldAgainAtHalfTheTimeItForgetsIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		s := screen(t, bus.NewLine(w, 0, false), 1, 10*time.Minute)
		ctx, cancel := context.WithCancel(t.Context())
		go s.Run(ctx)
		if err := s.Show(ctx, hardware.Panel{Text: "H023"}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(16 * time.Minute)
		synctest.Wait()
		if got := strings.Join(w.heard(), "|"); got != "1 H023|1 H023|1 H023|1 H023" {
			t.Errorf("told %s", got)
		}
		for i, at := range w.at {
			if want := time.Duration(i) * 5 * time.Minute; at.Sub(w.start) < want || at.Sub(w.start) > want+time.Second {
				t.Errorf("the %d. after %v", i, at.Sub(w.start))
			}
		}
		cancel()
		synctest.Wait()
		if all := w.heard(); all[len(all)-1] != "1 clear" {
			t.Errorf("at the end %q", all)
		}
	})
}

// Three simulated days with a screen that is dead for the second: no flood of questions, and it shows the number again.
func TestThreeDaysWithADeadScreen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		s := screen(t, bus.NewLine(w, 9600, false), 1, 10*time.Minute)
		ctx, cancel := context.WithCancel(t.Context())
		go s.Run(ctx)
		s.Show(ctx, hardware.Panel{Text: "H023"})
		time.Sleep(24 * time.Hour)
		w.kill("1", true)
		before := len(w.heard())
		time.Sleep(24 * time.Hour)
		if n := len(w.heard()) - before; n < 1000 || n > 30_000 {
			t.Errorf("asked a dead screen %d times a day", n)
		}
		w.kill("1", false)
		time.Sleep(10 * time.Second)
		before = len(w.heard())
		if st, _ := s.Status(ctx); st.State != hardware.Ready {
			t.Errorf("%+v", st)
		}
		time.Sleep(24 * time.Hour)
		synctest.Wait()
		if n := len(w.heard()) - before; n < 280 || n > 300 {
			t.Errorf("told %d times on the last day", n)
		}
		cancel()
		synctest.Wait()
	})
}

func TestADeadScreenCostsTheOthersOneWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		l := bus.NewLine(w, 0, false)
		one, two := screen(t, l, 1, 0), screen(t, l, 2, 0)
		w.kill("1", true)
		go one.Show(t.Context(), hardware.Panel{Text: "a"})
		synctest.Wait()
		start := time.Now()
		if err := two.Show(t.Context(), hardware.Panel{Text: "b"}); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(start); d > 330*time.Millisecond {
			t.Errorf("waited %v", d)
		}
		time.Sleep(time.Minute)
		if got := strings.Join(w.heard(), "|"); got != "1 a|2 b|1 a|1 a" {
			t.Errorf("asked %s", got)
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		for i := 1; i < len(w.at); i++ {
			if d := w.at[i].Sub(w.at[i-1]); d < bus.Gap {
				t.Errorf("only %v between two questions", d)
			}
		}
	})
}

func TestAnAdapterThatHearsItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		w.echo = true
		s := screen(t, bus.NewLine(w, 0, true), 1, 0)
		if err := s.Show(t.Context(), hardware.Panel{Text: "ok 1;"}); err != nil { // its own words would be a yes
			t.Fatal(err)
		}
		w.kill("1", true)
		if err := s.Show(t.Context(), hardware.Panel{Text: "ok 1;"}); hardware.CodeOf(err) != hardware.LEDSilent {
			t.Errorf("a dead screen: %v", err)
		}
	})
}

func TestOfTwoPanelsAtOnceTheLaterStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		s := screen(t, bus.NewLine(w, 0, false), 1, 0)
		w.kill("1", true)
		for _, text := range []string{"a", "b", "c"} {
			go s.Show(t.Context(), hardware.Panel{Text: text})
			synctest.Wait()
		}
		w.kill("1", false)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if all := w.heard(); all[len(all)-1] != "1 c" || slices.Contains(all, "1 b") {
			t.Errorf("asked %q", all)
		}
	})
}

func TestScreensOfOnePortShareItsLine(t *testing.T) {
	var opened []*wire
	lines := bus.NewLines(func(context.Context, string) (port.Port, error) {
		opened = append(opened, newWire())
		return opened[len(opened)-1], nil
	})
	seat := func(at string, address int) (*bus.Seat, error) { return lines.Seat(t.Context(), at, address, false) }
	one, err := seat("serial:///dev/ttyS4?baud=9600", 1)
	if err != nil {
		t.Fatal(err)
	}
	two, err := seat("serial:///dev/ttyS4?baud=9600", 2)
	if err != nil || len(opened) != 1 {
		t.Fatalf("%v, %d ports", err, len(opened))
	}
	for at, address := range map[string]int{"serial:///dev/ttyS4?baud=9600": 1, "serial:///dev/ttyS4?baud=57600": 3} {
		if _, err := seat(at, address); hardware.CodeOf(err) != hardware.BadConfig {
			t.Errorf("%s %d: %v", at, address, err)
		}
	}
	if _, err := seat("serial:///dev/ttyS5?baud=57600", 1); err != nil || len(opened) != 2 {
		t.Errorf("another port: %v, %d ports", err, len(opened))
	}
	one.Leave()
	if opened[0].gone {
		t.Error("closed under the other screen")
	}
	two.Leave()
	two.Leave()
	if !opened[0].gone {
		t.Error("left open")
	}
	again, err := seat("serial:///dev/ttyS4?baud=57600", 1)
	if err != nil || len(opened) != 3 {
		t.Fatalf("opened anew: %v, %d ports", err, len(opened))
	}
	s := bus.New(again, plain(1), bus.Options{})
	opened[2].Close() // pulled out
	if err := s.Show(t.Context(), hardware.Panel{Text: "a"}); hardware.CodeOf(err) != hardware.Missing {
		t.Error(err)
	}
	if _, err := seat("serial:///dev/ttyS4?baud=57600", 1); err != nil || len(opened) != 4 { // before the old one left
		t.Errorf("replugged: %v, %d ports", err, len(opened))
	}
}
