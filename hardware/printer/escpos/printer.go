package escpos

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// Printer is an opened printer. It is a hardware.Printer, Recoverer and Device; any
// goroutine may use it, one job at a time is done.
type Printer struct {
	port    port.Port
	profile Profile
	fonts   *Fonts
	wait    Waits
	now     func() time.Time

	turn chan struct{} // holds one while the wire is in use

	// Owned by the holder of the turn.
	heard      listener
	talks      bool          // it has answered a real-time question since it was opened
	confirms   bool          // it has answered a queued one
	held       string        // job the printer may still print by itself
	owed       int           // queued questions not answered yet
	noise      int           // bytes of the last four questions that answer nothing
	inStep     bool          // proven: an answer belongs to the question before it, not to an earlier one
	listened   bool          // it has once been listened to for long, so it is silent by nature or off
	astray     bool          // a question was given up whose answer may still come
	late       bool          // it answers, and later than anybody waits
	pace       time.Duration // the longest it has taken to answer of late
	flows      bool          // it has said XON or XOFF
	full       bool          // the last of them was XOFF
	unfinished bool          // the last slip broke off, or is not out yet: part of it may hang in the printer
	traces     *Traces
	paper      meter // what the roll still gives
	scratch    [1]byte

	mu   sync.Mutex
	last hardware.Status // guarded by mu
}

// Waits are the driver's patience. Zero fields take the defaults.
type Waits struct {
	Reply   time.Duration // for one real-time answer: the profile's reply_ms
	Confirm time.Duration // beyond the time the bytes need on the wire: 10 s
	Poll    time.Duration // between questions while waiting for the confirmation: 1 s
	Baud    int           // of the line, for the time on the wire; 0 is a fast one
}

// New takes an opened port.
func New(p port.Port, profile Profile, f *Fonts, w Waits, now func() time.Time) *Printer {
	if w.Reply == 0 {
		w.Reply = time.Duration(profile.ReplyMS) * time.Millisecond
	}
	if w.Confirm == 0 {
		w.Confirm = 10 * time.Second
	}
	if w.Poll == 0 {
		w.Poll = time.Second
	}
	return &Printer{port: p, profile: profile, fonts: f, wait: w, now: now, turn: make(chan struct{}, 1),
		last: hardware.Status{State: hardware.Absent, Code: hardware.Missing, Since: now()}}
}

// Remember has the printer know what broke off before it was opened, and tell what breaks off now. It is called before
// any other method.
func (p *Printer) Remember(t *Traces) {
	p.traces, p.unfinished = t, t.Broken(p.port.String())
}

// broke notes whether part of a slip may hang in the printer; the caller holds the turn.
func (p *Printer) broke(yes bool) {
	if p.unfinished != yes {
		p.unfinished = yes
		p.traces.Broke(p.port.String(), yes)
	}
}

// Info says what it is.
func (p *Printer) Info() hardware.Info {
	return hardware.Info{Kind: hardware.KindPrinter, Driver: "escpos", Profile: p.profile.Name, Where: p.port.String()}
}

// Close closes the port; a job under way ends as Uncertain or NotPrinted.
func (p *Printer) Close() error { return p.port.Close() }

// Status asks the printer. While it prints the answer is Busy at once, because a question
// must not come between the bytes of a picture.
func (p *Printer) Status(ctx context.Context) (hardware.Status, error) {
	const op = "escpos.Status"
	select {
	case p.turn <- struct{}{}:
		defer p.end()
	default:
		return p.atWork(), nil
	}
	code, err := p.check(ctx, op)
	if err != nil && errors.Is(err, port.ErrGone) {
		return p.note(code), err
	}
	if ctx.Err() != nil {
		return p.note(code), hardware.E(op, hardware.Canceled, ctx.Err())
	}
	return p.note(code), nil
}

// atWork is the state of a printer that prints.
func (p *Printer) atWork() hardware.Status {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.last
	s.State, s.Code = hardware.Busy, ""
	return s
}

