package all_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/assets/fonts"
	"github.com/brighthall/brighthall/assets/sounds"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/rack"
	"github.com/brighthall/brighthall/hardware/sims"
)

// ills are what can befall a simulated device, and what makes it well again, in its own words. Beside them every line
// can be unplugged, and bring noise without end.
var ills = map[string][][2]string{
	"escpos":    {{"paper out", "paper in"}, {"cover open", "cover closed"}, {"jam on", "jam off"}, {"hot on", "hot off"}, {"silent on", "silent off"}, {"power off", "power on"}},
	"samv":      {{"power off", "power on"}, {"stuck on", "stuck off"}, {"module 60", "module 90"}, {"module 66", "module 90"}},
	"megatec":   {{"mains off", "mains on"}, {"broken on", "broken off"}, {"silent on", "silent off"}},
	"syn6288":   {{"silent", "well"}, {"garbage", "well"}, {"reset", "well"}},
	"xfs5152":   {{"silent", "well"}, {"garbage", "well"}, {"reset", "well"}},
	"nut":       {{"silent on", "silent off"}, {"status OB LB", "status OL"}, {"error DATA-STALE", "error"}},
	"page":      {{"paper 0", "paper 250"}, {"reason media-jam-error", "clear media-jam-error"}, {"reason toner-low-report", "clear toner-low-report"}, {"paused on", "paused off"}, {"silent on", "silent off"}, {"forget", "accepting on"}},
	"camera":    {{"silent on", "silent off"}, {"damage on", "damage off"}, {"garbage on", "garbage off"}, {"dark on", "dark off"}, {"scan 00132702314471", "take away"}},
	"gm65":      {{"power off", "power on"}, {"deaf on", "deaf off"}, {"dull on", "dull off"}, {"noise", "power on"}},
	"honeywell": {{"power off", "power on"}, {"mute on", "mute off"}, {"old on", "old off"}, {"noise", "power on"}},
	"wedge":     {{"overflow", "fast"}, {"slow", "fast"}, {"noise", "fast"}, {"type 00132702314471", "fast"}},
	"ssi":       {{"power off", "power on"}, {"refuse on", "refuse off"}, {"deaf 1000", "deaf 0"}, {"tear 1000", "tear 0"}},
	"hidkeys":   {{"silent on", "silent off"}, {"garbage", "silent off"}, {"hold 3", "silent off"}},
	"keys":      {{"silent on", "silent off"}, {"refuse on", "refuse off"}, {"garbage", "silent off"}, {"hold 3", "silent off"}},

	"serialscan": {{"power off", "power on"}, {"ending none", "ending cr"}, {"noise", "power on"}},
	"ict": {{"jam", "mend"}, {"full", "mend"}, {"open", "mend"}, {"fish", "mend"}, {"motor", "mend"}, {"sensor", "mend"}, {"power off", "power on"},
		{"silent on", "silent off"}, {"noise on", "noise off"}, {"pull", "mend"}},
	"cctalk": {{"power off", "power on"}, {"silent on", "silent off"}, {"spoil on", "spoil off"}, {"echo off", "echo on"}, {"event 14", "event 1"}, {"event 20", "event 1"}},

	"onbon": screenIlls, "ledmodbus": screenIlls, "ledtemplate": screenIlls,
	"id003": moneyIlls, "ccnet": moneyIlls,
}

var screenIlls = [][2]string{{"dead 1", "alive 1"}, {"refuse on", "refuse off"}, {"garbage on", "garbage off"}, {"stuck on", "stuck off"}, {"noise on", "noise off"}}

var moneyIlls = [][2]string{{"jam", "mend"}, {"full", "mend"}, {"away", "mend"}, {"cheat", "mend"}, {"pause", "mend"}, {"power off", "power on"},
	{"silent on", "silent off"}, {"stuck on", "stuck off"}, {"nak 1000", "nak 0"}, {"tear 1000", "tear 0"}}

// patience is how long a device may take until it is found well again: the longest pause between two attempts, the
// attempt itself with its search for the speed, and a look.
const patience = 40 * time.Second

// cable is a line of either kind.
type cable interface {
	hardwaretest.Line
	URL() string
	Plug() error
	Unplug()
}

// storm is a rack whose devices are plugged, unplugged and made ill at random, all at once.
type storm struct {
	t      *testing.T
	rack   *rack.Rack
	cables map[string]cable
	sims   map[string]sims.Device
	end    time.Time

	mu       sync.Mutex
	befallen int            // guarded by mu: how often something happened
	done     map[string]int // guarded by mu: how often a scanner read and an acceptor was paid

	asked atomic.Int64 // prompts and codes so far
}

