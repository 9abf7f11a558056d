package adapter

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/gateway"
	"github.com/brighthall/brighthall/hardware/port"
)

// Bridge speaks to an old queue machine by its template. It is a Machine.
type Bridge struct {
	// Deliver hands a request on to the gateway; the answer will come under its key. Set it before Run.
	Deliver  func(ctx context.Context, key string, in gateway.Input) error
	template Template
	open     func(context.Context) (port.Port, error)
	heard    chan bool  // the machine's word on what was sent: ack or nak
	turn     sync.Mutex // one frame and its answer at a time

	mu    sync.Mutex
	line  port.Port                    // nil while away; guarded by mu
	asked map[string]bool              // requests under way, by service and window; guarded by mu
	asks  map[string]map[string]string // their fields by key; guarded by mu
}

// NewBridge makes a bridge over the line that open opens.
func NewBridge(t Template, open func(context.Context) (port.Port, error)) *Bridge {
	return &Bridge{template: t, open: open, heard: make(chan bool, 1), asked: map[string]bool{}, asks: map[string]map[string]string{}}
}

// reopen is the pause before a line that was lost is opened again.
const reopen = time.Second

// Run keeps the line open and hears the machine until ctx ends.
func (b *Bridge) Run(ctx context.Context) error {
	var asks sync.WaitGroup
	defer asks.Wait()
	for ctx.Err() == nil {
		if p, err := b.open(ctx); err == nil {
			b.set(p)
			b.hear(ctx, p, &asks)
			b.set(nil)
			p.Close()
		}
		rest(ctx, reopen)
	}
	return ctx.Err()
}

func (b *Bridge) set(p port.Port) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.line = p
}

// State is how the machine is: what can be known of it is that its line is there.
func (b *Bridge) State() gateway.Report {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.line == nil {
		return gateway.Report{State: hardware.Absent, Code: hardware.Missing}
	}
	return gateway.Report{State: hardware.Ready}
}

func (b *Bridge) hear(ctx context.Context, p port.Port, asks *sync.WaitGroup) {
	var open []byte
	buf := make([]byte, 256)
	for ctx.Err() == nil { // a machine gone mad gives every read bytes
		n, err := p.Read(ctx, buf)
		if err != nil {
			return
		}
		open = b.frames(ctx, append(open, buf[:n]...), asks)
	}
}

// frames takes the whole frames off the front, drops what begins none, and gives what may become one.
func (b *Bridge) frames(ctx context.Context, p []byte, asks *sync.WaitGroup) []byte {
	for len(p) > 0 {
		size, wait := b.frame(ctx, p, asks)
		if wait {
			return p
		}
		p = p[max(size, 1):]
	}
	return nil
}

func (b *Bridge) frame(ctx context.Context, p []byte, asks *sync.WaitGroup) (size int, wait bool) {
	for _, f := range []struct {
		frame *Frame
		take  func(map[string]string)
	}{
		{b.template.Ask, func(v map[string]string) { asks.Go(func() { b.ask(ctx, v) }) }},
		{b.template.Ack, func(map[string]string) { b.word(true) }},
		{b.template.Nak, func(map[string]string) { b.word(false) }},
	} {
		if f.frame == nil {
			continue
		}
		v, n, more := f.frame.Decode(p)
		if n > 0 {
			f.take(v)
			return n, false
		}
		wait = wait || more
	}
	return 0, wait
}

func (b *Bridge) word(ok bool) {
	select {
	case b.heard <- ok:
	default: // nobody asked
	}
}

// ask hands a request on. A machine that asks again before it was answered means the same visitor.
func (b *Bridge) ask(ctx context.Context, v map[string]string) {
	same := v["service"] + "/" + v["window"]
	b.mu.Lock()
	if b.asked[same] {
		b.mu.Unlock()
		return
	}
	key := NewKey()
	b.asked[same], b.asks[key] = true, v
	b.mu.Unlock()
	time.AfterFunc(answerTime, func() { b.answered(key) })
	in := gateway.Input{Type: gateway.InNumber, Number: &gateway.NumberWanted{Service: v["service"], Counter: counter(v["window"])}}
	if err := b.Deliver(ctx, key, in); err != nil {
		b.answered(key)
	}
}

