package sims

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/printer/escpos/escpostest"
)

func printers() []Sim {
	return []Sim{{Name: "escpos", Kind: hardware.KindPrinter, Baud: 115200, Example: "escpos+%s?baud=115200&profile=80mm", Make: newPrinter}}
}

// paperPrinter is the virtual ticket printer; it keeps the last ticket for "save".
type paperPrinter struct {
	*escpostest.Printer
	mu   sync.Mutex
	n    int
	last image.Image // guarded by mu
}

func newPrinter(say func(string)) Device {
	p := &paperPrinter{}
	p.Printer = escpostest.New(escpostest.Config{ROM: "gb18030", Graphics: true, FirmwareQR: true, Maker: "BRIGHTHALL", Model: "SIM-80", OnTicket: func(t escpostest.Ticket) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.n++
		p.last = t.Image
		say(fmt.Sprintf("ticket %d, %d rows", p.n, t.Image.Bounds().Dy()))
		for _, l := range t.Lines {
			say("  " + l.String())
		}
	}})
	return p
}

// Serve implements Device.
func (p *paperPrinter) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	return p.Printer.Serve(ctx, contextual{link})
}

// Act implements Device.
func (p *paperPrinter) Act(words string) error {
	verb, what, _ := strings.Cut(words, " ")
	switch verb {
	case "save":
		return p.save(what)
	case "paper":
		p.SetPaper(what != "out")
	case "near":
		p.SetNearEnd(what != "off")
	case "cover":
		p.SetCover(what != "closed")
	case "jam":
		p.SetJam(what != "off")
	case "hot":
		p.SetHot(what != "off")
	case "broken":
		p.SetBroken(what != "off")
	case "stall":
		p.SetStall(what != "off")
	case "silent":
		p.SetSilent(what != "off")
	case "late":
		return p.late(what)
	case "confirm":
		p.SetMute(what == "off")
	case "drawer":
		return p.drawer(what)
	case "power":
		p.SetPower(what != "off")
	default:
		return errors.New("say: save FILE.png · paper in|out · near on|off · cover open|closed · jam on|off · hot on|off · broken on|off · stall on|off · silent on|off · late DURATION|off · confirm on|off · power on|off · drawer shut|locked|unlocked")
	}
	return nil
}

func (p *paperPrinter) late(what string) error {
	if what == "off" {
		what = "0s"
	}
	d, err := time.ParseDuration(what)
	if err != nil || d < 0 {
		return errors.New("say: late DURATION, such as 1200ms, or late off")
	}
	p.SetLate(d)
	return nil
}

func (p *paperPrinter) drawer(what string) error {
	switch what {
	case "shut":
		p.ShutDrawer()
	case "locked", "unlocked":
		p.LockDrawer(what == "locked")
	default:
		return errors.New("say: drawer shut|locked|unlocked")
	}
	return nil
}

func (p *paperPrinter) save(file string) error {
	p.mu.Lock()
	last := p.last
	p.mu.Unlock()
	if last == nil {
		return errors.New("nothing was printed yet")
	}
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(f, last), f.Close())
}

// contextual gives a link the methods that the older simulators take; whoever ends ctx closes the link.
type contextual struct{ io.ReadWriteCloser }

func (c contextual) ReadContext(_ context.Context, p []byte) (int, error)  { return c.Read(p) }
func (c contextual) WriteContext(_ context.Context, p []byte) (int, error) { return c.Write(p) }
