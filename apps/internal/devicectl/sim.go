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
	Name   string   `arg:"" optional:"" help:"The device's protocol, such as samv or escpos."`
	List   bool     `help:"List the simulated devices, each with the URL that opens it and what can be done at it, and stop."`
	Link   string   `type:"path" help:"Path of the serial line that is made: what a driver opens." placeholder:"PATH"`
	Listen string   `help:"Listen on HOST:PORT instead, for devices on the network." placeholder:"HOST:PORT"`
	Baud   int      `default:"-1" help:"Pace of the line; 0 is as fast as it goes, -1 the device's usual one."`
	Do     []string `sep:"none" help:"What a person does at the device as soon as it is there, such as 'card resident'; a scan waits until a driver listens, a key, note or coin until it is asked for (a minute at most), 'wait 2s' waits. May be repeated." placeholder:"WORDS"`
}

// Help says what can be done at each device.
func (*Sim) Help() string {
	var all strings.Builder
	all.WriteString("What can be done at a device, by --do or as lines of stdin:\n")
	for _, s := range sims.All() {
		fmt.Fprintf(&all, "\n%s: %s\n", s.Name, s.Acts())
	}
	return all.String()
}

// Run prints where the device is, then what happens to it. Lines of stdin are what a person does at it.
func (s *Sim) Run(ctx context.Context) error {
	if s.List {
		return s.list(os.Stdout)
	}
	sim, ok := sims.Find(s.Name)
	if !ok {
		return fmt.Errorf("%s. There are: %s", noSim(s.Name), strings.Join(names(), " "))
	}
	d := &acted{Device: sim.Make(func(line string) { fmt.Println(line) }), do: s.Do}
	defer d.running.Wait()
	go act(d.Device, os.Stdin)
	if s.Listen != "" || sim.Baud == 0 && s.Link == "" {
		return s.network(ctx, d)
	}
	return s.line(ctx, d, sim)
}

func noSim(name string) string {
	if name == "" {
		return "say which device"
	}
	if near := hardware.Nearest(name, names()); near != "" {
		return fmt.Sprintf("no simulated device %q, did you mean %q", name, near)
	}
	return fmt.Sprintf("no simulated device %q", name)
}

func names() []string {
	var all []string
	for _, s := range sims.All() {
		all = append(all, s.Name)
	}
	return all
}

// list lists one device, or all.
func (s *Sim) list(to io.Writer) error {
	for _, one := range sims.All() {
		if s.Name != "" && s.Name != one.Name {
			continue
		}
		at := "serial://PATH"
		if one.Baud == 0 {
			at = "tcp://HOST:PORT"
		}
		if _, err := fmt.Fprintf(to, "%-12s %-13s %s\n%26s %s\n", one.Name, one.Kind, fmt.Sprintf(one.Example, at), "", one.Acts()); err != nil {
			return err
		}
	}
	return nil
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

func (s *Sim) line(ctx context.Context, d *acted, sim sims.Sim) error {
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
	d.held = l.Held
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