// answerTime is after how long a request without an answer is forgotten, so that the visitor may press again.
const answerTime = time.Minute

func counter(window string) string {
	if n, err := strconv.Atoi(window); err != nil || n == 0 {
		return ""
	}
	return window
}

func (b *Bridge) answered(key string) map[string]string {
	b.mu.Lock()
	defer b.mu.Unlock()
	v, open := b.asks[key]
	if open {
		delete(b.asks, key)
		delete(b.asked, v["service"]+"/"+v["window"])
	}
	return v
}

// Do sends a frame of the machine's for a piece of work.
func (b *Bridge) Do(ctx context.Context, o gateway.Output) gateway.Ack {
	switch {
	case o.Ticket != nil && b.template.Number != nil:
		v := b.answered(o.Ticket.Request)
		return b.tell(ctx, b.template.Number, map[string]string{"number": o.Ticket.Number, "ahead": strconv.Itoa(o.Ticket.Ahead),
			"code": o.Ticket.Code, "service": v["service"], "window": v["window"]}, 1)
	case o.Refusal != nil && b.template.Refuse != nil:
		v := b.answered(o.Refusal.Request)
		return b.tell(ctx, b.template.Refuse, map[string]string{"service": v["service"], "window": v["window"]}, 3)
	case o.Refusal != nil:
		b.answered(o.Refusal.Request)
		return gateway.Ack{Result: gateway.AckFailed, Code: hardware.GatewayUnsupported, Detail: "the machine has no refusal"}
	case o.Call != nil && b.template.Call != nil:
		return b.tell(ctx, b.template.Call, map[string]string{"number": o.Call.Number, "window": strconv.Itoa(o.Call.Window)}, 3)
	}
	return gateway.Ack{Result: gateway.AckFailed, Code: hardware.GatewayUnsupported, Detail: "no frame for " + string(o.Type)}
}

// tell sends a frame and hears the machine's word on it; tries counts how often silence allows to send it. A nak allows
// one time more.
func (b *Bridge) tell(ctx context.Context, f *Frame, v map[string]string, tries int) gateway.Ack {
	frame, err := f.Encode(v)
	if err != nil {
		return gateway.Ack{Result: gateway.AckFailed, Code: hardware.LEDBadText, Detail: short(err)}
	}
	b.turn.Lock()
	defer b.turn.Unlock()
	last := gateway.Ack{Result: gateway.AckFailed, Code: hardware.Missing}
	for noes := 0; tries > 0 && noes < 2; {
		last = b.once(ctx, frame)
		switch {
		case last.Result == gateway.AckDone, last.Code == hardware.Missing:
			return last
		case last.Result == gateway.AckFailed:
			noes++
		default:
			tries--
		}
	}
	return last
}

func (b *Bridge) once(ctx context.Context, frame []byte) gateway.Ack {
	b.mu.Lock()
	p := b.line
	b.mu.Unlock()
	if p == nil {
		return gateway.Ack{Result: gateway.AckFailed, Code: hardware.Missing}
	}
	select {
	case <-b.heard: // a word on something long past
	default:
	}
	if n, err := p.Write(ctx, frame); err != nil {
		if n == 0 {
			return gateway.Ack{Result: gateway.AckFailed, Code: hardware.Missing, Detail: short(err)}
		}
		return gateway.Ack{Result: gateway.AckUncertain, Detail: short(err)}
	}
	if b.template.Ack == nil {
		return gateway.Ack{Result: gateway.AckUncertain, Detail: "the machine acknowledges nothing"}
	}
	t := time.NewTimer(b.template.AckTime)
	defer t.Stop()
	select {
	case ok := <-b.heard:
		if ok {
			return gateway.Ack{Result: gateway.AckDone}
		}
		return gateway.Ack{Result: gateway.AckFailed, Code: hardware.Failed, Detail: "the machine refused the frame"}
	case <-t.C:
	case <-ctx.Done():
	}
	return gateway.Ack{Result: gateway.AckUncertain, Detail: "the machine said nothing"}
}

func short(err error) string {
	s := err.Error()
	return s[:min(len(s), 200)]
}

func rest(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
