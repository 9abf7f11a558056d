package serialscantest

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Gun is a virtual scanner that runs by itself on whatever cable it is served and does what it is told in words. New
// makes one.
type Gun struct {
	say func(string)

	mu      sync.Mutex
	link    io.Writer // guarded by mu, as all below
	scanner Scanner
	gbk     bool
	off     bool
}

// New makes a gun as it comes from the box: UTF-8, no prefix, CR. It says one line for every code; say may be nil.
func New(say func(string)) *Gun {
	if say == nil {
		say = func(string) {}
	}
	g := &Gun{say: say}
	g.scanner.Link = (*cable)(g)
	return g
}

// cable is the gun's end of the line it is served; its caller holds mu.
type cable Gun

func (c *cable) WriteContext(_ context.Context, p []byte) (int, error) {
	if c.link == nil {
		return 0, errors.New("serialscantest: nobody is connected")
	}
	return c.link.Write(p)
}

// Serve sends over the link until ctx ends or the link is gone. It hears nothing.
func (g *Gun) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	defer context.AfterFunc(ctx, func() { link.Close() })()
	g.plug(link)
	defer g.plug(nil)
	for buf := make([]byte, 64); ; {
		if _, err := link.Read(buf); err != nil {
			return errors.Join(ctx.Err(), err)
		}
	}
}

func (g *Gun) plug(link io.Writer) { g.mu.Lock(); defer g.mu.Unlock(); g.link = link }

// Point reads a code; without power nothing happens.
func (g *Gun) Point(code string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.off {
		return nil
	}
	g.say("read " + code)
	if g.gbk {
		var err error
		if code, err = simplifiedchinese.GBK.NewEncoder().String(code); err != nil {
			return err
		}
	}
	return g.scanner.Point(context.Background(), code)
}

// Send sends raw bytes.
func (g *Gun) Send(b []byte) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.scanner.Send(context.Background(), b)
}

// Act does what a person at the scanner could do.
func (g *Gun) Act(words string) error {
	verb, what, _ := strings.Cut(words, " ")
	switch {
	case verb == "scan" && what != "":
		return g.Point(what)
	case words == "noise":
		return g.Send([]byte{0xFF, 0x80, 0xF8, 0x02, 0x00, 0xC0})
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	endings := map[string]string{"cr": "\r", "lf": "\n", "crlf": "\r\n", "tab": "\t", "etx": "\x03", "none": None}
	switch ending, known := endings[what]; {
	case verb == "ending" && known:
		g.scanner.Suffix = ending
	case words == "prefix":
		g.scanner.Prefix = ""
	case verb == "prefix":
		g.scanner.Prefix = what
	case words == "charset gbk", words == "charset utf8":
		g.gbk = what == "gbk"
	case words == "power on", words == "power off":
		g.off = what == "off"
	default:
		return errors.New("say: scan CODE · ending cr|lf|crlf|tab|etx|none · prefix [SIGNS] · charset gbk|utf8 · power on|off · noise")
	}
	return nil
}
