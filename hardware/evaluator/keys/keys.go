package keys

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

const (
	answerTime = 500 * time.Millisecond // for an acknowledgement, and for a write after the end of ctx
	quiet      = 30 * time.Millisecond  // the line has given everything that came before
	noise      = 16                     // bytes without a key after which the line is called garbled
	speck      = 4                      // fewer bytes than this are no answer that is not understood
	remembered = 256                    // tickets that have their score
)

// Options of an Evaluator; zero means the profile's.
type Options struct {
	Now                       func() time.Time
	Timeout, Debounce, Settle time.Duration
	// Listening is called when a key counts from now on: the prompt stands and has settled. It must not wait.
	Listening func(hardware.Prompt)
}

// Evaluator is an opened evaluator. It is a hardware.Evaluator and Device.
type Evaluator struct {
	port    port.Port
	profile *Profile
	opts    Options

	busy    sync.Mutex // held by who uses the line; it guards the next four
	in      decoder
	held    [][]byte // frames that came with the one that ended the wait
	rated   []string
	drained time.Time

	mu      sync.Mutex
	presses hardware.Presses // guarded by mu
	trouble hardware.Code    // garbled or a stuck key, until something sensible comes; guarded by mu
	last    hardware.Status  // guarded by mu
}

// New takes an opened port.
func New(p port.Port, profile *Profile, o Options) *Evaluator {
	if o.Now == nil {
		o.Now = time.Now
	}
	for d, unset := range map[*time.Duration]time.Duration{&o.Timeout: time.Duration(profile.Timeout) * time.Second, &o.Debounce: ms(profile.Debounce), &o.Settle: ms(profile.Settle)} {
		if *d == 0 {
			*d = unset
		}
	}
	return &Evaluator{port: p, profile: profile, opts: o, in: decoder{framing: &profile.Framing}}
}

// Info says what it is.
func (e *Evaluator) Info() hardware.Info {
	return hardware.Info{Kind: hardware.KindEvaluator, Driver: "keys", Profile: e.profile.Name, Where: e.port.String()}
}

// Close closes the port; an Ask under way ends with Missing.
func (e *Evaluator) Close() error { return e.port.Close() }

// Presses counts the keys since the evaluator was opened.
func (e *Evaluator) Presses() hardware.Presses {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.presses
}

// Ask implements hardware.Evaluator. A score is given back a debounce time after its key, so that what bounces is heard
// with it.
func (e *Evaluator) Ask(ctx context.Context, p hardware.Prompt) (hardware.Score, error) {
	const op = "keys.Ask"
	none := hardware.Score{Ticket: p.Ticket, Level: hardware.NotRated}
	if p.Ticket == "" {
		return none, hardware.E(op, hardware.Failed, "a prompt without a ticket")
	}
	if !e.busy.TryLock() {
		return none, hardware.E(op, hardware.EvaluatorBusy)
	}
	defer e.busy.Unlock()
	if slices.Contains(e.rated, p.Ticket) {
		return none, hardware.E(op, hardware.EvaluatorRated)
	}
	level, err := e.rate(ctx, p)
	none.At = e.opts.Now()
	if err != nil {
		return none, fault(ctx, op, err)
	}
	if level != hardware.NotRated {
		e.rated = append(e.rated[max(0, len(e.rated)-remembered+1):], p.Ticket)
	}
	return hardware.Score{Ticket: p.Ticket, Level: level, At: none.At}, nil
}

// rate prompts, hears the key, and takes the prompt back.
func (e *Evaluator) rate(ctx context.Context, p hardware.Prompt) (level int, err error) {
	if _, err := e.clear(ctx); err != nil {
		return 0, err
	}
	end := e.profile.cancel
	defer func() { e.write(ctx, end, p) }() // a light that stays on asks the next visitor
	if err := e.light(ctx, p); err != nil {
		return 0, err
	}
	if err := e.settle(ctx); err != nil {
		return 0, err
	}
	if e.opts.Listening != nil {
		e.opts.Listening(p)
	}
	if level, err = e.key(ctx); err != nil || level == hardware.NotRated {
		return level, err
	}
	e.linger(ctx, level)
	if len(e.profile.thanks) > 0 {
		end = e.profile.thanks
	}
	return level, nil
}

// clear hears everything that came before and counts its keys as pressed outside a prompt.
func (e *Evaluator) clear(ctx context.Context) (pressed int, err error) {
	err = e.hear(ctx, quiet, func(frame []byte) bool {
		if e.unasked(frame) {
			pressed++
		}
		return false
	})
	e.in.drop(len(e.in.in)) // half a key that was pressed before is none
	e.unknown()
	e.drained = e.opts.Now()
	return pressed, err
}

// light sends the prompt. Frames that are not acknowledged are sent once more.
func (e *Evaluator) light(ctx context.Context, p hardware.Prompt) error {
	for _, t := range e.profile.prompt {
		if err := e.answered(ctx, t, p, e.profile.ack); err != nil {
			return err
		}
	}
	return nil
}

