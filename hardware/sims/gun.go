package sims

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"

	"github.com/brighthall/brighthall/hardware/scanner/serialscan/serialscantest"
)

// gun is the plain serial scanner: it only talks.
type gun struct {
	say func(string)

	mu      sync.Mutex
	scanner serialscantest.Scanner // its Link is nil while nobody is connected; guarded by mu
}

func newGun(say func(string)) Device { return &gun{say: say} }

// Serve implements Device. Whatever comes means nothing to it.
func (g *gun) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	defer context.AfterFunc(ctx, func() { link.Close() })()
	g.connect(contextual{link})
	defer g.connect(nil)
	_, err := io.Copy(io.Discard, struct{ io.Reader }{link})
	return errors.Join(ctx.Err(), err)
}

func (g *gun) connect(l serialscantest.Link) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.scanner.Link = l
}

// Act implements Device.
func (g *gun) Act(words string) error {
	verb, what, _ := strings.Cut(words, " ")
	g.mu.Lock()
	defer g.mu.Unlock()
	endings := map[string]string{"cr": "\r", "lf": "\n", "crlf": "\r\n", "tab": "\t", "etx": "\x03", "none": serialscantest.None}
	switch {
	case verb == "scan" && what != "":
		g.say("read " + what)
		return g.send(func() error { return g.scanner.Point(context.Background(), what) })
	case words == "noise":
		return g.send(func() error { return g.scanner.Send(context.Background(), []byte{0xFF, 0x80, 0x06, 0xF8, 0x16}) })
	case verb == "ending" && endings[what] != "":
		g.scanner.Suffix = endings[what]
	case verb == "prefix" && what != "":
		g.scanner.Prefix = strings.TrimPrefix(what, "none")
	default:
		return errors.New("say: scan CODE · ending cr|lf|crlf|tab|etx|none · prefix TEXT|none · noise")
	}
	return nil
}

// send needs somebody who listens; the caller holds mu.
func (g *gun) send(how func() error) error {
	if g.scanner.Link == nil {
		return errors.New("sims: nobody is connected to the scanner")
	}
	return how()
}
