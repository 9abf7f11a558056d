package samv

import (
	"context"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// Options of a Reader; all may be empty.
type Options struct {
	Poll time.Duration // between two looks for a card: 300 ms
	// Left is how long a card may lie on the reader after it was read before Status warns: 15 s.
	Left time.Duration
	Now  func() time.Time
	Baud int // what the line was opened at, where somebody knows
}

// Reader is an opened reader. It is a hardware.IDReader and Device.
type Reader struct {
	port port.Port
	opts Options
	turn chan struct{} // full while a command sequence runs

	mu     sync.Mutex
	sam    SAMID           // guarded by mu
	noMore bool            // the reader does not know additional addresses; guarded by mu
	left   bool            // a card was left behind; guarded by mu
	last   hardware.Status // guarded by mu
}

// New takes an opened port.
func New(p port.Port, o Options) *Reader {
	if o.Poll == 0 {
		o.Poll = 300 * time.Millisecond
	}
	if o.Left == 0 {
		o.Left = 15 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Reader{port: p, opts: o, turn: make(chan struct{}, 1)}
}

// Info says what it is. The model is the identity of the security module, once it was asked.
func (r *Reader) Info() hardware.Info {
	i := hardware.Info{Kind: hardware.KindIDCard, Driver: "samv", Where: r.port.String()}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.sam != (SAMID{}) {
		i.Model = r.sam.String()
	}
	return i
}

// Baud is the speed at which the reader answered; 0 when its line has none.
func (r *Reader) Baud() int { return r.opts.Baud }

// Close closes the port; what runs ends with Missing.
func (r *Reader) Close() error { return r.port.Close() }

// SAM asks for the identity of the security module.
func (r *Reader) SAM(ctx context.Context) (SAMID, error) {
	const op = "samv.SAM"
	if err := r.begin(ctx, op); err != nil {
		return SAMID{}, err
	}
	defer r.end()
	a, err := r.ask(ctx, op, askSAM)
	if err != nil {
		return SAMID{}, err
	}
	if a.SW[2] != swOK || len(a.Data) != 16 {
		return SAMID{}, a.fault(op)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sam = SAMID(a.Data)
	return r.sam, nil
}

// Status asks the security module how it is. While a card is being read it waits for its turn.
func (r *Reader) Status(ctx context.Context) (hardware.Status, error) {
	const op = "samv.Status"
	if err := r.begin(ctx, op); err != nil {
		return r.settle(err), err
	}
	defer r.end()
	a, err := r.ask(ctx, op, askStatus)
	if err == nil && a.SW[2] != swOK {
		return r.settle(a.fault(op)), nil
	}
	return r.settle(err), err
}

// settle makes a status of an error and keeps since when it has been so.
func (r *Reader) settle(err error) hardware.Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	st := hardware.Status{State: hardware.Ready}
	switch code := hardware.CodeOf(err); {
	case code == hardware.Missing:
		st.State, st.Code, st.Detail = hardware.Absent, code, err.Error()
	case code == hardware.Canceled:
		return hardware.Status{State: hardware.Busy, Since: r.opts.Now()}
	case code != "":
		st.State, st.Code, st.Detail = hardware.Faulty, code, err.Error()
	case r.left:
		st.State, st.Code = hardware.Warning, hardware.IDCardLeftBehind
	}
	st.Since = r.opts.Now()
	if st.State == r.last.State && st.Code == r.last.Code {
		st.Since = r.last.Since
	}
	r.last = st
	return st
}

func (r *Reader) begin(ctx context.Context, op string) error {
	select {
	case r.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return hardware.E(op, hardware.Canceled, ctx.Err())
	}
}

func (r *Reader) end() { <-r.turn }

// rest waits between two looks.
func (r *Reader) rest(ctx context.Context, op string) error {
	t := time.NewTimer(r.opts.Poll)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return hardware.E(op, hardware.Canceled, ctx.Err())
	}
}