// TestSeventyTwoHoursOfFaults drives the clock: 72 hours in the soak, half an hour otherwise. Under it a goroutine that
// stays behind, or one that spins, ends the test by itself. Under the race detector the camera is left out: its
// pictures would be nine tenths of the work.
func TestSeventyTwoHoursOfFaults(t *testing.T) {
	length := 30 * time.Minute
	if os.Getenv("BRIGHTHALL_SOAK") != "" {
		length = 72 * time.Hour
	}
	synctest.Test(t, func(t *testing.T) {
		s := &storm{t: t, cables: map[string]cable{}, done: map[string]int{}, end: time.Now().Add(length)}
		var memory []*porttest.Memory
		for _, sim := range sims.All() {
			if hardwaretest.UnderRace && sim.Name == "camera" {
				continue
			}
			m := porttest.NewMemory(sim.Name)
			memory = append(memory, m)
			s.cables[sim.Name] = m
		}
		s.rage(porttest.Cables(context.Background(), memory...), time.Minute)
		for name := range s.cables {
			if k := kindOf(name); (k == hardware.KindScanner || k == hardware.KindCash) && s.done[name] == 0 && !t.Failed() {
				t.Errorf("%s never did what it is for", name)
			}
		}
	})
}

// TestFaultsOverTerminals is the same over pseudo terminals and the real clock: ten minutes in the soak, some seconds
// otherwise.
func TestFaultsOverTerminals(t *testing.T) {
	if testing.Short() {
		t.Skip("it is about the machine's own clock")
	}
	length, pause := 8*time.Second, time.Second
	if os.Getenv("BRIGHTHALL_SOAK") != "" {
		length, pause = 10*time.Minute, 20*time.Second
	}
	s := &storm{t: t, cables: map[string]cable{}, done: map[string]int{}, end: time.Now().Add(length)}
	for _, sim := range sims.All() {
		if sim.Baud == 0 {
			continue // of the network
		}
		line, err := porttest.NewLine(t.TempDir(), "tty", sim.Baud)
		if err != nil {
			t.Fatal(err)
		}
		defer line.Close()
		s.cables[sim.Name] = line
	}
	s.rage(context.Background(), pause)
}

func (s *storm) rage(ctx context.Context, pause time.Duration) {
	ctx, cancel := context.WithCancel(ctx)
	var rest sync.WaitGroup
	urls := map[string]string{}
	s.sims = map[string]sims.Device{}
	for _, sim := range sims.All() {
		c, ok := s.cables[sim.Name]
		if !ok {
			continue
		}
		d := sim.Make(func(string) {})
		s.sims[sim.Name] = d
		at := c.URL()
		if sim.Baud == 0 {
			at = strings.Replace(at, "serial:///", "tcp://storm/", 1)
		}
		urls[sim.Name] = fmt.Sprintf(sim.Example, at)
		rest.Go(func() {
			for ctx.Err() == nil {
				d.Serve(ctx, hardwaretest.Cable(ctx, c))
			}
		})
	}
	resources := all.Resources{Regular: fonts.Regular, Bold: fonts.Bold, Sounds: sounds.Voice(), CashJournal: filepath.Join(s.t.TempDir(), "cash.journal")}
	var err error
	s.rack, err = rack.New(all.Registry(resources), urls, rack.Options{})
	if err != nil {
		s.t.Fatal(err)
	}
	rest.Go(func() { s.rack.Run(ctx) })
	var fates sync.WaitGroup
	for name := range s.cables {
		fates.Go(func() { s.fate(ctx, name, pause) })
	}
	fates.Wait()
	cancel()
	rest.Wait()
	s.t.Logf("%d faults and pulled plugs over %d devices", s.befallen, len(s.cables))
}

// fate is one device's life: it is well, it is used, something befalls it, it is mended, and it must be found well
// again.
func (s *storm) fate(ctx context.Context, name string, pause time.Duration) {
	random := rand.New(rand.NewPCG(7, uint64(len(name))<<8|uint64(name[0])))
	wait := func(most time.Duration) { time.Sleep(time.Duration(random.Int64N(int64(most)))) }
	for time.Now().Before(s.end) && !s.t.Failed() {
		if !s.recovers(name) {
			return
		}
		s.use(ctx, name)
		mend := s.befall(name, random)
		wait(pause / 2)
		if random.IntN(3) == 0 { // used while it is ill
			s.use(ctx, name)
		}
		mend()
		wait(pause)
		s.tidy(ctx, name)
	}
}

// tidy is what the staff do after mending: a freed cutter waits for a word about the slip it holds.
func (s *storm) tidy(ctx context.Context, name string) {
	if kindOf(name) != hardware.KindPrinter {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	s.rack.Printer(name).Discard(ctx)
}

// befall does something to a device and gives what undoes it.
func (s *storm) befall(name string, random *rand.Rand) (mend func()) {
	s.mu.Lock()
	s.befallen++
	s.mu.Unlock()
	i := random.IntN(len(ills[name]) + 2)
	if sim, _ := sims.Find(name); i == len(ills[name])+1 && sim.Baud > 0 { // a bad cable is of lines
		return s.flood(name, random.Uint64())
	}
	if i >= len(ills[name]) {
		s.cables[name].Unplug()
		return func() {
			if err := s.cables[name].Plug(); err != nil {
				s.t.Error(err)
			}
		}
	}
	ill := ills[name][i]
	if err := s.sims[name].Act(ill[0]); err != nil {
		s.t.Error(err)
	}
	return func() {
		if err := s.sims[name].Act(ill[1]); err != nil {
			s.t.Error(err)
		}
	}
}

// flood has the line bring noise without end, at the pace of 9600 baud, until it is stopped.
func (s *storm) flood(name string, seed uint64) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		random, noise := rand.New(rand.NewPCG(7, seed)), make([]byte, 32)
		for ctx.Err() == nil {
			for i := range noise {
				noise[i] = byte(random.UintN(256))
			}
			s.cables[name].WriteContext(ctx, noise)
			select {
			case <-ctx.Done():
			case <-time.After(33 * time.Millisecond):
			}
		}
	}()
	return func() { cancel(); <-ended }
}

