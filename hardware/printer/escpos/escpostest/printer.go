package escpostest

import (
	"context"
	"image"
	"sync"
	"time"
)

// Link is the cable: porttest.Line or porttest.Conn.
type Link interface {
	ReadContext(ctx context.Context, p []byte) (int, error)
	WriteContext(ctx context.Context, p []byte) (int, error)
}

// Direction of a frame, seen from the host.
type Direction string

// The directions.
const (
	ToPrinter   Direction = "to-printer"
	FromPrinter Direction = "from-printer"
)

// Frame is bytes that passed the wire.
type Frame struct {
	At    time.Time
	Dir   Direction
	Bytes []byte
}

// Ticket is a piece of paper that left the printer.
type Ticket struct {
	Image image.Image
	Torn  bool     // ended by the end of paper or a power cut, not by the cutter
	Lines []Line   // of the printer's own characters
	Codes []string // QR codes and bars the printer drew itself
}

// Config is how the printer is built. The zero value is a fast 80 mm printer.
type Config struct {
	Dots       int    // 0 means 576
	Buffer     int    // receive buffer in bytes, 0 means 64 KiB
	RowsPerSec int    // printing speed, 0 means as fast as the line (a real one: 1200)
	Silent     bool   // a write-only clone
	ROM        string // Chinese character set: "gb18030", "gbk"; "" prints no characters at all
	Graphics   bool   // knows GS ( L and GS 8 L
	FirmwareQR bool   // draws QR codes itself
	Maker      string // what it answers to GS I 66; "" is a model that does not answer
	Model      string // and to GS I 67
	Now        func() time.Time
	OnFrame    func(Frame)
	OnTicket   func(Ticket)
}

// Printer is a virtual printer. Its switches may be moved at any time.
type Printer struct {
	cfg Config

	mu      sync.Mutex // guards all below
	changed *sync.Cond
	in      []byte // receive buffer
	epoch   int    // rises when the buffer is thrown away: what was being parsed ends
	off     bool
	stall   bool
	cover   bool
	rows    int // rows of paper left, negative means plenty
	near    bool
	jam     bool // the cutter is blocked
	cutErr  bool // and the printer has noticed
	hot     bool
	broken  bool
	asb     byte
	silent  bool
	mute    bool          // answers no queued question
	late    time.Duration // every answer takes so long
	single  bool          // and the next is begun when the last one is out
	free    time.Time     // when it is
	behind  bool          // every answer waits for the next question
	kept    []byte        // the answer that waits
	xonxoff bool          // says XOFF when its buffer fills; what comes all the same is lost
	xoff    bool          // and has
	tail    []byte        // last bytes received, for real-time commands
	errs    []string
	link    Link
	sheet   *sheet
	drawer  bool // open
	locked  bool // its key is turned
	pulsed  int
	noPulse bool // DLE DC4 was switched off (GS ( D)

	// Written by work only; mu where others look on.
	style     style
	line      Line
	store     *stored
	qrModule  int
	qrLevel   string
	qrData    string
	barHeight int
	barModule int
}

// New makes a printer; it does nothing until Serve.
func New(cfg Config) *Printer {
	if cfg.Dots == 0 {
		cfg.Dots = 576
	}
	if cfg.Buffer == 0 {
		cfg.Buffer = 64 << 10
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	p := &Printer{cfg: cfg, rows: -1, silent: cfg.Silent, sheet: newSheet(cfg.Dots),
		style: fresh, qrModule: 3, qrLevel: "L", barHeight: 162, barModule: 3}
	p.changed = sync.NewCond(&p.mu)
	return p
}

// Serve runs the printer on one link until ctx ends or a network link closes. The printer
// keeps its state and its buffer between two calls.
func (p *Printer) Serve(ctx context.Context, link Link) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(ctx, p.wake)()
	p.with(func() { p.link = link })
	worked := make(chan struct{})
	go func() { defer close(worked); p.work(ctx) }()
	err := p.receive(ctx, link)
	cancel()
	p.wake()
	<-worked
	return err
}

func (p *Printer) wake() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changed.Broadcast()
}

// receive is the printer's line interrupt: it answers real-time commands and fills the buffer.
func (p *Printer) receive(ctx context.Context, link Link) error {
	b := make([]byte, 512)
	for {
		if !p.hasRoom(ctx) {
			return ctx.Err()
		}
		n, err := link.ReadContext(ctx, b)
		if err != nil {
			return err
		}
		p.frame(ToPrinter, b[:n])
		p.take(ctx, b[:n])
	}
}

// hasRoom waits while the buffer is full or the line is held: then the host stalls.
func (p *Printer) hasRoom(ctx context.Context) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for ctx.Err() == nil && (p.stall || len(p.in) >= p.cfg.Buffer && !p.xonxoff) {
		p.changed.Wait()
	}
	return ctx.Err() == nil
}

func (p *Printer) take(ctx context.Context, b []byte) {
	p.mu.Lock()
	if p.off {
		p.mu.Unlock()
		return
	}
	var answers []byte
	pulses := 0
	for _, c := range b {
		if p.xonxoff && len(p.in) >= p.cfg.Buffer {
			p.errs = append(p.errs, "a byte came after XOFF and is lost")
			continue
		}
		p.in = append(p.in, c)
		a, ok := p.realTime(c)
		if ok {
			answers = append(answers, a)
		}
		if p.dleDC4() {
			pulses++
		}
	}
	stop := p.xonxoff && !p.xoff && len(p.in) > p.cfg.Buffer*3/4
	p.xoff = p.xoff || stop
	p.changed.Broadcast()
	p.mu.Unlock()
	if stop {
		p.send(ctx, []byte{0x13})
	}
	for range pulses {
		p.pulse(ctx)
	}
	for _, a := range answers {
		p.say(ctx, []byte{a})
	}
}

// say sends bytes to the host, unless the printer cannot talk.
func (p *Printer) say(ctx context.Context, b []byte) {
	p.mu.Lock()
	link, mute := p.link, p.silent || p.off
	p.mu.Unlock()
	if mute || link == nil || len(b) == 0 {
		return
	}
	b, late := p.held(b)
	if late > 0 {
		time.AfterFunc(late, func() { p.send(ctx, b) })
		return
	}
	p.send(ctx, b)
}

// held gives the answer to the question before for this one when the printer is one behind, and how late it is.
func (p *Printer) held(b []byte) ([]byte, time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.behind {
		b, p.kept = p.kept, b
	}
	if !p.single {
		return b, p.late
	}
	now := time.Now()
	if p.free.Before(now) {
		p.free = now
	}
	p.free = p.free.Add(p.late)
	return b, p.free.Sub(now)
}

// send puts bytes on the line.
func (p *Printer) send(ctx context.Context, b []byte) {
	p.mu.Lock()
	link, mute := p.link, p.silent || p.off
	p.mu.Unlock()
	if mute || link == nil || len(b) == 0 {
		return
	}
	p.frame(FromPrinter, b)
	link.WriteContext(ctx, b)
}

func (p *Printer) frame(d Direction, b []byte) {
	if p.cfg.OnFrame != nil {
		p.cfg.OnFrame(Frame{p.cfg.Now(), d, append([]byte(nil), b...)})
	}
}

// Errors lists the bytes the printer did not understand.
func (p *Printer) Errors() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.errs...)
}

func (p *Printer) with(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	p.changed.Broadcast()
}