// answered sends a frame, at most twice, until its answer comes.
func (e *Evaluator) answered(ctx context.Context, t template, p hardware.Prompt, answer template) error {
	before := e.unknown()
	for range 2 {
		if err := e.write(ctx, t, p); err != nil || len(answer) == 0 {
			return err
		}
		good, refused := false, false
		err := e.hear(ctx, answerTime, func(frame []byte) bool {
			good, refused = answer.matches(frame), e.profile.nak.matches(frame)
			return good || refused || e.unasked(frame) && false
		})
		switch {
		case err != nil || good:
			return err
		case refused:
			return hardware.E("keys", hardware.EvaluatorRefused)
		}
	}
	if e.unknown()-before >= speck {
		return hardware.E("keys", hardware.Garbled, "bytes that are no answer")
	}
	return hardware.E("keys", hardware.EvaluatorSilent)
}

// settle passes over keys pressed before the prompt was seen. One that comes again and again is stuck, and among noise
// there is every key.
func (e *Evaluator) settle(ctx context.Context) error {
	pressed, before := 0, e.unknown()
	err := e.hear(ctx, e.opts.Settle, func(frame []byte) bool {
		if e.unasked(frame) {
			pressed++
		}
		return false
	})
	code := hardware.Code("")
	switch {
	case err != nil:
		return err
	case e.unknown()-before >= noise:
		code = hardware.Garbled
	case pressed > 2:
		code = hardware.EvaluatorStuck
	default:
		return nil
	}
	e.set(code)
	return hardware.E("keys", code)
}

// key waits for the first key. Bytes that are no key are told when no key comes.
func (e *Evaluator) key(ctx context.Context) (level int, err error) {
	before := e.unknown()
	err = e.hear(ctx, e.opts.Timeout, func(frame []byte) bool {
		level = e.level(frame)
		return level != 0
	})
	if level == 0 && err == nil && e.unknown()-before >= noise {
		e.set(hardware.Garbled)
		return 0, hardware.E("keys", hardware.Garbled, "bytes that are no key")
	}
	if level != 0 {
		e.count(func(p *hardware.Presses) { p.Scored++ })
		e.set("")
	}
	return level, err
}

// linger hears what comes with a key: its bounces, and a second key. The score stands whatever happens.
func (e *Evaluator) linger(ctx context.Context, level int) {
	e.hear(ctx, e.opts.Debounce, func(frame []byte) bool {
		switch e.level(frame) {
		case 0:
		case level:
			e.count(func(p *hardware.Presses) { p.Bounced++ })
		default:
			e.count(func(p *hardware.Presses) { p.Second++ })
		}
		return false
	})
}

// hear gives every frame of the next d to take, until that says it was the last. It returns no error when d is over.
func (e *Evaluator) hear(ctx context.Context, d time.Duration, take func(frame []byte) bool) error {
	within, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	var buf [512]byte
	frames := e.held
	for {
		for i, f := range frames {
			if take(f) {
				e.held = frames[i+1:]
				return nil
			}
		}
		e.held = nil
		if within.Err() != nil {
			return ctx.Err()
		}
		n, err := e.read(within, buf[:])
		switch {
		case n > 0:
			frames = e.in.feed(buf[:n])
		case !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled):
			return err
		case within.Err() != nil:
			frames = nil
		default:
			frames = e.in.idle()
		}
	}
}

// read waits for bytes; while a frame is open, no longer than the pause that ends it.
func (e *Evaluator) read(ctx context.Context, p []byte) (int, error) {
	if !e.in.open() {
		return e.port.Read(ctx, p)
	}
	within, cancel := context.WithTimeout(ctx, ms(e.profile.Framing.IdleMS))
	defer cancel()
	return e.port.Read(within, p)
}

// write sends a whole frame also when ctx ends meanwhile: a port gives up a line whose write was cut off, and then the
// prompt could not be taken back.
func (e *Evaluator) write(ctx context.Context, t template, p hardware.Prompt) error {
	if len(t) == 0 {
		return nil
	}
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTime)
	defer cancel()
	_, err := e.port.Write(within, t.bytes(p))
	return err
}

// level is a key's, 0 for a frame that is none; it is counted as unknown unless it is an answer.
func (e *Evaluator) level(frame []byte) int {
	for _, l := range e.profile.levels {
		if l.frame.matches(frame) {
			return l.level
		}
	}
	for _, answer := range []template{e.profile.ack, e.profile.nak, e.profile.answer} {
		if answer.matches(frame) {
			return 0
		}
	}
	e.in.wrong += len(frame)
	return 0
}

// unasked drops a key that nobody asked for and counts it.
func (e *Evaluator) unasked(frame []byte) bool {
	if e.level(frame) == 0 {
		return false
	}
	e.count(func(p *hardware.Presses) { p.Unasked++ })
	return true
}

// unknown is how many bytes came so far that are nothing.
func (e *Evaluator) unknown() int {
	n := e.in.wrong + len(e.in.in)
	e.count(func(p *hardware.Presses) { p.Unknown = e.in.wrong })
	return n
}

func (e *Evaluator) count(one func(*hardware.Presses)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	one(&e.presses)
}

func (e *Evaluator) set(c hardware.Code) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.trouble = c
}
