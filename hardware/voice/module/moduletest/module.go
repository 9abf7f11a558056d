package moduletest

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

// Type is what differs between the modules.
type Type struct {
	Checksum bool // XOR of all bytes before it ends a frame
	Limit    int  // most bytes after command and parameter
}

// Module is a virtual module. Set the fields before Serve.
type Module struct {
	Type Type
	Rune time.Duration // of speech for two bytes of text; 200 ms when 0
	Gap  time.Duration // a longer pause inside a frame loses it; 8 ms when 0
	// Apart is the shortest pause between two frames: one that begins sooner is lost, and twice as soon after the
	// module started or changed its speed. 8 ms when 0; less than 0: none, for a link on which pauses cannot be
	// measured.
	Apart time.Duration
	Baud  int          // of a paced link, whose bytes take their time; 0 for others
	OnSay func(string) // called with a text when it has been spoken to its end; may be nil
	// OnSpeak and OnCut are called with a text that begins, and with one that is cut off; may be nil. They must not ask
	// the module.
	OnSpeak, OnCut func(string)

	mu      sync.Mutex
	link    io.Writer
	said    []string
	cut     []string
	now     string    // being spoken
	turn    int       // counts speeches, so that an aborted one does not end
	quiet   time.Time // a frame that begins before is lost
	early   int       // so many were
	silent  bool
	garbage bool
	reject  int
	noAck   int
	noIdle  int
}

// Serve answers over the link until ctx ends or the link is gone, and closes it.
func (m *Module) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	stop := context.AfterFunc(ctx, func() { link.Close() })
	defer stop()
	m.mu.Lock()
	m.link = link
	m.mu.Unlock()
	in := parser{m: m}
	buf := make([]byte, 64)
	last := time.Now()
	for {
		n, err := link.Read(buf)
		began := time.Now().Add(-m.onWire(n))
		if began.Sub(last) > m.gap() {
			in.drop()
		}
		last = time.Now()
		in.feed(began, buf[:n])
		if err != nil {
			return err
		}
	}
}

// Said is every text spoken to its end.
func (m *Module) Said() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]string(nil), m.said...)
}

// Cut is every text that was aborted.
func (m *Module) Cut() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]string(nil), m.cut...)
}

// Speaking is the text being spoken, or empty.
func (m *Module) Speaking() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

// Act does a fault: "reset", "silent", "garbage", "well", "reject", "lose ack", "lose idle".
func (m *Module) Act(words string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	switch words {
	case "reset":
		m.abort()
		m.rest(2)
		m.send(0x4A)
	case "silent":
		m.silent = true
	case "garbage":
		m.garbage = true
	case "well":
		m.silent, m.garbage, m.reject, m.noAck, m.noIdle = false, false, 0, 0, 0
	case "reject":
		m.reject++
	case "lose ack":
		m.noAck++
	case "lose idle":
		m.noIdle++
	default:
		return fmt.Errorf("%q: reset, silent, garbage, well, reject, lose ack, lose idle", words)
	}
	return nil
}

func (m *Module) gap() time.Duration {
	if m.Gap == 0 {
		return 8 * time.Millisecond
	}
	return m.Gap
}

func (m *Module) onWire(bytes int) time.Duration {
	if m.Baud == 0 {
		return 0
	}
	return time.Duration(bytes) * 10 * time.Second / time.Duration(m.Baud)
}

// rest loses what begins sooner than so many pauses from now; mu is held.
func (m *Module) rest(pauses int) {
	apart := m.Apart
	if apart == 0 {
		apart = 8 * time.Millisecond
	}
	m.quiet = time.Now().Add(time.Duration(pauses) * apart)
}

// lost reports whether bytes that began at a time, at the beginning of a frame, came too soon. More of them then do
// too.
func (m *Module) lost(began time.Time) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.Apart < 0 || !began.Before(m.quiet) {
		return false
	}
	m.rest(1)
	m.early++
	return true
}

// Lost counts what came too soon after a frame.
func (m *Module) Lost() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.early
}

// send is called with mu held.
func (m *Module) send(b ...byte) {
	switch {
	case m.silent || m.link == nil:
		return
	case m.garbage:
		for i := range b {
			b[i] = 0x90 | b[i]>>3
		}
	}
	m.link.Write(b)
}

func (m *Module) abort() {
	m.turn++
	if m.now != "" {
		m.cut = append(m.cut, m.now)
		if m.OnCut != nil {
			m.OnCut(m.now)
		}
		m.now = ""
	}
}

// speak begins a text; mu is held.
func (m *Module) speak(text string, size int) {
	m.abort()
	m.now = text
	turn, each := m.turn, m.Rune
	if each == 0 {
		each = 200 * time.Millisecond
	}
	time.AfterFunc(time.Duration(size/2+1)*each, func() { m.finish(turn) })
	if m.OnSpeak != nil {
		m.OnSpeak(text)
	}
}

func (m *Module) finish(turn int) {
	m.mu.Lock()
	if turn != m.turn {
		m.mu.Unlock()
		return
	}
	text := m.now
	m.said, m.now = append(m.said, text), ""
	if m.noIdle > 0 {
		m.noIdle--
	} else {
		m.send(0x4F)
	}
	m.mu.Unlock()
	if m.OnSay != nil {
		m.OnSay(text)
	}
}