// recovers waits until the rack says that the device can be given work.
func (s *storm) recovers(name string) bool {
	var last rack.Device
	for until := time.Now().Add(patience); time.Now().Before(until); time.Sleep(100 * time.Millisecond) {
		for _, d := range s.rack.Devices() {
			if last = d; d.Name == name && d.Status.Usable() {
				return true
			}
			if d.Name == name {
				break
			}
		}
	}
	s.t.Errorf("%s stays %s %q (%s) though nothing ails it", name, last.Status.State, last.Status.Code, last.Status.Detail)
	return false
}

// use gives a device the work of its kind. How it ends is told by the contract suites; here it must only end.
func (s *storm) use(ctx context.Context, name string) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	switch kindOf(name) {
	case hardware.KindPrinter:
		p := s.rack.Printer(name)
		if o, _ := p.Print(ctx, hardwaretest.Plain("storm")); o.Result != hardware.Printed {
			p.Discard(ctx)
		}
	case hardware.KindIDCard:
		s.sims[name].Act("card resident")
		short, enough := context.WithTimeout(ctx, 3*time.Second)
		s.rack.IDReader(name).Read(short)
		enough()
		s.sims[name].Act("lift")
	case hardware.KindVoice:
		s.rack.Voice(name).Say(ctx, hardware.Utterance{Number: "A001", Window: 1})
	case hardware.KindUPS:
		s.rack.UPS(name).Power(ctx)
	case hardware.KindLED:
		s.rack.LED(name).Show(ctx, hardware.Panel{Text: "A001", Number: "A001", Blink: true})
	case hardware.KindPage:
		if o, _ := s.rack.PagePrinter(name).PrintPages(ctx, hardwaretest.Form("storm", 2)); o.Result == hardware.Uncertain {
			s.rack.PagePrinter(name).CancelPages(ctx)
		}
	case hardware.KindEvaluator:
		s.rate(ctx, name)
	case hardware.KindCash:
		s.pay(ctx, name)
	case hardware.KindScanner:
		s.scan(ctx, name)
	}
}

// scan lights the scanner and holds up a code.
func (s *storm) scan(ctx context.Context, name string) {
	ctx, enough := context.WithTimeout(ctx, 5*time.Second)
	defer enough()
	scanner := s.rack.Scanner(name)
	var lit sync.WaitGroup
	defer lit.Wait()
	lit.Go(func() {
		scanner.Trigger(ctx, true)
		s.asked.Add(1)
		s.sims[name].Act(fmt.Sprintf("scan %014d", s.asked.Load()))
	})
	scanner.Scan(ctx, func(hardware.Scan) { s.worked(name); enough() })
}

// worked notes that a device has done what it is for.
func (s *storm) worked(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done[name]++
}

// rate asks, and somebody presses now and then.
func (s *storm) rate(ctx context.Context, name string) {
	ctx, enough := context.WithTimeout(ctx, 5*time.Second)
	defer enough()
	pressed := make(chan struct{})
	go func() {
		defer close(pressed)
		for ctx.Err() == nil {
			s.sims[name].Act("press 5")
			select {
			case <-ctx.Done():
			case <-time.After(700 * time.Millisecond):
			}
		}
	}()
	s.rack.Evaluator(name).Ask(ctx, hardware.Prompt{Ticket: fmt.Sprint(name, s.asked.Add(1)), Window: 1})
	enough()
	<-pressed
}

// money is what is put into each acceptor.
var money = map[string]string{"id003": "note 10", "ccnet": "note 10", "ict": "note 10", "cctalk": "coin 3"}

// pay lets money in and follows it. Doubts that a fault leaves are settled, as a person would at last.
func (s *storm) pay(ctx context.Context, name string) {
	ctx, enough := context.WithTimeout(ctx, 20*time.Second)
	defer enough()
	acceptor := s.rack.Cash(name)
	acceptor.Take(ctx, hardware.Intake{Payment: "storm", Credit: func(hardware.Cash) error { s.worked(name); enough(); return nil }, Told: func(n hardware.CashNews) {
		if n.Step == hardware.CashOpened {
			s.sims[name].Act(money[name]) // a slot that shut meanwhile refuses it
		}
	}})
	for _, d := range acceptor.Doubts() {
		if err := acceptor.Settle(d.ID, hardware.CashVerdict{As: hardware.EndKept, By: "storm"}); err != nil {
			s.t.Error(name, err)
		}
	}
}

func kindOf(name string) hardware.Kind {
	sim, _ := sims.Find(name)
	return sim.Kind
}
