package devicectl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/brighthall/brighthall/apps/internal/bridge"
	"github.com/brighthall/brighthall/assets/fonts"
	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/assets/sounds"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
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

// Probe opens the device at a URL, identifies it, performs its main function once and prints what happened. It exits
// with an error when the device did not do it, or when nobody can know.
type Probe struct {
	URL      string        `arg:"" help:"The device, such as 'escpos+serial:///dev/ttyS1?baud=115200&profile=80mm'."`
	What     string        `arg:"" optional:"" help:"What to do with it: a PNG to print, a text to say or show. Nothing: print a test slip or page, call A001 to window 1, show A001, read one card, code or key, or ask its state."`
	JSON     bool          `name:"json" help:"Print JSON, one object."`
	Wait     time.Duration `default:"30s" help:"How long a card, a code or a key may take to come."`
	Hold     time.Duration `default:"3s" help:"How long a text stays on a window screen before the probe lets the screen go, which makes it dark."`
	Language string        `enum:"zh-CN,en" default:"zh-CN" help:"Of what the probe says."`

	now func() time.Time // of the job that is printed; nil: time.Now
}

// job names what is printed.
func (p *Probe) job() string { return fmt.Sprint("probe ", p.clock().Unix()) }

func (p *Probe) clock() time.Time {
	if p.now == nil {
		return time.Now()
	}
	return p.now()
}

// Report is what a probe found. Result is of the device's kind: a card, a code, how a printout ended.
type Report struct {
	URL     string        `json:"url"`
	Kind    hardware.Kind `json:"kind,omitempty"`
	Driver  string        `json:"driver,omitempty"`
	Maker   string        `json:"maker,omitempty"`   // as the device said itself
	Model   string        `json:"model,omitempty"`   // the same
	Profile string        `json:"profile,omitempty"` // the model's data that it is driven by: the settings' word, not the device's
	Where   string        `json:"where,omitempty"`
	Baud    int           `json:"baud,omitempty"`   // of a serial line: the one that was found, or the URL's
	Status  *Status       `json:"status,omitempty"` // when the device can be asked
	Did     string        `json:"did,omitempty"`    // printed, scanned, read, said, shown, asked
	Result  any           `json:"result,omitempty"`
	OpenMS  int64         `json:"open_ms"`
	UseMS   int64         `json:"use_ms"`
	OK      bool          `json:"ok"`
	Code    hardware.Code `json:"code,omitempty"`  // of the fault
	Says    string        `json:"says,omitempty"`  // what went wrong and what to do, for a person
	Error   string        `json:"error,omitempty"` // for the log

	sent bool // to a printer: something of the slip or page
}

// Status is a device's state as the probe prints it.
type Status struct {
	State   hardware.State `json:"state"`
	Code    hardware.Code  `json:"code,omitempty"`
	Since   time.Time      `json:"since,omitzero"`
	Pending string         `json:"pending,omitempty"`
	Left    int            `json:"left,omitempty"` // slips, about, of a roll near its end
	Detail  string         `json:"detail,omitempty"`
}

// Run probes and prints.
func (p *Probe) Run(ctx context.Context) error {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		return err
	}
	r := Report{URL: p.URL}
	err = p.probe(ctx, &r)
	r.ended(err, p.Wait, book, hall.Language(p.Language))
	r.print(p.JSON, teller{book, hall.Language(p.Language)})
	if err != nil {
		return errProbe // the report has said why
	}
	return nil
}

// errProbe is the exit code's reason.
var errProbe = errors.New("the device did not do it")

// probe opens and uses the device. Wait is for both; what is shown is held afterwards.
func (p *Probe) probe(ctx context.Context, r *Report) error {
	within, cancel := ctx, context.CancelFunc(func() {})
	if p.Wait > 0 {
		within, cancel = context.WithTimeout(ctx, p.Wait)
	}
	defer cancel()
	drivers := Registry()
	at, done, err := scratch(drivers, p.URL)
	if err != nil {
		return err
	}
	defer done()
	began := time.Now()
	d, err := drivers.Open(within, at)
	r.OpenMS = time.Since(began).Milliseconds()
	if err != nil {
		return inTime(within, err)
	}
	defer d.Close()
	if err = r.identify(within, d, at); err == nil {
		began = time.Now()
		err = r.useOnce(within, d, p)
		r.UseMS = time.Since(began).Milliseconds()
	}
	if err == nil && r.Did == "shown" {
		hold(ctx, p.Hold)
	}
	return inTime(within, err)
}

