package devicectl

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/sims"
)

// Sim runs one simulated device until it is interrupted.
type Sim struct {
	Name   string `arg:"" help:"The device's protocol, such as samv or escpos."`
	Link   string `type:"path" help:"Path of the serial line that is made: what a driver opens." placeholder:"PATH"`
	Listen string `help:"Listen on HOST:PORT instead, for devices on the network." placeholder:"HOST:PORT"`
	Baud   int    `default:"-1" help:"Pace of the line; 0 is as fast as it goes, -1 the device's usual one."`
}

// Run prints where the device is, then what happens to it. Lines of stdin are what a person does at it.
func (s *Sim) Run(ctx context.Context) error {
	sim, ok := sims.Find(s.Name)
	if !ok {
		return fmt.Errorf("no simulated device %q, did you mean %q? There are: %s", s.Name, hardware.Nearest(s.Name, names()), strings.Join(names(), " "))
	}
	device := sim.Make(func(line string) { fmt.Println(line) })
	go act(device, os.Stdin)
	if s.Listen != "" || sim.Baud == 0 && s.Link == "" {
		return s.network(ctx, device)
	}
	return s.line(ctx, device, sim)
}

func names() []string {
	var all []string
	for _, s := range sims.All() {
		all = append(all, s.Name)
	}
	return all
}

// act carries out what a person types; without a person nothing comes.
func act(d sims.Device, from io.Reader) {
	for lines := bufio.NewScanner(from); lines.Scan(); {
		if words := strings.TrimSpace(lines.Text()); words != "" {
			if err := d.Act(words); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
	}
}

func (s *Sim) line(ctx context.Context, d sims.Device, sim sims.Sim) error {
	if s.Link == "" {
		return errors.New("say where the line should be: --link PATH")
	}
	baud := s.Baud
	if baud < 0 {
		baud = sim.Baud
	}
	l, err := porttest.NewLine(filepath.Dir(s.Link), filepath.Base(s.Link), baud)
	if err != nil {
		return err
	}
	defer os.Remove(s.Link)
	defer l.Close()
	fmt.Println(s.Link)
	for ctx.Err() == nil {
		if err := d.Serve(ctx, wire{ctx, l}); err != nil && ctx.Err() == nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
	return nil
}

// wire is a line as a plain stream that ends with ctx.
type wire struct {
	ctx context.Context
	*porttest.Line
}

func (w wire) Read(p []byte) (int, error)  { return w.ReadContext(w.ctx, p) }
func (w wire) Write(p []byte) (int, error) { return w.WriteContext(w.ctx, p) }
func (w wire) Close() error                { return nil } // the line stays for the next driver

func (s *Sim) network(ctx context.Context, d sims.Device) error {
	if s.Listen == "" {
		s.Listen = "127.0.0.1:0"
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", s.Listen)
	if err != nil {
		return err
	}
	defer context.AfterFunc(ctx, func() { l.Close() })()
	fmt.Println(l.Addr())
	for {
		c, err := l.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		hangUp := context.AfterFunc(ctx, func() { c.Close() })
		_ = d.Serve(ctx, c) // a driver that hangs up is the usual end
		hangUp()
		c.Close()
	}
}
