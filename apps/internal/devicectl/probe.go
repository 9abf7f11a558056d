package devicectl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/brighthall/brighthall/assets/fonts"
	"github.com/brighthall/brighthall/assets/sounds"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
)

// Devices are the commands about devices.
type Devices struct {
	Probe   Probe   `cmd:"" help:"Open a device, ask what it is and use it once."`
	Drivers Drivers `cmd:"" help:"List the protocols, each with a URL that works."`
	Test    Test    `cmd:"" help:"Self-test before opening: print, read, say, and look at clock, disk and displays."`
	Survey  Survey  `cmd:"" help:"What a hall already has: ports, USB, printers, displays, and a list by hand; what joins directly, by the gateway, or not."`
	Record  Record  `cmd:"" help:"Record a session on a real port to a file."`
	Replay  Replay  `cmd:"" help:"Play a recorded session to a driver."`
	Invite  Invite  `cmd:"" help:"Let a vendor's adapter join the device gateway; prints his token alone."`
	Conform Conform `cmd:"" help:"Check a vendor's adapter for the device gateway, rule by rule."`
	Adapter Adapter `cmd:"" help:"Join an old queue machine to the device gateway by a template of its frames."`
}

// Probe opens the device at a URL, identifies it, performs its main function once and prints what happened. It exits with an error when
// the device did not do it.
type Probe struct {
	URL  string        `arg:"" help:"The device, such as 'escpos+serial:///dev/ttyS1?baud=115200&profile=80mm'."`
	What string        `arg:"" optional:"" help:"What to do with it: a PNG to print, a text to say or show. Nothing: read one card, code or key, or ask its state."`
	JSON bool          `name:"json" help:"Print JSON, one object."`
	Wait time.Duration `default:"30s" help:"How long a card, a code or a key may take to come."`
}

// Report is what a probe found. Result is of the device's kind: a card, a code, how a printout ended.
type Report struct {
	URL    string        `json:"url"`
	Kind   hardware.Kind `json:"kind,omitempty"`
	Driver string        `json:"driver,omitempty"`
	Model  string        `json:"model,omitempty"`
	Where  string        `json:"where,omitempty"`
	Status *Status       `json:"status,omitempty"` // when the device can be asked
	Did    string        `json:"did,omitempty"`    // printed, scanned, read, said, shown, asked
	Result any           `json:"result,omitempty"`
	OpenMS int64         `json:"open_ms"`
	UseMS  int64         `json:"use_ms"`
	OK     bool          `json:"ok"`
	Code   hardware.Code `json:"code,omitempty"` // of the fault
	Error  string        `json:"error,omitempty"`
}

// Status is a device's state as the probe prints it.
type Status struct {
	State   hardware.State `json:"state"`
	Code    hardware.Code  `json:"code,omitempty"`
	Pending string         `json:"pending,omitempty"`
	Left    int            `json:"left,omitempty"` // slips, about, of a roll near its end
	Detail  string         `json:"detail,omitempty"`
}

// Run probes and prints.
func (p *Probe) Run(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, p.Wait)
	defer cancel()
	r := Report{URL: p.URL}
	err := p.probe(ctx, &r)
	r.OK = err == nil
	if err != nil {
		r.Code, r.Error = hardware.CodeOf(err), err.Error()
	}
	p.print(r)
	if err != nil {
		return errProbe // the report has said why
	}
	return nil
}

// errProbe is the exit code's reason.
var errProbe = errors.New("the device did not do it")

func (p *Probe) probe(ctx context.Context, r *Report) error {
	began := time.Now()
	d, err := Registry().Open(ctx, p.URL)
	r.OpenMS = time.Since(began).Milliseconds()
	if err != nil {
		return err
	}
	defer d.Close()
	info := d.Info()
	r.Kind, r.Driver, r.Model, r.Where = info.Kind, info.Driver, info.Model, info.Where
	if a, ok := d.(interface {
		Status(context.Context) (hardware.Status, error)
	}); ok {
		s, err := a.Status(ctx)
		r.Status = &Status{s.State, s.Code, s.Pending, s.SlipsLeft, s.Detail}
		if err != nil {
			return err
		}
	}
	began = time.Now()
	defer func() { r.UseMS = time.Since(began).Milliseconds() }()
	return use(ctx, d, p.What, r)
}

func (p *Probe) print(r Report) {
	if p.JSON {
		text := json.NewEncoder(os.Stdout)
		text.SetEscapeHTML(false)
		text.SetIndent("", "  ")
		_ = text.Encode(r) // of plain words; nobody to tell when stdout is gone
		return
	}
	fmt.Printf("%s %s %s at %s\n", r.Kind, r.Driver, r.Model, r.Where)
	if r.Status != nil {
		fmt.Printf("state %s %s\n", r.Status.State, r.Status.Code)
		if r.Status.Left > 0 {
			fmt.Printf("about %d slips left\n", r.Status.Left)
		}
	}
	if r.OK {
		fmt.Printf("%s: %v (%d ms)\n", r.Did, r.Result, r.UseMS)
		return
	}
	fmt.Printf("failed: %s\n%s\n", r.Code, r.Error)
}

// Registry is all drivers, with the fonts and sounds of the product.
func Registry() *hardware.Registry {
	return all.Registry(all.Resources{Regular: fonts.Regular, Bold: fonts.Bold, Sounds: sounds.Voice()})
}

// Drivers lists what can be opened.
type Drivers struct{}

// Run prints one driver a line.
func (Drivers) Run() error {
	for _, d := range Registry().Drivers() {
		fmt.Printf("%-10s %-10s %s\n", d.Kind, d.Name, d.Example)
	}
	return nil
}

// errNothing is told when a command needs words or a file and got none.
func errNothing(what string) error {
	return hardware.E("probe", hardware.BadConfig, "say "+what)
}