// identify asks the device who and how it is.
func (r *Report) identify(ctx context.Context, d hardware.Device, at string) error {
	info := d.Info()
	r.Kind, r.Driver, r.Model, r.Profile, r.Where, r.Baud = info.Kind, info.Driver, info.Model, info.Profile, info.Where, baud(d, at)
	if err := r.ask(ctx, d); err != nil {
		return err
	}
	who, ok := d.(hardware.Identifier)
	if !ok {
		return nil
	}
	i, err := who.Identify(ctx)
	if i != (hardware.Identity{}) {
		r.Maker, r.Model = i.Maker, i.Model
	}
	return err
}

// asked is a device that tells its state.
type asked interface {
	Status(context.Context) (hardware.Status, error)
}

// ask writes down how the device is, when it can be asked.
func (r *Report) ask(ctx context.Context, d hardware.Device) error {
	a, ok := d.(asked)
	if !ok {
		return nil
	}
	s, err := a.Status(ctx)
	r.Status = &Status{s.State, s.Code.On(r.URL), s.Since, s.Pending, s.SlipsLeft, s.Detail}
	return err
}

// baud is the speed that the driver found, or the one that the URL says.
func baud(d hardware.Device, at string) int {
	if found, ok := d.(interface{ Baud() int }); ok && found.Baud() > 0 {
		return found.Baud()
	}
	u, err := url.Parse(at)
	if err != nil {
		return 0
	}
	n, _ := strconv.Atoi(u.Query().Get("baud"))
	return n
}

// errTime: nothing came as long as it was waited for.
var errTime = errors.New("the time was up")

// inTime gives every wait that was too long one code, whatever the driver makes of its context's end.
func inTime(within context.Context, err error) error {
	if err == nil || !errors.Is(within.Err(), context.DeadlineExceeded) {
		return err
	}
	if code := hardware.CodeOf(err); code == hardware.Canceled || code == hardware.Failed && errors.Is(err, context.DeadlineExceeded) {
		return hardware.E("probe", hardware.Canceled, errTime)
	}
	return err
}

// hold lets people look at a screen.
func hold(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// ended writes down how it ended, in words too.
func (r *Report) ended(err error, wait time.Duration, b *lang.Book, in hall.Language) {
	r.OK = err == nil
	if err == nil {
		return
	}
	r.Code, r.Error = hardware.CodeOf(err).On(r.URL), err.Error()
	var says []string
	switch {
	case errors.Is(err, errComposes):
		says = append(says, b.Say(in, "probe.composes"))
	case r.Code != hardware.Canceled || !errors.Is(err, errTime):
		told := bridge.Explain(b, in, r.Code)
		says = append(says, told.Staff, told.Runbook)
	}
	if errors.Is(err, errTime) {
		says = append(says, r.none(b, in, wait))
	}
	r.Says = strings.TrimSpace(strings.Join(says, " "))
}

// none says that nothing came, and what can be done about it.
func (r *Report) none(b *lang.Book, in hall.Language, wait time.Duration) string {
	key := "probe.none." + string(r.Kind)
	switch prints := r.Kind == hardware.KindPrinter || r.Kind == hardware.KindPage; {
	case prints && !r.sent:
		key = "probe.none.unsent"
	case !b.Has(key):
		key = "probe.none"
	}
	return b.Say(in, key, "seconds", strconv.FormatFloat(wait.Seconds(), 'g', 3, 64))
}

func (r Report) print(asJSON bool, t teller) {
	if asJSON {
		text := json.NewEncoder(os.Stdout)
		text.SetEscapeHTML(false)
		text.SetIndent("", "  ")
		_ = text.Encode(r) // of plain words; nobody to tell when stdout is gone
		return
	}
	fmt.Println(strings.Join(r.words(t), "\n"))
}

// words are what the probe found, for a person.
func (r Report) words(t teller) []string {
	lines := []string{r.who()}
	if r.Status != nil {
		lines = append(lines, t.say("probe.state."+string(r.Status.State)))
		if r.Status.Code != "" {
			lines = append(lines, t.value("code", string(r.Status.Code)))
		}
		if r.Status.Left > 0 {
			lines = append(lines, t.say("probe.left", "n", r.Status.Left))
		}
	}
	if r.OK {
		lines = append(lines, t.say("probe.did."+r.Did, "ms", r.UseMS))
	} else {
		lines = append(lines, t.say("probe.failed", "code", r.Code), r.Says, r.Error)
	}
	return slices.DeleteFunc(append(lines, t.result(r.Result)...), func(l string) bool { return l == "" })
}

// who is the device in a line: what the settings say of it is in brackets.
func (r Report) who() string {
	if r.Kind == "" {
		return r.URL // it was not opened
	}
	words := []string{string(r.Kind), r.Driver, r.Maker, r.Model}
	if r.Profile != "" {
		words = append(words, "("+r.Profile+")")
	}
	words = append(words, "at", r.Where)
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
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
