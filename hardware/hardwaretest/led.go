package hardwaretest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// LEDScreen is an opened screen.
type LEDScreen interface {
	hardware.Device
	hardware.LED
	Run(ctx context.Context) error
}

// LEDSimulator is a line with virtual screens at the addresses 1 and 2.
type LEDSimulator interface {
	Shown(address int) string
	SetDead(address int, on bool)
	SetAlias(address, as int)
	SetRefuse(on bool)
	SetGarbage(on bool)
	SetStuck(on bool)
	SetNoise(b []byte)
	Spoil(n int)
	Tear(n int)
	Asked() int
}

// LEDRig is a line and what opens its screens.
type LEDRig struct {
	Sim          LEDSimulator
	Open         func(address int) (LEDScreen, error) // on the one line, told to forget after Hold
	Unplug, Plug func()
	Hold         time.Duration // zero: this screen cannot forget by itself
	// Sees is what must stand on a screen that shows the panel.
	Sees func(p hardware.Panel) string
	Bad  hardware.Panel // cannot be shown
}

var (
	first  = hardware.Panel{Text: "H023 请到 3 号窗口", Number: "H023", Window: 3, Blink: true}
	second = hardware.Panel{Text: "H024 请到 3 号窗口", Number: "H024", Window: 3}
)

// TestLED checks what every driver of a window screen that answers promises.
func TestLED(t *testing.T, rig func(t *testing.T, w Wiring) LEDRig) {
	for _, row := range []struct {
		name string
		terminal
		test func(*testing.T, LEDRig)
	}{
		{"it shows what it is told, and the next, and nothing", true, ledShows},
		{"two screens on one line show each its own", false, ledTwo},
		{"a dead one does not hold up the other", false, ledDead},
		{"one that comes back shows again what it should", false, ledBack},
		{"what stands there at the start is cleared", false, ledStart},
		{"rather dark than the number before, when it cannot be shown", false, ledBad},
		{"Close makes it dark, and the other stays", false, ledClose},
		{"the end of Run makes it dark, and no goroutine stays", false, ledEnd},
		{"it is told again before it forgets", false, ledFresh},
		{"a dead host leaves nothing", false, ledHost},
		{"the context ends it, and the line goes on", false, ledContext},
		{"unplugged it is missing, no goroutine stays", true, ledUnplugged},
		{"it is not asked without end", false, ledSpin},
		{"an address is one screen's", false, ledAddress},
		{"noise before the answer, a spoilt and a torn answer are heard through", false, ledNoise},
	} {
		wired(t, row.name, row.terminal, func(t *testing.T, w Wiring) { row.test(t, rig(t, w)) })
	}
	babbles(t, func(t *testing.T, w Wiring) func(context.Context) error {
		s := rig(t, w).open(t, 1)
		return func(ctx context.Context) error { return s.Show(ctx, first) }
	})
	ledFaults(t, rig)
}

