package demohall

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/rack"
	"github.com/brighthall/brighthall/hardware/sims"
)

// machineNames are the simulated devices beside printer and scanner, by the name of their protocol.
var machineNames = []string{"samv", "onbon", "keys", "id003", "megatec", "syn6288"}

// MachineNews are told what happens to the machines, from their own goroutines.
type MachineNews struct {
	State func(machine string, s hardware.Status)
	Shows func(machine, text string) // on the glass, or what lies on it
	Frame func(Frame)
	Card  func(machine string, c hardware.IDCard, took time.Duration)
	Power func(machine string, p hardware.Power)
	Code  func(machine string, code hardware.Code)
	Score func(machine string, s hardware.Score)
	Cash  func(machine string, n hardware.CashNews)
}

// Machines are simulated devices on lines of their own and a rack that opens them by their drivers, so that whatever is done to them goes
// over the wire and comes back as the program would find it.
type Machines struct {
	Parts []boot.Part

	asks  chan struct{} // somebody is to rate
	calls chan hardware.Panel
	lines map[string]*porttest.Line
	sims  map[string]sims.Device
	rack  *rack.Rack

	mu    sync.Mutex
	news  MachineNews          // guarded by mu
	acted map[string]time.Time // guarded by mu: when something was last done at a machine
}

// NewMachines puts the machines on lines under dir. Where there are no pseudo terminals there are none.
func NewMachines(dir string, r all.Resources) (*Machines, error) {
	m := &Machines{lines: map[string]*porttest.Line{}, sims: map[string]sims.Device{}, asks: make(chan struct{}, 1), calls: make(chan hardware.Panel, 8), acted: map[string]time.Time{}}
	if runtime.GOOS != "linux" {
		return m, nil
	}
	urls := map[string]string{}
	for _, name := range machineNames {
		url, err := m.add(dir, name)
		if err != nil {
			return nil, err
		}
		urls[name] = url
	}
	var err error
	m.rack, err = rack.New(all.Registry(r), urls, rack.Options{Poll: time.Second, OnStatus: func(d rack.Device) { m.tell().State(d.Name, d.Status) }})
	if err != nil {
		return nil, err
	}
	m.Parts = append(m.Parts, boot.Part{Name: "machines", Run: m.rack.Run}, boot.Part{Name: "card reader", Run: m.readCards}, boot.Part{Name: "power", Run: m.watchPower},
		boot.Part{Name: "window screen", Run: m.showCalls}, boot.Part{Name: "evaluator", Run: m.askForScores}, boot.Part{Name: "cash", Run: m.takeCash})
	return m, nil
}

func (m *Machines) add(dir, name string) (url string, err error) {
	sim, ok := sims.Find(name)
	if !ok {
		return "", fmt.Errorf("no simulated device %q", name)
	}
	line, err := porttest.NewLine(dir, "tty-"+name, sim.Baud)
	if err != nil {
		return "", err
	}
	m.lines[name] = line
	m.sims[name] = sim.Make(func(words string) { m.tell().Shows(name, words) })
	m.Parts = append(m.Parts, boot.Part{Name: "virtual " + name, Run: func(ctx context.Context) error {
		return m.sims[name].Serve(ctx, tapped{ctx, line, func(sent bool, p []byte) { m.tell().Frame(Frame{time.Now(), name, sent, p}) }})
	}})
	return fmt.Sprintf(sim.Example, line.URL()), nil
}

// Listen sets who is told. Before that nobody is.
func (m *Machines) Listen(n MachineNews) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.news = n
}

// tell gives the listeners, each of them callable.
func (m *Machines) tell() MachineNews {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.news
	if n.State == nil {
		n = MachineNews{State: func(string, hardware.Status) {}, Shows: func(string, string) {}, Frame: func(Frame) {},
			Card: func(string, hardware.IDCard, time.Duration) {}, Power: func(string, hardware.Power) {}, Code: func(string, hardware.Code) {},
			Score: func(string, hardware.Score) {}, Cash: func(string, hardware.CashNews) {}}
	}
	return n
}

// Act does at a machine what a person could do there; the error says what it understands instead.
func (m *Machines) Act(machine, words string) error {
	d, ok := m.sims[machine]
	if !ok {
		return fmt.Errorf("no machine %q", machine)
	}
	m.mu.Lock()
	m.acted[machine] = time.Now()
	m.mu.Unlock()
	return d.Act(words)
}

