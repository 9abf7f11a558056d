package module

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// What a module sends.
const (
	accepted = 0x41
	rejected = 0x45
	started  = 0x4A
	speaking = 0x4E
	idle     = 0x4F
)

var (
	errRejected = errors.New("the module rejected a frame")
	errReset    = errors.New("the module started anew")
)

// What a module needs between two frames (SYN6288 datasheet: more than 8 ms, more than 16 ms after it woke), and a
// little for the clocks. A frame that begins sooner is lost.
const (
	apart   = 10 * time.Millisecond
	waking  = 20 * time.Millisecond // after 4A
	resting = 2 * time.Millisecond  // after 4F: about 1 ms
)

// line talks to a module. One goroutine at a time.
type line struct {
	port  port.Port
	waits Waits
	baud  int // 0: a fast line
	came  []byte
	buf   [32]byte
	wrong int       // bytes came since the last frame that no module sends
	free  time.Time // the next frame may begin then
}

// accepted sends a frame until it is accepted, at most twice.
func (l *line) accepted(ctx context.Context, frame []byte) error {
	l.forget()
	var err error
	for range 2 {
		if err = l.write(ctx, frame); err != nil {
			return err
		}
		var b byte
		if b, err = l.await(ctx, l.onWire(frame)+l.waits.Ack, accepted, rejected); err == nil {
			if b == rejected {
				return errRejected
			}
			return nil
		}
		if code := hardware.CodeOf(err); code != Silent && code != hardware.Garbled {
			return err
		}
	}
	return err
}

// spoken waits for the end of speech.
func (l *line) spoken(ctx context.Context, query []byte, runes int) error {
	until := time.Now().Add(2 * (time.Duration(runes)*l.waits.Rune + l.waits.Rest))
	var b byte
	var err error
	for missed := 0; missed < 3; {
		b, err = l.await(ctx, l.waits.Poll, idle, started)
		if err == nil {
			return ended(b)
		}
		if code := hardware.CodeOf(err); code != Silent && code != hardware.Garbled {
			return err
		}
		if b, err = l.ask(ctx, query); err == nil && b != speaking {
			l.settle(ctx)
			return ended(b)
		}
		if code := hardware.CodeOf(err); err != nil && code != Silent && code != hardware.Garbled {
			return err
		}
		missed++
		if err == nil && time.Now().Before(until) {
			missed = 0
		}
	}
	if hardware.CodeOf(err) == hardware.Garbled {
		return err
	}
	return hardware.E("module.Say", Silent, "accepted, and the end of speech never came")
}

func ended(b byte) error {
	if b == started {
		return errReset
	}
	return nil
}

// settle lets an answer that is still under way arrive, so that it is not taken for the next's.
func (l *line) settle(ctx context.Context) {
	l.await(ctx, 50*time.Millisecond)
	l.forget()
}

// greet asks for the state, twice if need be.
func (l *line) greet(ctx context.Context, query []byte) error {
	l.forget()
	_, err := l.ask(ctx, query)
	if code := hardware.CodeOf(err); code == Silent || code == hardware.Garbled {
		_, err = l.ask(ctx, query)
	}
	return err
}

func (l *line) ask(ctx context.Context, query []byte) (byte, error) {
	if err := l.write(ctx, query); err != nil {
		return 0, err
	}
	return l.await(ctx, l.onWire(query)+l.waits.Ack, idle, speaking, started)
}

// write sends a whole frame also when ctx ends meanwhile: a port gives up a line whose write was cut off, and then the
// module could not be told to stop. A frame is short, and the port itself notices a stall.
func (l *line) write(ctx context.Context, frame []byte) error {
	if err := l.hold(ctx); err != nil {
		return err
	}
	l.wrong = 0
	_, err := l.port.Write(context.WithoutCancel(ctx), frame)
	l.rest(l.onWire(frame) + apart) // the system took it, but its last bit is not out yet
	return fault(ctx, err)
}

// hold waits until the next frame may begin.
func (l *line) hold(ctx context.Context) error {
	t := time.NewTimer(time.Until(l.free))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// rest lets no frame begin for d from now.
func (l *line) rest(d time.Duration) {
	if until := time.Now().Add(d); until.After(l.free) {
		l.free = until
	}
}

func (l *line) onWire(frame []byte) time.Duration {
	if l.baud == 0 {
		return 0
	}
	return time.Duration(len(frame)) * 10 * time.Second / time.Duration(l.baud)
}

// note takes what a byte means for the next frame.
func (l *line) note(b byte) {
	switch b {
	case started:
		l.rest(waking)
	case idle:
		l.rest(resting)
	}
	if !said(b) {
		l.wrong++
	}
}

// said reports whether a byte is one of a module's.
func said(b byte) bool {
	return b == accepted || b == rejected || b == started || b == speaking || b == idle
}

// await reads until one of the wanted bytes has come. Other bytes of a module are passed over.
func (l *line) await(ctx context.Context, d time.Duration, wanted ...byte) (byte, error) {
	within, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	for {
		for len(l.came) > 0 {
			b := l.came[0]
			l.came = l.came[1:]
			l.note(b)
			if slices.Contains(wanted, b) {
				return l.believed(b)
			}
		}
		if within.Err() != nil {
			return 0, l.nothing(ctx)
		}
		n, err := l.port.Read(within, l.buf[:])
		if n == 0 && within.Err() == nil {
			return 0, fault(ctx, err)
		}
		l.came = l.buf[:n]
	}
}

// muddle is how many bytes that no module sends make a line of noise, in which every answer is by chance.
const muddle = 4

// believed is b, unless it stands in noise. That a frame was rejected is said of frames that were understood: then no
// other byte is near.
func (l *line) believed(b byte) (byte, error) {
	wrong := l.wrong
	for _, c := range l.came { // what came with it tells as much
		if !said(c) {
			wrong++
		}
	}
	if wrong >= muddle || b == rejected && wrong > 0 {
		return 0, hardware.E("module.await", hardware.Garbled)
	}
	return b, nil
}

// nothing tells silence from nonsense.
func (l *line) nothing(ctx context.Context) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case l.wrong > 0:
		return hardware.E("module.await", hardware.Garbled)
	}
	return hardware.E("module.await", Silent)
}

// forget drops what came before the question.
func (l *line) forget() {
	l.came, l.wrong = nil, 0
	l.port.Flush() // an unplugged line says so at the write
}

func fault(ctx context.Context, err error) error {
	const op = "module"
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, port.ErrGone), errors.Is(err, port.ErrClosed):
		return hardware.E(op, hardware.Missing, err)
	case errors.Is(err, port.ErrStalled):
		return hardware.E(op, hardware.Stalled, err)
	}
	return hardware.E(op, hardware.Failed, err)
}
