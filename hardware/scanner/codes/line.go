package codes

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

const (
	quiet   = 150 * time.Millisecond // ends what has no end of its own
	bursts  = 3                      // so many in a row without sense: wrong baud rate
	speck   = 4                      // fewer bytes than this are no burst
	endless = 8 << 10                // so many bytes without a pause and without sense: a line that is stuck
	trust   = 8                      // so many bytes of noise are made good by one sensible character
	recent  = 2 * time.Second        // so long a code that came while nobody scanned waits for who scans next
	waking  = 20 * time.Millisecond  // what a scanner needs to wake up
)

// Heard is one thing a scanner sent; one of the fields is set, or Reply or Sure beside another.
type Heard struct {
	Code   []byte // a code as it came; it still has to pass a Gate
	Sure   bool   // the code came with a check that is right: noise did not spell it
	Answer []byte // to a command
	Sense  bool   // understood, and neither a code nor an answer: the line is well
	Reply  []byte // what the scanner must be told at once, before anything else is done
}

// Parser cuts what a scanner sends. It belongs to whoever reads the line.
type Parser interface {
	Feed(p []byte) []Heard
	// Idle tells that the line has been quiet for a moment: what is open will not be completed.
	Idle() []Heard
	// Open reports whether something has begun and not ended.
	Open() bool
}

// patientParser is a Parser that knows how long a pause may lie in what is open; any other ends it after a moment.
type patientParser interface {
	Quiet(unmade int) time.Duration
}

// Pulse is a question asked of a scanner that has long said nothing, so that one without power is noticed. Zero asks
// nothing.
type Pulse struct {
	Every    time.Duration
	Question []byte
	Wake     []byte // sent a moment before the question to one that sleeps; see Line.Wake
}

// Line is a scanner's line.
type Line struct {
	Rules Rules

	pulse   atomic.Pointer[Pulse] // never nil
	port    port.Port
	parser  Parser // owned by who holds reading
	now     func() time.Time
	reading chan struct{} // full while somebody reads
	asking  chan struct{} // full while somebody waits for an answer
	writing chan struct{} // full while somebody writes
	answers chan []byte

	noise atomic.Int64 // bytes since the last question that nothing has made good yet

	buf    [256]byte // the rest is owned by who holds reading
	fresh  int       // bytes since the line was quiet
	since  int       // those of them that nothing has made good yet
	bad    int       // bursts in a row that made none
	missed int       // pulses in a row without a byte
	kept   []byte    // the last code that came while nobody scanned
	keptAt time.Time
}

// NewLine takes an opened port.
func NewLine(p port.Port, parser Parser, now func() time.Time) *Line {
	l := &Line{port: p, parser: parser, now: now, reading: make(chan struct{}, 1), asking: make(chan struct{}, 1),
		writing: make(chan struct{}, 1), answers: make(chan []byte, 8)}
	l.SetPulse(Pulse{})
	return l
}

// SetPulse says how the line is kept alive from the next read on.
func (l *Line) SetPulse(p Pulse) { l.pulse.Store(&p) }

// Close closes the port; whoever reads ends.
func (l *Line) Close() error { return l.port.Close() }

// String is the port's.
func (l *Line) String() string { return l.port.String() }

// Scan reads until ctx ends (then it returns ctx's error) or the scanner is gone or cannot be understood (then a
// *hardware.Fault).
func (l *Line) Scan(ctx context.Context, op string, found func(hardware.Scan)) error {
	if err := take(ctx, l.reading); err != nil {
		return err
	}
	defer func() { <-l.reading }()
	l.fresh, l.since, l.bad, l.missed = 0, 0, 0, 0
	gate := Gate{Rules: l.Rules, Now: l.now, Found: found}
	l.release(&gate)
	for {
		if err := l.turn(ctx, op, gate.Pass); err != nil {
			return err
		}
	}
}

// keep is the Gate while nobody scans: who lights a scanner and then scans must not lose what it read at once.
func (l *Line) keep(raw []byte) int {
	_, sense := clean(l.Rules.text(raw))
	if sense > 0 {
		l.kept, l.keptAt = bytes.Clone(raw), l.now()
	}
	return sense
}

