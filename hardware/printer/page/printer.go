package page

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// queue is a print queue: IPP, or the spooler of the system.
type queue interface {
	condition(ctx context.Context) (condition, error)
	create(ctx context.Context, p hardware.Pages) (id int, err error)
	send(ctx context.Context, id int, p hardware.Pages) error
	progress(ctx context.Context, id int) (progress, error)
	cancel(ctx context.Context, id int) error
	where() string
	close() error
}

// wholesale is a queue that may take a job and its document in one.
type wholesale interface {
	whole(ctx context.Context, p hardware.Pages) (id int, err error)
}

// Options of a Printer; zero fields take the defaults.
type Options struct {
	Poll     time.Duration // between two looks at a job: 1 s
	Patience time.Duration // a printer may stand so long before a person is called: 20 s
	Silence  time.Duration // a server may be silent so long: 15 s
	Now      func() time.Time
}

// Printer is a hardware.PagePrinter, PageCanceler and Device; any goroutine may use it, one job at a time is done.
type Printer struct {
	queue queue
	opts  Options
	turn  chan struct{} // holds one while a job is done

	// Owned by the holder of the turn.
	met  bool   // the server has answered
	held string // our name of the job that may still come
	id   int    // the queue's number of it

	mu   sync.Mutex
	last hardware.Status // guarded by mu
}

