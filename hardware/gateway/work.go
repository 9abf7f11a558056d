package gateway

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// endedKept is how many ended works are remembered, for acknowledgements that are repeated or late.
const endedKept = 256

// work is one output on its way.
type work struct {
	seq    uint64
	out    Output
	job    string // of a slip
	due    time.Time
	handed int // how often it was written to a stream
	acked  bool
	over   bool // its time was over before it was acknowledged
	ack    Ack
}

// end is how work ended.
type end struct {
	ack    Ack
	id     string
	handed bool          // the adapter may have got it
	code   hardware.Code // why there is no acknowledgement: Missing, GatewayBacklog, Canceled, GatewayUnconfirmed
}

// do hands work to the adapter and waits for its acknowledgement, until ctx ends or the deadline is over. job names a
// slip.
func (d *device) do(ctx context.Context, out Output, job string) end {
	w, code := d.begin(ctx, out, job)
	if code != "" {
		return end{code: code}
	}
	ctx, cancel := context.WithDeadline(ctx, time.Now().Add(w.due.Sub(d.gateway.opts.Now())))
	defer cancel()
	for {
		d.mu.Lock()
		acked, open, changed := w.acked, d.taken, d.changed
		d.mu.Unlock()
		if acked || ctx.Err() != nil || !open {
			return d.finish(ctx, w)
		}
		d.pause(ctx, changed, time.Hour)
	}
}

func (d *device) begin(ctx context.Context, out Output, job string) (*work, hardware.Code) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return nil, hardware.Canceled
	case d.silentNow() || !d.taken || d.report.State == hardware.Absent:
		return nil, hardware.Missing
	case len(d.work) >= d.gateway.opts.Backlog:
		return nil, hardware.GatewayBacklog
	}
	w := &work{out: out, job: job, due: d.gateway.opts.Now().Add(d.gateway.opts.Deadline)}
	if t, ok := ctx.Deadline(); ok {
		w.due = d.gateway.opts.Now().Add(time.Until(t))
	}
	d.queue(w)
	return w, ""
}

// queue puts work in the line; mu is held.
func (d *device) queue(w *work) {
	d.seq++
	w.seq = d.seq
	w.out.ID = fmt.Sprintf("%s.%d", d.gateway.epoch, w.seq)
	d.work = append(d.work, w)
	d.stir()
}

// finish takes work out of the line. What was handed over and is not acknowledged is withdrawn.
func (d *device) finish(ctx context.Context, w *work) end {
	d.mu.Lock()
	defer d.mu.Unlock()
	e := end{ack: w.ack, id: w.out.ID, handed: w.handed > 0}
	if w.acked {
		return e
	}
	w.over = true
	d.bury(w)
	switch {
	case ctx.Err() == context.Canceled:
		e.code = hardware.Canceled
	case e.handed:
		e.code = hardware.GatewayUnconfirmed
	default:
		e.code = hardware.Missing
	}
	if e.handed {
		d.queue(&work{out: Output{Type: OutWithdraw, Withdraw: w.out.ID}})
	}
	return e
}

// bury moves work to what has ended; mu is held.
func (d *device) bury(w *work) {
	d.work = slices.DeleteFunc(d.work, func(o *work) bool { return o == w })
	d.ended[w.out.ID] = w
	if d.order = append(d.order, w.out.ID); len(d.order) > endedKept {
		delete(d.ended, d.order[0])
		d.order = d.order[1:]
	}
	d.stir()
}

// pending is the job of a slip that was handed over and never acknowledged: it may still come out; mu is held.
func (d *device) pending() string {
	for _, w := range d.ended {
		if w.over && w.handed > 0 && !w.acked && w.job != "" {
			return w.job
		}
	}
	return ""
}

// acknowledge takes what the adapter says of a work.
func (d *device) acknowledge(id string, a Ack) (Acked, *Problem) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.live()
	if i := slices.IndexFunc(d.work, func(w *work) bool { return w.out.ID == id && w.out.Type != OutWithdraw }); i >= 0 {
		w := d.work[i]
		w.acked, w.ack = true, a
		d.bury(w)
		return Acked{ID: id}, nil
	}
	w := d.ended[id]
	switch {
	case w == nil:
		return Acked{}, refuse(UnknownOutput, "no such work, or long over")
	case !w.acked: // late: nobody waits, but what became of it is known now
		w.acked, w.ack = true, a
		return Acked{}, refuse(TooLate, "its time was over; what you said is noted")
	case w.ack.Result != a.Result:
		return Acked{}, refuse(AlreadyAnswered, "acknowledged as "+string(w.ack.Result)+" before")
	case w.over:
		return Acked{}, refuse(TooLate, "its time was over; what you said is noted")
	}
	return Acked{ID: id, Repeated: true}, nil
}

// next is the oldest work after a place of the stream. It counts as handed over from now, for once it is being written
// nobody can know.
func (d *device) next(after uint64) (out Output, seq uint64, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.gateway.opts.Now()
	for _, w := range d.work {
		if w.seq <= after {
			continue
		}
		out = w.out
		if w.out.Type == OutWithdraw {
			d.work = slices.DeleteFunc(d.work, func(o *work) bool { return o == w })
			return out, w.seq, true
		}
		out.Again, out.WithinMS = w.handed > 0, max(0, w.due.Sub(now).Milliseconds())
		w.handed++
		return out, w.seq, true
	}
	return Output{}, 0, false
}