// release gives what was kept, unless that is too long ago to be meant for now.
func (l *Line) release(gate *Gate) {
	raw := l.kept
	if l.kept = nil; raw != nil && l.now().Sub(l.keptAt) < recent {
		gate.Pass(raw)
	}
}

// Send writes a command that has no answer.
func (l *Line) Send(ctx context.Context, op string, command []byte) error {
	if err := take(ctx, l.writing); err != nil {
		return err
	}
	defer func() { <-l.writing }()
	if _, err := l.port.Write(ctx, command); err != nil {
		return fault(ctx, op, err)
	}
	return nil
}

// Wake sends the pulse's Wake, if it has one, and gives the scanner its moment.
func (l *Line) Wake(ctx context.Context, op string) error {
	wake := l.pulse.Load().Wake
	if wake == nil {
		return nil
	}
	if err := l.Send(ctx, op, wake); err != nil {
		return err
	}
	t := time.NewTimer(waking)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Ask writes a command and waits for the answer that is meant, no longer than patience: then it is ScannerSilent, or
// Garbled when bytes came that are nothing. Codes that come meanwhile go to the Scan that runs, or the last one to the
// Scan that begins right after.
func (l *Line) Ask(ctx context.Context, op string, command []byte, patience time.Duration, meant func(answer []byte) bool) ([]byte, error) {
	if err := take(ctx, l.asking); err != nil {
		return nil, err
	}
	defer func() { <-l.asking }()
	l.forget()
	if err := l.Send(ctx, op, command); err != nil {
		return nil, err
	}
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		answer, err := l.await(within, op)
		switch {
		case err == nil && answer != nil && meant(answer):
			return answer, nil
		case err == nil:
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, context.DeadlineExceeded):
			return nil, l.unanswered(ctx, op)
		default:
			return nil, err
		}
	}
}

// unanswered tells silence from nonsense. What is under way when the time is over gets the pause that ends it: it may
// be a code.
func (l *Line) unanswered(ctx context.Context, op string) error {
	if n := l.noise.Load(); n >= speck && n < Longest {
		within, cancel := context.WithTimeout(ctx, ended+quiet)
		defer cancel()
		for within.Err() == nil && l.noise.Load() >= speck {
			if _, err := l.await(within, op); err != nil && within.Err() == nil {
				return err
			}
		}
	}
	switch n := l.noise.Load(); {
	case ctx.Err() != nil:
		return ctx.Err()
	case n >= speck:
		return hardware.E(op, hardware.Garbled, fmt.Sprintf("%d bytes and no answer", n))
	}
	return hardware.E(op, hardware.ScannerSilent, "no answer")
}

// Deaf reports whether an error of Ask is one after which the same may be asked again: nothing came, or nothing that
// makes sense.
func Deaf(err error) bool {
	code := hardware.CodeOf(err)
	return code == hardware.ScannerSilent || code == hardware.Garbled
}

// await gives the next answer, or nil after a read that brought none.
func (l *Line) await(ctx context.Context, op string) ([]byte, error) {
	if a := l.answered(); a != nil {
		return a, nil
	}
	select {
	case a := <-l.answers:
		return a, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case l.reading <- struct{}{}: // nobody scans
		defer func() { <-l.reading }()
		if a := l.answered(); a != nil { // it came while the reader let go
			return a, nil
		}
		err := l.turn(ctx, op, l.keep)
		if a := l.answered(); a != nil { // also with the last bytes before the time was over
			return a, nil
		}
		return nil, err
	}
}

// answered is an answer that has come, or nil.
func (l *Line) answered() []byte {
	select {
	case a := <-l.answers:
		return a
	default:
		return nil
	}
}

func (l *Line) forget() {
	for l.answered() != nil {
	}
	l.noise.Store(0)
}

