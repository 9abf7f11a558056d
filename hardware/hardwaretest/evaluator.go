package hardwaretest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// EvaluatorRig is an opened evaluator and what its simulator can do.
type EvaluatorRig struct {
	Open interface {
		hardware.Device
		hardware.Evaluator
		Presses() hardware.Presses
	}
	Act       func(words string) error // press 5, bounce 5, hold 5, half 5, garbage, silent on|off, refuse on, lose answer
	Listening <-chan struct{}          // a key counts from now on
	Lit       func() bool              // nil: this evaluator has no light
	Answers   bool                     // it acknowledges its prompts
	Unplug    func()
}

type asked struct {
	hardware.Score
	err error
}

// TestEvaluator checks what every evaluator promises. timeout is how long the rig's prompts stand.
func TestEvaluator(t *testing.T, rig func(t *testing.T, w Wiring, timeout time.Duration) EvaluatorRig) {
	for _, row := range []struct {
		name string
		terminal
		test func(*testing.T, EvaluatorRig)
	}{
		{"each key is its level, of its ticket", false, evaluatorKeys},
		{"a key before the prompt counts for nobody", false, evaluatorEarly},
		{"a bounce is one press, and none of the next visitor's", false, evaluatorBounce},
		{"of two keys the first counts", true, evaluatorTwo},
		{"a ticket has one score", false, evaluatorOnce},
		{"one visitor at a time, and busy meanwhile", false, evaluatorBusy},
		{"the context takes the prompt back", false, evaluatorContext},
		{"nonsense before the key is heard through", false, evaluatorNoise},
		{"unplugged in the middle of a key it is missing, none stays", true, evaluatorUnplugged},
		{"a key that presses itself scores nothing", false, evaluatorStuck},
	} {
		wired(t, row.name, row.terminal, func(t *testing.T, w Wiring) { row.test(t, rig(t, w, patience)) })
	}
	babbles(t, func(t *testing.T, w Wiring) func(context.Context) error {
		r := rig(t, w, patience)
		return func(ctx context.Context) error {
			_, err := r.Open.Ask(ctx, hardware.Prompt{Ticket: "A001"})
			return err
		}
	})
	evaluatorFaults(t, rig)
}

// evaluatorFaults is the fault table: what happens, how Ask ends, how the box is then. The prompt stands a moment only.
func evaluatorFaults(t *testing.T, rig func(t *testing.T, w Wiring, timeout time.Duration) EvaluatorRig) {
	for _, c := range []struct {
		name, before, while string
		answers             bool // only of boxes that acknowledge
		code                hardware.Code
		then                hardware.State
	}{
		{name: "time is over: not rated, and no fault", then: hardware.Ready},
		{name: "nonsense and no key: not rated, and told", while: "garbage", code: hardware.Garbled, then: hardware.Faulty},
		{name: "an answer is lost: asked again", before: "lose answer", answers: true, then: hardware.Ready},
		{name: "switched off", before: "silent on", answers: true, code: hardware.EvaluatorSilent},
		{name: "it refuses", before: "refuse on", answers: true, code: hardware.EvaluatorRefused, then: hardware.Ready},
	} {
		Driven(t, c.name, func(t *testing.T) {
			r := rig(t, InMemory, time.Second)
			if c.answers && !r.Answers {
				return
			}
			r.act(t, c.before)
			a := await(t, r.ask(t.Context(), "A001", func() { r.act(t, c.while) }))
			if hardware.CodeOf(a.err) != c.code || a.Level != hardware.NotRated || a.Ticket != "A001" {
				t.Fatalf("%+v", a)
			}
			if s, _ := r.Open.Status(t.Context()); c.then != "" && (s.State != c.then || c.then == hardware.Faulty && s.Code != c.code) {
				t.Errorf("is %+v", s)
			}
			r.act(t, "silent off")
			r.act(t, "refuse off")
			r.rates(t, "A001", 5, "press 5")
			if s, _ := r.Open.Status(t.Context()); s.State != hardware.Ready {
				t.Errorf("well again it is %+v", s)
			}
		})
	}
}

func evaluatorKeys(t *testing.T, r EvaluatorRig) {
	for i, act := range []string{"press 1", "press 2", "press 3", "press 4", "press 5"} {
		r.rates(t, act, i+1, act)
	}
	if p := r.Open.Presses(); p != (hardware.Presses{Scored: 5}) {
		t.Errorf("%+v", p)
	}
	if r.Lit != nil && r.Lit() {
		eventuallyDark(t, r)
	}
}

func evaluatorEarly(t *testing.T, r EvaluatorRig) {
	r.act(t, "press 1")
	r.rates(t, "A001", 5, "press 5")
	if p := r.Open.Presses(); p.Unasked != 1 || p.Scored != 1 {
		t.Errorf("%+v", p)
	}
}

func evaluatorBounce(t *testing.T, r EvaluatorRig) {
	r.rates(t, "A001", 1, "bounce 1")
	r.rates(t, "A002", 4, "press 4")
	if p := r.Open.Presses(); p.Bounced != 2 || p.Scored != 2 {
		t.Errorf("%+v", p)
	}
}

