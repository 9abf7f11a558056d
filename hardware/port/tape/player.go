package tape

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"sync"

	"github.com/brighthall/brighthall/hardware/port"
)

// ErrOffTape is what a strict player answers when the driver does something else than it did on the tape.
var ErrOffTape = errors.New("not what is on the tape")

// Options of a Player; the zero value is strict and as fast as the driver asks.
type Options struct {
	// Lenient lets any write stand for what was written at its place, up to the next answer, whatever its bytes and
	// their count; what is written beyond the tape is dropped, and a port may be opened with other parameters.
	Lenient bool
	Pace    bool // answers come after the pauses they had on the tape
}

// Player plays a tape once. Its Open is a port.Opener.
type Player struct {
	opts Options

	mu    sync.Mutex
	parts []*part // not opened yet; guarded by mu
	open  []*part // guarded by mu
	wrong error   // the first deviation; guarded by mu
}

// NewPlayer plays a tape.
func NewPlayer(tape []Entry, o Options) *Player {
	return &Player{opts: o, parts: split(tape)}
}

// Open gives the port that was opened next on the tape.
func (p *Player) Open(_ context.Context, rawURL string) (port.Port, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.parts) == 0 {
		return nil, p.off("opened " + rawURL + ", the tape is at its end")
	}
	next := p.parts[0]
	if !p.opts.Lenient && next.at != "" && parameters(next.at) != parameters(rawURL) {
		return nil, p.off(fmt.Sprintf("opened %q, on the tape %q", rawURL, next.at))
	}
	p.parts, p.open = p.parts[1:], append(p.open, next)
	return &played{player: p, part: next, name: name(rawURL), moved: make(chan struct{}, 1), done: make(chan struct{})}, nil
}

// Err is how the driver first left the tape; nil when it never did.
func (p *Player) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.wrong
}

// Left is how many bytes of the tape were neither sent nor read.
func (p *Player) Left() (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.parts {
		n += s.left()
	}
	for _, s := range p.open {
		n += s.left()
	}
	return n
}

// off remembers the first deviation; p.mu is held.
func (p *Player) off(what string) error {
	err := fmt.Errorf("tape: %w: %s", ErrOffTape, what)
	if p.wrong == nil {
		p.wrong = err
	}
	return err
}

// parameters are what must be the same: the speed, not the name the line has on this machine.
func parameters(rawURL string) string {
	u, err := url.Parse(rawURL)
	if err != nil {
		return rawURL
	}
	return u.Scheme + "?" + u.Query().Encode()
}

func name(rawURL string) string {
	u, err := url.Parse(rawURL)
	if err != nil {
		return rawURL
	}
	u.RawQuery = ""
	return u.String()
}

// part is what passed between one opening of a port and the next.
type part struct {
	at   string
	out  []byte   // all that was sent
	in   []answer // in its order
	end  error    // port.ErrGone or ErrStalled, when the line was lost
	sent int      // of out, by now
	read int      // of in, by now
}

// answer is what came after so many bytes had been sent.
type answer struct {
	after int
	pause int64 // milliseconds since the entry before
	data  []byte
}

func split(tape []Entry) []*part {
	var all []*part
	last := int64(0)
	for _, e := range tape {
		if e.Dir == Opened || len(all) == 0 {
			all = append(all, &part{at: e.At})
		}
		s := all[len(all)-1]
		switch e.Dir {
		case Out:
			s.out = append(s.out, e.Hex...)
		case In:
			s.in = append(s.in, answer{len(s.out), max(0, e.T-last), e.Hex})
		case Gone:
			s.end = port.ErrGone
		case Stalled:
			s.end = port.ErrStalled
		}
		last = e.T
	}
	return all
}

func (s *part) left() int {
	n := len(s.out) - s.sent
	for _, a := range s.in[s.read:] {
		n += len(a.data)
	}
	return n
}

// next is the answer that can be read now.
func (s *part) next() *answer {
	if s.read < len(s.in) && s.in[s.read].after <= s.sent {
		return &s.in[s.read]
	}
	return nil
}

// over reports whether the line is lost by now.
func (s *part) over() bool { return s.end != nil && s.read == len(s.in) && s.sent == len(s.out) }

// run is the stretch between two answers in which the next byte to be sent lies.
func (s *part) run() (from, to int) {
	to = len(s.out)
	for _, a := range s.in {
		if a.after > s.sent {
			return from, a.after
		}
		from = a.after
	}
	return from, to
}

// write takes what the driver sends; what is wrong with it is told in words.
func (s *part) write(b []byte, lenient bool) (int, string, error) {
	if lenient {
		if s.over() {
			return 0, "", s.end
		}
		_, to := s.run()
		s.sent = min(s.sent+len(b), to)
		return len(b), "", nil
	}
	rest := s.out[s.sent:]
	n := min(len(b), len(rest))
	if !bytes.Equal(b[:n], rest[:n]) {
		return 0, fmt.Sprintf("sent %x, on the tape %x after %d bytes", b, rest[:min(len(rest), len(b)+8)], s.sent), nil
	}
	s.sent += n
	switch {
	case n == len(b):
		return n, "", nil
	case s.end != nil:
		return n, "", s.end
	}
	return n, fmt.Sprintf("sent %x, nothing more was sent on the tape", b[n:]), nil
}

// listen ends the run of lenient writes that were shorter than on the tape: the driver has begun to wait for the
// answer.
func (s *part) listen() {
	if from, to := s.run(); s.sent > from {
		s.sent = to
	}
}
