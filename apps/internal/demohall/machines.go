package demohall

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"sync"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/rack"
	"github.com/brighthall/brighthall/hardware/sims"
)

// Place is the program whose settings name a machine, and which therefore holds its line.
type Place string

// The places.
const (
	AtKiosk   Place = "kiosk"
	AtCounter Place = "counter"
	AtBench   Place = "bench" // no program has work for it yet; the bench's own rack does
)

// seats are the simulated devices beside printer and scanner, by the name of their protocol, and their names in the
// rack that opens them.
var seats = []struct {
	protocol string
	at       Place
	name     string
}{
	{"samv", AtKiosk, "id_reader"},
	{"megatec", AtKiosk, "ups"},
	{"onbon", AtCounter, "led"},
	{"keys", AtCounter, "evaluator"},
	{"id003", AtBench, "id003"},
	{"cctalk", AtBench, "cctalk"},
	{"page", AtBench, "page"},
	{"syn6288", AtBench, "syn6288"},
}

// PlaceOf is where a machine hangs.
func PlaceOf(machine string) Place {
	for _, s := range seats {
		if s.protocol == machine {
			return s.at
		}
	}
	return ""
}

// MachineNews are told what happens to the machines, from their own goroutines.
type MachineNews struct {
	State func(machine string, s hardware.Status) // as the program that holds it finds it
	Shows func(machine, text string)              // on the glass, or what lies on it
	Frame func(Frame)
	Card  func(machine string, c hardware.IDCard, took time.Duration)
	Power func(machine string, p hardware.Power)
	Code  func(machine string, code hardware.Code)
	Score func(machine string, no hall.TicketNo, level int)
	Cash  func(machine string, n hardware.CashNews)
	Ended func(machine string, o hardware.Outcome)
}

// deaf are listeners who hear nothing.
func deaf() MachineNews {
	return MachineNews{State: func(string, hardware.Status) {}, Shows: func(string, string) {}, Frame: func(Frame) {},
		Card: func(string, hardware.IDCard, time.Duration) {}, Power: func(string, hardware.Power) {}, Code: func(string, hardware.Code) {},
		Score: func(string, hall.TicketNo, int) {}, Cash: func(string, hardware.CashNews) {}, Ended: func(string, hardware.Outcome) {}}
}

// Machines are simulated devices on lines of their own. The programs of the hall open them by their drivers, as Kiosk
// and Counter name them, so that whatever is done to them goes over the wire and comes to whoever is served; what no
// program has work for yet hangs in the bench's own rack.
type Machines struct {
	Parts []boot.Part

	asked map[string]chan struct{} // work for a machine of the own rack
	plugs map[string]*plug
	urls  map[string]string
	sims  map[string]sims.Device
	rack  *rack.Rack

	mu    sync.Mutex
	news  MachineNews          // guarded by mu
	acted map[string]time.Time // guarded by mu: when something was last done at a machine
}

// NewMachines puts the machines on lines under dir. Where there are no pseudo terminals there are only those of the
// network.
func NewMachines(dir string, r all.Resources) (*Machines, error) {
	m := &Machines{asked: map[string]chan struct{}{}, plugs: map[string]*plug{}, urls: map[string]string{}, sims: map[string]sims.Device{}, news: deaf(), acted: map[string]time.Time{}}
	own := map[string]string{}
	for _, s := range seats {
		if err := m.add(dir, s.protocol); err != nil {
			return nil, err
		}
		if url := m.urls[s.protocol]; s.at == AtBench && url != "" {
			own[s.protocol] = url
		}
	}
	return m, m.useOwn(own, r)
}

func (m *Machines) add(dir, name string) error {
	sim, ok := sims.Find(name)
	switch {
	case !ok:
		return fmt.Errorf("no simulated device %q", name)
	case sim.Baud == 0:
		return m.onNetwork(sim)
	case runtime.GOOS != "linux":
		return nil
	}
	line, err := porttest.NewLine(dir, "tty-"+name, sim.Baud)
	if err != nil {
		return err
	}
	m.make(sim, line, line.URL())
	m.Parts = append(m.Parts, boot.Part{Name: "virtual " + name, Run: func(ctx context.Context) error {
		return m.sims[name].Serve(ctx, tapped{ctx, line, m.passed(name)})
	}})
	return nil
}

// onNetwork gives a machine a socket instead of a line.
func (m *Machines) onNetwork(sim sims.Sim) error {
	s, err := newSocket()
	if err != nil {
		return err
	}
	m.make(sim, s, "tcp://"+s.addr)
	m.Parts = append(m.Parts, boot.Part{Name: "virtual " + sim.Name, Run: func(ctx context.Context) error {
		return s.run(ctx, func(c io.ReadWriteCloser) { m.sims[sim.Name].Serve(ctx, tappedSocket{c, m.passed(sim.Name)}) })
	}})
	return nil
}

func (m *Machines) make(sim sims.Sim, c cord, at string) {
	m.plugs[sim.Name], m.urls[sim.Name] = &plug{cord: c}, fmt.Sprintf(sim.Example, at)
	m.sims[sim.Name] = sim.Make(func(words string) { m.tell().Shows(sim.Name, words) })
}

// passed tells the bytes on a machine's line.
func (m *Machines) passed(name string) func(sent bool, p []byte) {
	return func(sent bool, p []byte) { m.tell().Frame(Frame{time.Now(), name, sent, p}) }
}

// Kiosk are the machines of the kiosk's settings.
func (m *Machines) Kiosk() config.Devices {
	return config.Devices{IDReader: m.urls["samv"], UPS: m.urls["megatec"]}
}

// Counter are the machines of the counter's settings.
func (m *Machines) Counter() config.Devices {
	return config.Devices{LED: m.urls["onbon"], Evaluator: m.urls["keys"]}
}

// Found hears how a program's rack finds its devices.
func (m *Machines) Found(at Place) func(rack.Device) {
	return func(d rack.Device) {
		for _, s := range seats {
			if s.at == at && s.name == d.Name {
				m.tell().State(s.protocol, d.Status)
			}
		}
	}
}

// Listen sets who is told; what set leaves alone nobody hears. Before Listen nobody hears anything.
func (m *Machines) Listen(set func(*MachineNews)) {
	n := deaf()
	set(&n)
	m.mu.Lock()
	defer m.mu.Unlock()
	m.news = n
}

func (m *Machines) tell() MachineNews {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.news
}

// Act does at a machine what a person could do there; the error says what it understands instead. Print and Speak are
// work of the rack.
func (m *Machines) Act(machine, words string) error {
	if work, ok := m.asked[machine]; ok && (words == Print || words == Speak) {
		select {
		case work <- struct{}{}:
		default: // it is at it already
		}
		return nil
	}
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
	p, ok := m.plugs[machine]
	if !ok {
		return fmt.Errorf("no machine %q", machine)
	}
	return p.pull(out)
}

// since is how long ago something was last done at a machine.
func (m *Machines) since(machine string) time.Duration {
	m.mu.Lock()
	defer m.mu.Unlock()
	return time.Since(m.acted[machine])
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