// begin waits for the wire, at most until ctx ends.
func (p *Printer) begin(ctx context.Context) error {
	select {
	case p.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Printer) end() { <-p.turn }

// note remembers the state a code means.
func (p *Printer) note(code hardware.Code) hardware.Status {
	state := hardware.Faulty
	switch code {
	case "":
		state = hardware.Ready
	case hardware.PrinterNearEnd, hardware.PrinterUnconfirmed, hardware.Canceled:
		state = hardware.Warning
	case hardware.Missing:
		state = hardware.Absent
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last.State != state || p.last.Code != code {
		p.last.Since = p.now()
	}
	p.last.State, p.last.Code, p.last.Pending = state, code, p.held
	p.last.SlipsLeft = p.paper.left(p.profile)
	return p.last
}

// check asks the four questions and says what stands in the way. A silent printer is
// PrinterUnconfirmed when it never spoke and may be one that cannot, else PrinterSilent.
func (p *Printer) check(ctx context.Context, op string) (hardware.Code, error) {
	if p.profile.Status == "no" {
		if err := p.port.Flush(); err != nil {
			return hardware.Missing, hardware.E(op, hardware.Missing, err)
		}
		return hardware.PrinterUnconfirmed, nil
	}
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	code, err := p.told(within, op)
	if within.Err() != nil && ctx.Err() == nil && code == hardware.Canceled {
		return p.tooLate(), nil
	}
	return code, err
}

// patience is how long a printer may take to say how it is. A visitor waits for the slip meanwhile.
const patience = 10 * time.Second

// told asks, and asks again when something is wrong.
func (p *Printer) told(ctx context.Context, op string) (hardware.Code, error) {
	code, err := p.four(ctx, op)
	if err == nil && stops(code) && code != hardware.PrinterUnconfirmed || code == hardware.Garbled || p.noise > specks {
		// A stray byte of an earlier answer shifts all four, and noise that is over may have filled the line: what is
		// true is said twice.
		p.inStep = false
		p.hear(ctx, p.wait.Reply/2, nothing)
		code, err = p.four(ctx, op)
		if err == nil && p.noise > specks { // among random bytes there is every answer, and each of them is worth nothing
			return hardware.Garbled, hardware.E(op, hardware.Garbled, fmt.Sprintf("%d bytes beside the answers", p.noise))
		}
	}
	return code, err
}

// specks are how many stray bytes four answers may have beside them.
const specks = 2

// tail is how many bytes may lie in the line when the time is over.
const tail = 64

// hear waits for an answer of one kind and passes over the others, except that every
// queued answer counts: when the last one owed is in, the printer holds nothing any more.
// What it tells by itself (`GS a`) ends a wait for a queued answer when it stops the work.
func (p *Printer) hear(ctx context.Context, d time.Duration, want answerKind) (answer, error) {
	within, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	lost, late := errSilent, 0
	for {
		n, err := p.port.Read(within, p.scratch[:1])
		if n == 0 {
			p.heard.reset()
			if ctx.Err() == nil && within.Err() != nil {
				return answer{}, lost
			}
			return answer{}, err
		}
		for _, a := range p.heard.feed(p.scratch[0]) {
			p.stray(a)
			switch a.kind {
			case queued:
				p.settled()
			case flow:
				p.flows, p.full = true, a.b[0] == xoff
			}
			if a.kind == want {
				return a, nil
			}
			if a.kind == auto && want == queued && stops(told(a.b)) {
				return answer{}, errTold
			}
			if a.kind == nonsense {
				lost = errGarbled
			}
		}
		if within.Err() != nil { // what came in time is still read; a stuck line never stops talking
			if late++; late > tail {
				return answer{}, cmp.Or(ctx.Err(), lost)
			}
		}
	}
}

// stray counts what answers nothing: nonsense, and queued answers that nobody has asked for.
func (p *Printer) stray(a answer) {
	if a.kind == nonsense || a.kind == queued && p.owed <= 0 {
		p.noise++
	}
}

func (p *Printer) settled() {
	p.confirms = true
	if p.owed--; p.owed <= 0 {
		p.owed, p.held = 0, ""
	}
}

// codeOf names what a port said.
func codeOf(err error) hardware.Code {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, port.ErrStalled):
		return hardware.Stalled
	case errors.Is(err, port.ErrGone), errors.Is(err, port.ErrClosed):
		return hardware.Missing
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return hardware.Canceled
	}
	return hardware.Failed
}