// turn reads once and deals with what came. The caller holds reading. What comes with the end of ctx is still dealt
// with, and nothing after it: a line that never falls silent gives every read bytes, also a late one.
func (l *Line) turn(ctx context.Context, op string, code func(raw []byte) int) error {
	wait := l.wait()
	n, err := l.read(ctx, wait)
	switch {
	case n > 0:
		l.missed = 0
		for i := range n {
			if err := l.one(ctx, op, l.buf[i:i+1], code); err != nil {
				return err
			}
		}
		return ctx.Err()
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, context.DeadlineExceeded) && l.begun():
		if err := l.heard(ctx, op, l.parser.Idle(), code); err != nil {
			return err
		}
		return l.calm(op)
	case errors.Is(err, context.DeadlineExceeded):
		return l.beat(ctx, op)
	}
	return fault(ctx, op, err)
}

// one deals with one byte: what it completes is judged by what came before it, not by what lies behind.
func (l *Line) one(ctx context.Context, op string, b []byte, code func([]byte) int) error {
	l.fresh, l.since = l.fresh+1, l.since+1
	l.noise.Add(1)
	return l.heard(ctx, op, l.parser.Feed(b), code)
}

// wait is how long the next read may take: to the end of what is open, to the next pulse, or 0 for ever.
func (l *Line) wait() time.Duration {
	if p, ok := l.parser.(patientParser); ok && l.parser.Open() {
		return p.Quiet(l.since)
	}
	if l.begun() {
		return quiet
	}
	return l.pulse.Load().Every
}

// begun reports whether something has come that a quiet line ends.
func (l *Line) begun() bool { return l.fresh > 0 || l.parser.Open() }

func (l *Line) read(ctx context.Context, wait time.Duration) (int, error) {
	if wait > 0 {
		within, cancel := context.WithTimeout(ctx, wait)
		defer cancel()
		ctx = within
	}
	return l.port.Read(ctx, l.buf[:])
}

func (l *Line) heard(ctx context.Context, op string, all []Heard, code func([]byte) int) error {
	for _, h := range all {
		if h.Reply != nil {
			if err := l.Send(ctx, op, h.Reply); err != nil {
				return err
			}
		}
		if h.Answer != nil {
			l.answer(h.Answer)
		}
		switch {
		case h.Answer != nil, h.Sense:
			l.since, l.bad = 0, 0
			l.noise.Store(0)
		case h.Code != nil && (h.Sure || l.since <= 2*len(h.Code)+speck): // one behind more noise than it is long is spelt by the noise
			l.made(trust * code(h.Code))
		}
	}
	if l.since > endless {
		return hardware.E(op, hardware.Garbled, "bytes without end")
	}
	return nil
}

// made makes so many bytes good.
func (l *Line) made(good int) {
	l.since = max(0, l.since-good)
	l.noise.Store(max(0, l.noise.Load()-int64(good)))
}

// answer keeps an answer for who asked; when nobody does, the oldest gives way.
func (l *Line) answer(a []byte) {
	for {
		select {
		case l.answers <- a:
			return
		default:
		}
		select {
		case <-l.answers:
		default:
		}
	}
}

// calm ends a burst and judges it by what most of it was: among random bytes there is always something that looks like
// a short code.
func (l *Line) calm(op string) error {
	switch {
	case l.fresh < speck && l.since > 0:
	case l.since > l.fresh/2:
		l.bad++
	default:
		l.bad = 0
	}
	l.fresh, l.since = 0, 0
	if l.bad >= bursts {
		return hardware.E(op, hardware.Garbled, "nothing that comes makes sense")
	}
	return nil
}

func (l *Line) beat(ctx context.Context, op string) error {
	if l.missed >= 2 {
		return hardware.E(op, hardware.ScannerSilent, "no sign of life")
	}
	l.missed++
	if err := l.Wake(ctx, op); err != nil {
		return err
	}
	return l.Send(ctx, op, l.pulse.Load().Question)
}

func take(ctx context.Context, token chan struct{}) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case token <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func fault(ctx context.Context, op string, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, port.ErrGone), errors.Is(err, port.ErrClosed):
		return hardware.E(op, hardware.Missing, err)
	case errors.Is(err, port.ErrStalled):
		return hardware.E(op, hardware.Stalled, err)
	}
	return hardware.E(op, hardware.Failed, err)
}