// Unplug pulls a machine's plug, or puts it back.
func (m *Machines) Unplug(machine string, out bool) error {
	line, ok := m.lines[machine]
	switch {
	case !ok:
		return fmt.Errorf("no machine %q", machine)
	case out:
		line.Unplug()
		return nil
	}
	return line.Plug()
}

// Voice is the speech module, to be spoken with.
func (m *Machines) Voice() hardware.Voice { return m.rack.Voice("syn6288") }

// readCards reads one card after the other, as a kiosk would.
func (m *Machines) readCards(ctx context.Context) error {
	reader := m.rack.IDReader("samv")
	for ctx.Err() == nil {
		card, err := reader.Read(ctx)
		switch {
		case ctx.Err() != nil:
		case err != nil:
			m.trouble(ctx, "samv", err)
		default:
			m.tell().Card("samv", card, m.since("samv"))
			reader.Lifted(ctx) // until then nothing is read anyway
		}
	}
	return nil
}

// Ask has the evaluator prompt the visitor, if it does not already.
func (m *Machines) Ask() {
	select {
	case m.asks <- struct{}{}:
	default:
	}
}

// Call shows a call on the window screen, after those that wait.
func (m *Machines) Call(p hardware.Panel) {
	select {
	case m.calls <- p:
	default: // a screen that is away for long misses calls
	}
}

func (m *Machines) showCalls(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case p := <-m.calls:
			if err := m.rack.LED("onbon").Show(ctx, p); err != nil && ctx.Err() == nil {
				m.tell().Code("onbon", hardware.CodeOf(err))
			}
		}
	}
}

func (m *Machines) askForScores(ctx context.Context) error {
	for n := 1; ; n++ {
		select {
		case <-ctx.Done():
			return nil
		case <-m.asks:
		}
		s, err := m.rack.Evaluator("keys").Ask(ctx, hardware.Prompt{Ticket: fmt.Sprint("bench ", n), Number: "H023", Window: 3})
		switch {
		case ctx.Err() != nil:
		case err != nil:
			m.tell().Code("keys", hardware.CodeOf(err))
		default:
			m.tell().Score("keys", s)
		}
	}
}

// takeCash lets notes in whenever the acceptor is well, as a payment screen would.
func (m *Machines) takeCash(ctx context.Context) error {
	for n := 1; ctx.Err() == nil; n++ {
		err := m.rack.Cash("id003").Take(ctx, hardware.Intake{Payment: fmt.Sprint("bench ", n), Credit: func(hardware.Cash) error { return nil },
			Told: func(news hardware.CashNews) { m.tell().Cash("id003", news) }})
		if ctx.Err() == nil && err != nil {
			m.trouble(ctx, "id003", err)
		}
	}
	return nil
}

// since is how long ago something was last done at a machine.
func (m *Machines) since(machine string) time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return time.Since(m.acted[machine])
}

// watchPower reads the supply every second and tells what changed.
func (m *Machines) watchPower(ctx context.Context) error {
	var last hardware.Power
	for ctx.Err() == nil {
		p, err := m.rack.UPS("megatec").Power(ctx)
		if err == nil && (p.OnBattery != last.OnBattery || p.Low != last.Low || last.At.IsZero()) {
			m.tell().Power("megatec", p)
			last = p
		}
		rest(ctx, time.Second)
	}
	return nil
}

// trouble tells why nothing came and waits a little: the machine is away or ill.
func (m *Machines) trouble(ctx context.Context, machine string, err error) {
	if code := hardware.CodeOf(err); code != hardware.Missing {
		m.tell().Code(machine, code)
	}
	rest(ctx, time.Second)
}

func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// tapped is a machine's end of its line, with every byte shown.
type tapped struct {
	ctx context.Context
	*porttest.Line
	show func(sent bool, p []byte)
}

func (t tapped) Read(p []byte) (int, error) {
	n, err := t.ReadContext(t.ctx, p)
	if n > 0 {
		t.show(true, append([]byte(nil), p[:n]...))
	}
	return n, err
}

func (t tapped) Write(p []byte) (int, error) {
	t.show(false, append([]byte(nil), p...))
	return t.WriteContext(t.ctx, p)
}

func (t tapped) Close() error { return nil } // the line stays

var _ io.ReadWriteCloser = tapped{}