func evaluatorTwo(t *testing.T, r EvaluatorRig) {
	r.rates(t, "A001", 2, "press 2", "press 5")
	if p := r.Open.Presses(); p.Second != 1 || p.Scored != 1 {
		t.Errorf("%+v", p)
	}
}

func evaluatorOnce(t *testing.T, r EvaluatorRig) {
	r.rates(t, "A001", 2, "press 2")
	if s, err := r.Open.Ask(t.Context(), hardware.Prompt{Ticket: "A001"}); hardware.CodeOf(err) != hardware.EvaluatorRated || s.Level != hardware.NotRated {
		t.Errorf("%+v %v", s, err)
	}
	if _, err := r.Open.Ask(t.Context(), hardware.Prompt{}); err == nil {
		t.Error("asked about no ticket")
	}
}

func evaluatorBusy(t *testing.T, r EvaluatorRig) {
	asking := r.ask(t.Context(), "A001", func() {
		if s, err := r.Open.Status(t.Context()); s.State != hardware.Busy || err != nil {
			t.Errorf("while it asks it is %+v %v", s, err)
		}
		if _, err := r.Open.Ask(t.Context(), hardware.Prompt{Ticket: "A002"}); hardware.CodeOf(err) != hardware.EvaluatorBusy {
			t.Errorf("asked two: %v", err)
		}
		r.act(t, "press 3")
	})
	if a := await(t, asking); a.Level != 3 || a.err != nil {
		t.Errorf("%+v", a)
	}
}

func evaluatorContext(t *testing.T, r EvaluatorRig) {
	ctx, cancel := context.WithCancel(t.Context())
	a := await(t, r.ask(ctx, "A001", cancel))
	if hardware.CodeOf(a.err) != hardware.Canceled || !errors.Is(a.err, context.Canceled) {
		t.Fatalf("%+v", a)
	}
	eventuallyDark(t, r)
	r.rates(t, "A001", 5, "press 5")
}

func evaluatorNoise(t *testing.T, r EvaluatorRig) {
	r.rates(t, "A001", 3, "garbage", "press 3")
}

func evaluatorUnplugged(t *testing.T, r EvaluatorRig) {
	before := goroutines()
	a := await(t, r.ask(t.Context(), "A001", func() { r.act(t, "half 5"); r.Unplug() }))
	if a.Level == hardware.NotRated && hardware.CodeOf(a.err) != hardware.Missing { // half of a single byte is the key itself
		t.Fatalf("%+v", a)
	}
	if s, err := r.Open.Status(t.Context()); s.State != hardware.Absent || s.Code != hardware.Missing || err == nil {
		t.Fatalf("%+v %v", s, err)
	}
	noneLeft(t, before)
}

func evaluatorStuck(t *testing.T, r EvaluatorRig) {
	if s, err := r.Open.Status(t.Context()); s.State != hardware.Ready || err != nil {
		t.Fatalf("%+v %v", s, err)
	}
	r.act(t, "hold 1")
	if s, err := r.Open.Status(t.Context()); s.State != hardware.Faulty || s.Code != hardware.EvaluatorStuck || err != nil {
		t.Fatalf("%+v %v", s, err)
	}
	if p := r.Open.Presses(); p.Scored != 0 || p.Unasked != 40 {
		t.Errorf("%+v", p)
	}
	r.rates(t, "A001", 5, "press 5") // it was freed
}

func (r EvaluatorRig) act(t *testing.T, words string) {
	t.Helper()
	if words == "" {
		return
	}
	if err := r.Act(words); err != nil {
		t.Error(err)
	}
}

// ask prompts, and does something once keys count. It gives up waiting for that when Ask has ended before.
func (r EvaluatorRig) ask(ctx context.Context, ticket string, then func()) chan asked {
	for len(r.Listening) > 0 {
		<-r.Listening
	}
	ended, done := make(chan asked, 1), make(chan asked, 1)
	go func() {
		s, err := r.Open.Ask(ctx, hardware.Prompt{Ticket: ticket, Number: ticket, Window: 3})
		ended <- asked{s, err}
	}()
	go func() {
		select {
		case <-r.Listening:
			then()
			done <- <-ended
		case a := <-ended:
			done <- a
		}
	}()
	return done
}

func (r EvaluatorRig) rates(t *testing.T, ticket string, want int, acts ...string) {
	t.Helper()
	a := await(t, r.ask(t.Context(), ticket, func() {
		for _, act := range acts {
			r.act(t, act)
		}
	}))
	if a.err != nil || a.Level != want || a.Ticket != ticket || a.At.IsZero() {
		t.Fatalf("%+v, want %d", a, want)
	}
}

// eventuallyDark waits until the cancel has reached the box.
func eventuallyDark(t *testing.T, r EvaluatorRig) {
	t.Helper()
	if r.Lit == nil {
		return
	}
	eventually(t, "the light goes out", func() bool { return !r.Lit() })
}
