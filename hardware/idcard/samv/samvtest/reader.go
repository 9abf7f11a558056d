package samvtest

import (
	"context"
	"io"
	"sync"
	"time"
)

// Config of a Reader; the zero Config is a reader that answers at once.
type Config struct {
	Find, Select, Read time.Duration // how long the radio takes
	Say                func(string)  // one line for everything a person would see or hear
	ID                 [16]byte      // of the module; zero means an invented one
	Speed              int           // the speed it is set to: 115200
}

// Field is what a reader takes in the field: about half a second for a card.
var Field = Config{Find: 30 * time.Millisecond, Select: 60 * time.Millisecond, Read: 450 * time.Millisecond}

// where a card is in the sequence every card goes through.
const (
	fresh = iota
	found
	chosen
	done
)

// Reader is a virtual reader.
type Reader struct {
	cfg Config

	mu     sync.Mutex
	card   *Card
	stage  int
	status byte            // of the module
	silent bool            // no power
	stuck  bool            // talks without end
	torn   int             // so many answers end in the middle
	bad    int             // so many answers have a wrong checksum
	noise  []byte          // sent before every answer
	forced map[uint16]byte // status word by command, instead of the true one
	snatch uint16          // the card is taken away when this command arrives
	noMore bool            // does not know 30 03
	finger int             // bytes of fingerprint after the photo; negative: the short form
	asked  int
}

// New makes a reader with nothing on it.
func New(c Config) *Reader {
	if c.ID == ([16]byte{}) {
		c.ID = [16]byte{5, 0, 1, 0, 0x74, 0x0A, 0x33, 1, 1, 0, 0, 0, 2, 0, 0, 0}
	}
	if c.Speed == 0 {
		c.Speed = 115200
	}
	return &Reader{cfg: c, status: 0x90, forced: map[uint16]byte{}, finger: -1}
}

// Serve speaks over the link until ctx ends or the link is gone. A link with a method `Speed() int` is only understood
// at the reader's own speed.
func (r *Reader) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	stop := context.AfterFunc(ctx, func() { link.Close() })
	defer stop()
	var in inbox
	buf := make([]byte, 256)
	for {
		n, err := link.Read(buf)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return err
		}
		for _, req := range in.take(buf[:n]) {
			r.serve(ctx, link, req)
		}
	}
}

func (r *Reader) serve(ctx context.Context, link io.Writer, req request) {
	if s, ok := link.(interface{ Speed() int }); ok && s.Speed() != r.speed() {
		link.Write([]byte{0x80, 0x00, 0xF8, 0x78}) // bits of another speed
		return
	}
	wait, out := r.decide(req)
	rest(ctx, wait)
	for len(out) > 0 && ctx.Err() == nil { // in pieces: a driver must not expect an answer in one read
		n := min(32, len(out))
		if _, err := link.Write(out[:n]); err != nil {
			return // pulled out: Read will tell
		}
		out = out[n:]
	}
}

func (r *Reader) speed() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.cfg.Speed
}

// decide gives the answer and the time it takes.
func (r *Reader) decide(req request) (time.Duration, []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked++
	switch {
	case r.silent:
		return 0, nil
	case r.stuck:
		return 0, make([]byte, 4000)
	case req.broken:
		return 0, frame(0x10)
	}
	if r.snatch == req.code() {
		r.card, r.stage, r.snatch = nil, fresh, 0
	}
	wait, out := r.answer(req)
	if sw, ok := r.forced[req.code()]; ok {
		out = frame(sw)
	}
	if r.bad > 0 {
		r.bad--
		out[len(out)-1] ^= 0x55
	}
	if r.torn > 0 {
		r.torn--
		out = out[:len(out)/2]
	}
	return wait, append(append([]byte(nil), r.noise...), out...)
}

func (r *Reader) answer(req request) (time.Duration, []byte) {
	switch req.code() {
	case 0x10FF, 0x11FF:
		return 0, frame(r.status)
	case 0x12FF:
		return 0, frame(0x90, r.cfg.ID[:]...)
	case 0x2001:
		return r.cfg.Find, r.find()
	case 0x2002:
		return r.cfg.Select, r.choose()
	case 0x3001, 0x3010:
		return r.cfg.Read, r.read(req.para == 0x10)
	case 0x3003:
		return r.cfg.Select, r.more()
	case 0x6000, 0x6001, 0x6002, 0x6003, 0x6004:
		r.cfg.Speed = [5]int{115200, 57600, 38400, 19200, 9600}[req.para]
		return 0, frame(0x90)
	}
	return 0, frame(0x21)
}

func (r *Reader) find() []byte {
	if r.card == nil || r.stage == done {
		return frame(0x80)
	}
	r.stage = found
	return frame(0x9F, 0, 0, 0, 0)
}

func (r *Reader) choose() []byte {
	if r.card == nil || r.stage != found {
		return frame(0x81)
	}
	r.stage = chosen
	return frame(0x90, 0, 0, 0, 0, 0, 0, 0, 0)
}

func (r *Reader) read(withFinger bool) []byte {
	if r.card == nil || r.stage != chosen {
		return frame(0x41)
	}
	r.stage = done
	r.say("read")
	head := []byte{1, 0, 4, 0}
	var finger []byte
	if withFinger {
		finger = make([]byte, max(0, r.finger))
		head = append(head, byte(len(finger)>>8), byte(len(finger)))
	}
	body := append(append(head, r.card.Text[:]...), r.card.Photo[:]...)
	return frame(0x90, append(body, finger...)...)
}

func (r *Reader) more() []byte {
	switch {
	case r.noMore:
		return frame(0x21)
	case r.card == nil || r.stage < chosen:
		return frame(0x41)
	case len(r.card.More) == 0:
		return frame(0x91)
	}
	var body []byte
	for _, text := range r.card.More {
		var page Card
		page.Put(0, 70, text)
		body = append(body, page.Text[:70]...)
	}
	return frame(0x90, body...)
}

func (r *Reader) say(line string) {
	if r.cfg.Say != nil {
		r.cfg.Say(line)
	}
}

func rest(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