// New takes a queue: *IPP, or what OpenSpool gives.
func New(q queue, o Options) *Printer {
	for _, d := range []struct {
		field *time.Duration
		unset time.Duration
	}{{&o.Poll, time.Second}, {&o.Patience, 20 * time.Second}, {&o.Silence, 15 * time.Second}} {
		if *d.field == 0 {
			*d.field = d.unset
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Printer{queue: q, opts: o, turn: make(chan struct{}, 1),
		last: hardware.Status{State: hardware.Absent, Code: hardware.Missing, Since: o.Now()}}
}

// Info says what it is.
func (p *Printer) Info() hardware.Info {
	return hardware.Info{Kind: hardware.KindPage, Driver: "page", Where: p.queue.where()}
}

// Close lets the server go. A job in the queue stays there.
func (p *Printer) Close() error { return p.queue.close() }

// PrintPages prints a document once:
//
//	not a PDF, printer stands, queue refuses   NotPrinted, nothing was sent
//	an earlier job may still come              NotPrinted, PageHoldsJob
//	the queue refuses the document             NotPrinted
//	it is busy longer than Patience            NotPrinted, PageBusy
//	it knows Print-Job alone                   sent with the job; without an answer Uncertain
//	no answer to the document                  the queue is asked: it has it, or not, or Uncertain
//	completed                                  Printed; Reason tells a warning, as toner low
//	it stands longer than Patience             Uncertain and why; Status.Pending names it
//	canceled or aborted                        NotPrinted when no sheet came out by the queue's own count, else Uncertain
//	gone from the list, or silent too long     Uncertain, PageLost or PageSilent
func (p *Printer) PrintPages(ctx context.Context, pages hardware.Pages) (hardware.Outcome, error) {
	const op = "page.PrintPages"
	if !bytes.HasPrefix(pages.PDF, []byte("%PDF-")) {
		return refused(op, hardware.PageBadPages, nil)
	}
	if err := p.begin(ctx); err != nil {
		return refused(op, hardware.Canceled, err)
	}
	defer p.end()
	var c condition
	err := p.patiently(ctx, func() (err error) { c, err = p.look(ctx); return err })
	if err != nil {
		return refused(op, p.missed(err), err)
	}
	p.settle(ctx)
	switch {
	case c.stops:
		return refused(op, c.code, nil)
	case p.held != "":
		return refused(op, hardware.PageHoldsJob, nil)
	}
	var id int
	err = p.patiently(ctx, func() (err error) { id, err = p.queue.create(ctx, pages); return err })
	if all, ok := p.queue.(wholesale); ok && errors.Is(err, errUnknown) {
		return p.atOnce(ctx, op, all, pages)
	}
	if err != nil { // a job without a document prints nothing
		return refused(op, p.missed(err), err)
	}
	return p.print(ctx, op, id, pages)
}

// patiently asks again while the queue is busy: it has then done nothing.
func (p *Printer) patiently(ctx context.Context, ask func() error) error {
	for until := p.opts.Now().Add(p.opts.Patience); ; p.pause(ctx) {
		err := ask()
		if hardware.CodeOf(err) != hardware.PageBusy || ctx.Err() != nil || p.opts.Now().After(until) {
			return err
		}
	}
}

// atOnce gives the queue the job with its document. Without an answer there is no number to ask after it.
func (p *Printer) atOnce(ctx context.Context, op string, q wholesale, pages hardware.Pages) (hardware.Outcome, error) {
	var id int
	err := p.patiently(ctx, func() (err error) { id, err = q.whole(ctx, pages); return err })
	switch {
	case errors.Is(err, errRefused):
		return refused(op, p.missed(err), err)
	case err != nil:
		return p.uncertain(op, p.missed(err), err)
	}
	p.held, p.id = pages.Job, id
	return p.follow(ctx, op, false)
}

func refused(op string, code hardware.Code, err error) (hardware.Outcome, error) {
	return hardware.Outcome{Result: hardware.NotPrinted, Reason: code}, fault(op, code, err)
}

func fault(op string, code hardware.Code, err error) error {
	f := hardware.E(op, code)
	f.Err = err
	return f
}

func (p *Printer) print(ctx context.Context, op string, id int, pages hardware.Pages) (hardware.Outcome, error) {
	p.held, p.id = pages.Job, id
	err := p.patiently(ctx, func() error { return p.queue.send(ctx, id, pages) })
	if errors.Is(err, errRefused) {
		_ = p.queue.cancel(ctx, id) // an empty job is only litter
		p.held = ""
		return refused(op, hardware.CodeOf(err), err)
	}
	return p.follow(ctx, op, err != nil)
}

// follow looks at the job until its end. unsure: nobody knows whether the queue has the document; when it says that it
// waits for one, the job is taken back.
func (p *Printer) follow(ctx context.Context, op string, unsure bool) (hardware.Outcome, error) {
	heard, moving := p.opts.Now(), p.opts.Now()
	for {
		g, err := p.queue.progress(ctx, p.id)
		now := p.opts.Now()
		switch {
		case ctx.Err() != nil:
			return p.uncertain(op, hardware.Canceled, ctx.Err())
		case errors.Is(err, errNoJob):
			p.held = ""
			return p.uncertain(op, hardware.PageLost, err)
		case err != nil && now.Sub(heard) > p.opts.Silence:
			return p.uncertain(op, p.missed(err), err)
		case err == nil:
			heard = now
			if o, ended := g.ended(); ended {
				return p.finish(ctx, op, o)
			}
			if unsure && g.waits() {
				unsure = p.queue.cancel(ctx, p.id) != nil
			}
			c, asked := p.look(ctx)
			if asked != nil || !stands(g, c) {
				moving = now
			}
			if now.Sub(moving) > p.opts.Patience {
				return p.uncertain(op, c.why(), nil)
			}
		}
		p.pause(ctx)
	}
}

// stands: nothing moves until someone does something.
func stands(g progress, c condition) bool {
	return c.stops || g.state == jobStands || g.state == jobHeld
}

// why is never empty: a job may stand by itself.
func (c condition) why() hardware.Code {
	if c.code == "" || light(c.code) {
		return hardware.PageStopped
	}
	return c.code
}

func (p *Printer) uncertain(op string, code hardware.Code, err error) (hardware.Outcome, error) {
	p.note(code, true)
	return hardware.Outcome{Result: hardware.Uncertain, Reason: code}, fault(op, code, err)
}

// finish takes a job's end, with a printer's warning beside a good one.
func (p *Printer) finish(ctx context.Context, op string, o hardware.Outcome) (hardware.Outcome, error) {
	p.held = ""
	if o.Result != hardware.Printed {
		return o, fault(op, o.Reason, nil)
	}
	if c, err := p.look(ctx); err == nil {
		o.Reason = c.code
	}
	return o, nil
}

func (p *Printer) pause(ctx context.Context) {
	t := time.NewTimer(p.opts.Poll)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// CancelPages takes back the job that stands and says what came of it. Without one there is nothing to take back:
// NotPrinted.
func (p *Printer) CancelPages(ctx context.Context) (hardware.Outcome, error) {
	const op = "page.CancelPages"
	if err := p.begin(ctx); err != nil {
		return hardware.Outcome{Result: hardware.Uncertain, Reason: hardware.Canceled}, fault(op, hardware.Canceled, err)
	}
	defer p.end()
	if p.held == "" {
		return hardware.Outcome{Result: hardware.NotPrinted}, nil
	}
	if err := p.queue.cancel(ctx, p.id); err != nil && !errors.Is(err, errRefused) {
		return p.uncertain(op, p.missed(err), err)
	}
	o, err := p.follow(ctx, op, false)
	if o.Reason == hardware.PageCanceled {
		err = nil // as asked
	}
	return o, err
}

// Status asks the queue. While a job is done the answer is Busy at once.
func (p *Printer) Status(ctx context.Context) (hardware.Status, error) {
	select {
	case p.turn <- struct{}{}:
		defer p.end()
	default:
		return p.atWork(), nil
	}
	c, err := p.look(ctx)
	if err != nil {
		return p.note(p.missed(err), true), err
	}
	p.settle(ctx)
	s := p.note(c.code, c.stops)
	s.Detail = c.detail
	if c.busy && !c.stops {
		s.State = hardware.Busy
	}
	return s, nil
}

// settle forgets a held job that has come to its end.
func (p *Printer) settle(ctx context.Context) {
	if p.held == "" {
		return
	}
	g, err := p.queue.progress(ctx, p.id)
	if _, ended := g.ended(); ended || errors.Is(err, errNoJob) {
		p.held = ""
	}
}

func (p *Printer) look(ctx context.Context) (condition, error) {
	c, err := p.queue.condition(ctx)
	if err != nil {
		return c, err
	}
	p.met = true
	p.note(c.code, c.stops)
	return c, nil
}

// missed names what went wrong with asking. A server that answered before is silent, not missing: the printer is kept,
// so that a job in its queue is not forgotten.
func (p *Printer) missed(err error) hardware.Code {
	code := hardware.CodeOf(err)
	if code == hardware.Missing && p.met {
		code = hardware.PageSilent
	}
	p.note(code, true)
	return code
}

func (p *Printer) atWork() hardware.Status {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.last
	s.State, s.Code = hardware.Busy, ""
	return s
}

// note remembers the state a code means.
func (p *Printer) note(code hardware.Code, stops bool) hardware.Status {
	state := hardware.Ready
	switch {
	case code == hardware.Missing:
		state = hardware.Absent
	case code == hardware.Canceled:
		state = hardware.Warning
	case stops:
		state = hardware.Faulty
	case code != "":
		state = hardware.Warning
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last.State != state || p.last.Code != code {
		p.last.Since = p.opts.Now()
	}
	p.last.State, p.last.Code, p.last.Pending = state, code, p.held
	return p.last
}

func (p *Printer) begin(ctx context.Context) error {
	select {
	case p.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Printer) end() { <-p.turn }