func (r LEDRig) open(t *testing.T, address int) LEDScreen {
	t.Helper()
	s, err := r.Open(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func (r LEDRig) show(t *testing.T, s LEDScreen, address int, p hardware.Panel) {
	t.Helper()
	if err := s.Show(within(t), p); err != nil {
		t.Fatalf("%+v: %v", p, err)
	}
	r.sees(t, address, r.Sees(p))
}

func (r LEDRig) sees(t *testing.T, address int, want string) {
	t.Helper()
	if got := r.Sim.Shown(address); got != want {
		t.Fatalf("screen %d shows %q, want %q", address, got, want)
	}
}

func ledIs(t *testing.T, s LEDScreen, want hardware.State, code hardware.Code) {
	t.Helper()
	st, err := s.Status(within(t))
	if st.State != want || st.Code != code || st.Since.IsZero() {
		t.Fatalf("state %s %q (%v), want %s %q", st.State, st.Code, err, want, code)
	}
}

func ledShows(t *testing.T, r LEDRig) {
	s := r.open(t, 1)
	ledIs(t, s, hardware.Ready, "")
	if i := s.Info(); i.Kind != hardware.KindLED || i.Driver == "" || i.Where == "" {
		t.Errorf("%+v", i)
	}
	r.show(t, s, 1, first)
	r.show(t, s, 1, second)
	ledIs(t, s, hardware.Ready, "")
	r.sees(t, 1, r.Sees(second))
	if err := s.Clear(within(t)); err != nil {
		t.Fatal(err)
	}
	r.sees(t, 1, "")
}

func ledTwo(t *testing.T, r LEDRig) {
	one, two := r.open(t, 1), r.open(t, 2)
	shown := make(chan error, 2)
	go func() { shown <- one.Show(within(t), first) }()
	go func() { shown <- two.Show(within(t), second) }()
	for range 2 {
		if err := await(t, shown); err != nil {
			t.Fatal(err)
		}
	}
	r.sees(t, 1, r.Sees(first))
	r.sees(t, 2, r.Sees(second))
	if err := one.Clear(within(t)); err != nil {
		t.Fatal(err)
	}
	r.sees(t, 2, r.Sees(second))
}

// ledDead: while one is tried in vain, the other's questions go out between the tries.
func ledDead(t *testing.T, r LEDRig) {
	one, two := r.open(t, 1), r.open(t, 2)
	r.show(t, two, 2, first)
	r.Sim.SetDead(1, true)
	inVain := make(chan time.Duration, 1)
	asked, start := r.Sim.Asked(), time.Now()
	go func() {
		if err := one.Show(within(t), first); hardware.CodeOf(err) != hardware.LEDSilent {
			t.Errorf("a dead screen: %v", err)
		}
		inVain <- time.Since(start)
	}()
	eventually(t, "the dead one is asked", func() bool { return r.Sim.Asked() > asked })
	r.show(t, two, 2, second)
	took := time.Since(start)
	if all := await(t, inVain); took > all+all/4 {
		t.Errorf("the other waited %v, the dead one's tries took %v", took, all)
	}
}

func ledBack(t *testing.T, r LEDRig) {
	s := r.open(t, 1)
	r.show(t, s, 1, first)
	r.Sim.SetDead(1, true)
	ledIs(t, s, hardware.Faulty, hardware.LEDSilent)
	if err := s.Show(within(t), second); hardware.CodeOf(err) != hardware.LEDSilent {
		t.Fatal(err)
	}
	r.Sim.SetDead(1, false)
	ledIs(t, s, hardware.Ready, "")
	r.sees(t, 1, r.Sees(second))
}

// ledStart: the host died with a number on the screen; the next one finds it there.
func ledStart(t *testing.T, r LEDRig) {
	s := r.open(t, 1)
	r.show(t, s, 1, first)
	r.Unplug()
	s.Close()
	r.sees(t, 1, r.Sees(first))
	r.Plug()
	ledIs(t, r.open(t, 1), hardware.Ready, "")
	r.sees(t, 1, "")
}

func ledBad(t *testing.T, r LEDRig) {
	s := r.open(t, 1)
	r.show(t, s, 1, first)
	if err := s.Show(within(t), r.Bad); hardware.CodeOf(err) != hardware.LEDBadText {
		t.Fatal(err)
	}
	r.sees(t, 1, "")
	ledIs(t, s, hardware.Ready, "")
}

func ledClose(t *testing.T, r LEDRig) {
	one, two := r.open(t, 1), r.open(t, 2)
	r.show(t, one, 1, first)
	r.show(t, two, 2, second)
	if err := one.Close(); err != nil {
		t.Fatal(err)
	}
	r.sees(t, 1, "")
	r.sees(t, 2, r.Sees(second))
	if err := one.Show(within(t), first); hardware.CodeOf(err) != hardware.Missing {
		t.Errorf("closed, it shows: %v", err)
	}
	again := r.open(t, 1)
	r.show(t, again, 1, second)
	ledIs(t, two, hardware.Ready, "")
}

func ledEnd(t *testing.T, r LEDRig) {
	s := r.open(t, 1)
	r.show(t, s, 1, first)
	before := goroutines()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	cancel()
	if err := await(t, ended); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	r.sees(t, 1, "")
	noneLeft(t, before)
}

func ledFresh(t *testing.T, r LEDRig) {
	if r.Hold == 0 {
		t.Skip("this screen cannot forget")
	}
	s := r.open(t, 1)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	defer func() { cancel(); await(t, ended) }()
	r.show(t, s, 1, first)
	asked := r.Sim.Asked()
	eventually(t, "told three times more", func() bool {
		r.sees(t, 1, r.Sees(first))
		return r.Sim.Asked() >= asked+3
	})
}

func ledHost(t *testing.T, r LEDRig) {
	s := r.open(t, 1)
	r.show(t, s, 1, first)
	if r.Hold == 0 {
		s.Close()
		r.sees(t, 1, "")
		return
	}
	start := time.Now() // nobody runs it: the host is dead
	eventually(t, "dark", func() bool { return r.Sim.Shown(1) == "" })
	if d := time.Since(start); d > r.Hold+time.Second {
		t.Errorf("it forgot after %v, told to after %v", d, r.Hold)
	}
}

func ledContext(t *testing.T, r LEDRig) {
	one, two := r.open(t, 1), r.open(t, 2)
	r.Sim.SetDead(1, true)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	asked := r.Sim.Asked()
	go func() { ended <- one.Show(ctx, first) }()
	eventually(t, "asked", func() bool { return r.Sim.Asked() > asked })
	cancel()
	if err := await(t, ended); !errors.Is(err, context.Canceled) || hardware.CodeOf(err) != hardware.Canceled {
		t.Errorf("ended with %v", err)
	}
	r.show(t, two, 2, second)
}

func ledUnplugged(t *testing.T, r LEDRig) {
	one, two := r.open(t, 1), r.open(t, 2)
	r.show(t, one, 1, first)
	ledIs(t, two, hardware.Ready, "")
	before := goroutines()
	r.Unplug()
	ledIs(t, one, hardware.Absent, hardware.Missing)
	ledIs(t, two, hardware.Absent, hardware.Missing)
	start := time.Now()
	one.Close()
	two.Close()
	if d := time.Since(start); d > time.Second {
		t.Errorf("closing took %v", d)
	}
	noneLeft(t, before)
}

func ledSpin(t *testing.T, r LEDRig) {
	s := r.open(t, 1)
	r.Sim.SetDead(1, true)
	ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
	defer cancel()
	s.Show(ctx, first)
	asked := r.Sim.Asked()
	s.Run(ctx)
	if n := r.Sim.Asked() - asked; n > 6 {
		t.Errorf("asked a dead screen %d times within a second", n)
	}
}

func ledAddress(t *testing.T, r LEDRig) {
	s := r.open(t, 1)
	if twice, err := r.Open(1); hardware.CodeOf(err) != hardware.BadConfig {
		t.Errorf("%v %v", twice, err)
	}
	s.Close()
	r.open(t, 1)
}

func ledNoise(t *testing.T, r LEDRig) {
	s := r.open(t, 1)
	r.Sim.SetNoise([]byte{0x00, 0xFF, 0xA5, 0x01, 0x5B})
	r.show(t, s, 1, first)
	ledIs(t, s, hardware.Ready, "")
	r.Sim.Spoil(1)
	r.show(t, s, 1, second)
	r.Sim.Tear(2)
	r.show(t, s, 1, first)
}

// ledFaults is the fault table: what happens, how Show ends, how the screen is then; mended it shows what was wanted.
func ledFaults(t *testing.T, rig func(t *testing.T, w Wiring) LEDRig) {
	for _, f := range []struct {
		name        string
		spoil, mend func(LEDSimulator)
		code        hardware.Code
	}{
		{"no power", func(s LEDSimulator) { s.SetDead(1, true) }, func(s LEDSimulator) { s.SetDead(1, false) }, hardware.LEDSilent},
		{"it answers under another address", func(s LEDSimulator) { s.SetAlias(1, 7) }, func(s LEDSimulator) { s.SetAlias(1, 1) }, hardware.LEDOtherAddress},
		{"it says no", func(s LEDSimulator) { s.SetRefuse(true) }, func(s LEDSimulator) { s.SetRefuse(false) }, hardware.LEDRefused},
		{"wrong baud rate", func(s LEDSimulator) { s.SetGarbage(true) }, func(s LEDSimulator) { s.SetGarbage(false) }, hardware.Garbled},
		{"every checksum wrong", func(s LEDSimulator) { s.Spoil(1000) }, func(s LEDSimulator) { s.Spoil(0) }, hardware.Garbled},
		{"a stuck line", func(s LEDSimulator) { s.SetStuck(true) }, func(s LEDSimulator) { s.SetStuck(false) }, hardware.Garbled},
	} {
		Driven(t, f.name, func(t *testing.T) {
			r := rig(t, InMemory)
			s := r.open(t, 1)
			ledIs(t, s, hardware.Ready, "")
			f.spoil(r.Sim)
			if err := s.Show(within(t), first); hardware.CodeOf(err) != f.code {
				t.Fatalf("shown: %v, want %s", err, f.code)
			}
			ledIs(t, s, hardware.Faulty, f.code)
			f.mend(r.Sim)
			eventually(t, "ready again", func() bool { // a stuck line still has bytes under way
				st, _ := s.Status(within(t))
				return st.State == hardware.Ready
			})
			r.sees(t, 1, r.Sees(first))
		})
	}
}
