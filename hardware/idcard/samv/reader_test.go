package samv_test

import (
	"context"
	"io"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/idcard/samv"
	"github.com/brighthall/brighthall/hardware/idcard/samv/samvtest"
	"github.com/brighthall/brighthall/hardware/port"
)

// desk is a reader on its line.
type desk struct {
	*samv.Reader
	sim  *samvtest.Reader
	line hardwaretest.Wire
}

func open(t testing.TB, w hardwaretest.Wiring, c samvtest.Config, o samv.Options) desk {
	t.Helper()
	line, sim := w(t, 115200), samvtest.New(c)
	line.Serve(t, sim.Serve)
	return desk{samv.New(line.Open(t, "?baud=115200&stall=1"), o), sim, line}
}

func TestReaderContract(t *testing.T) {
	hardwaretest.TestIDReader(t, func(t *testing.T, w hardwaretest.Wiring) hardwaretest.IDReaderRig {
		d := open(t, w, samvtest.Config{}, samv.Options{Poll: 150 * time.Millisecond})
		s := d.sim
		word := func(name string, command uint16, sw byte, code hardware.Code) hardwaretest.IDReaderFault {
			return hardwaretest.IDReaderFault{Name: name, Break: func() { s.SetWord(command, sw) }, Mend: func() { s.SetWord(command, 0) }, Code: code}
		}
		none := func() {}
		faults := []hardwaretest.IDReaderFault{
			{Name: "60 self-test", Break: func() { s.SetModule(0x60) }, Mend: func() { s.SetModule(0x90) }, State: hardware.Faulty, Code: hardware.IDCardBroken},
			{Name: "66 no licence", Break: func() { s.SetModule(0x66) }, Mend: func() { s.SetModule(0x90) }, State: hardware.Faulty, Code: hardware.IDCardUnauthorised},
			{Name: "no power", Break: func() { s.SetPower(false) }, Mend: func() { s.SetPower(true) }, State: hardware.Faulty, Code: hardware.IDCardSilent},
			{Name: "a stuck line", Break: func() { s.SetStuck(true) }, Mend: func() { s.SetStuck(false) }, State: hardware.Faulty, Code: hardware.Garbled},
			{Name: "lifted before select", Break: func() { s.SnatchAt(samvtest.Select) }, Mend: none, Code: hardware.IDCardLifted},
			{Name: "lifted before read", Break: func() { s.SnatchAt(samvtest.ReadCard) }, Mend: none, Code: hardware.IDCardLifted},
			{Name: "one wrong checksum", Break: func() { s.Spoil(1) }, Mend: none, Passes: true},
			{Name: "one answer cut off", Break: func() { s.Tear(1) }, Mend: none, Passes: true},
			{Name: "noise before every answer", Break: func() { s.SetNoise([]byte{0x00, 0xFF, 0xAA, 0xAA}) }, Mend: func() { s.SetNoise(nil) }, Passes: true},
		}
		for _, sw := range []byte{0x31, 0x32, 0x33, 0x40, 0x47, 0x24, 0x99} {
			faults = append(faults, word("word "+string("0123456789ABCDEF"[sw>>4])+string("0123456789ABCDEF"[sw&15]), samvtest.ReadCard, sw, hardware.IDCardUnreadable))
		}
		for _, sw := range []byte{0x10, 0x11, 0x21, 0x23} {
			faults = append(faults, word("find answers "+string("0123456789ABCDEF"[sw>>4])+string("0123456789ABCDEF"[sw&15]), samvtest.Find, sw, hardware.IDCardRefused))
		}
		faults = append(faults, word("word 41", samvtest.ReadCard, 0x41, hardware.IDCardLifted), word("word 81", samvtest.Select, 0x81, hardware.IDCardLifted))
		return hardwaretest.IDReaderRig{Open: d.Reader, Put: func() { s.Put(samvtest.Resident()) }, Number: "11010519491231002X",
			Lift: s.Lift, Asked: s.Asked, Unplug: d.line.Unplug, Faults: faults}
	})
}

func TestAdditionalAddresses(t *testing.T) {
	d := open(t, hardwaretest.OverTerminal, samvtest.Config{}, samv.Options{})
	d.sim.Put(samvtest.Moved())
	c, err := d.Read(t.Context())
	if want := []string{"北京市海淀区测试路7号", "北京市西城区测试街9号"}; err != nil || !reflect.DeepEqual(c.NewAddresses, want) {
		t.Fatalf("%q %v", c.NewAddresses, err)
	}
	old := open(t, hardwaretest.OverTerminal, samvtest.Config{}, samv.Options{})
	old.sim.SetOld(true)
	old.sim.Put(samvtest.Moved())
	if c, err = old.Read(t.Context()); err != nil || c.NewAddresses != nil || c.Number == "" {
		t.Fatalf("%v %v", c, err)
	}
	if err := old.Lifted(t.Context()); err != nil {
		t.Fatalf("a reader that cannot tell must not hold anyone up: %v", err)
	}
}

func TestACardLeftBehindIsAWarningUntilItIsTaken(t *testing.T) {
	d := open(t, hardwaretest.OverTerminal, samvtest.Config{}, samv.Options{Poll: 20 * time.Millisecond, Left: time.Nanosecond})
	d.sim.Put(samvtest.Resident())
	if _, err := d.Read(t.Context()); err != nil {
		t.Fatal(err)
	}
	lifted := make(chan error, 1)
	go func() { lifted <- d.Lifted(t.Context()) }()
	for d.status(t).Code != hardware.IDCardLeftBehind {
	}
	d.sim.Lift()
	if err := <-lifted; err != nil {
		t.Fatal(err)
	}
	if s := d.status(t); s.State != hardware.Ready {
		t.Fatalf("%+v", s)
	}
}

func (d desk) status(t *testing.T) hardware.Status {
	t.Helper()
	s, err := d.Status(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheModuleHasAName(t *testing.T) {
	d := open(t, hardwaretest.OverTerminal, samvtest.Config{}, samv.Options{})
	id, err := d.SAM(t.Context())
	if err != nil || id.String() != "05.01-20122228-000000001-000000002" || d.Info().Model != id.String() {
		t.Fatal(id, err)
	}
}

func TestAReaderAtAnotherSpeedIsFound(t *testing.T) {
	synctest.Test(t, searchesAtEverySpeed)
}

func searchesAtEverySpeed(t *testing.T) {
	sim, line := samvtest.New(samvtest.Config{Speed: 38400}), hardwaretest.InMemory(t, 0)
	speed := &tuned{}
	line.Serve(t, func(ctx context.Context, link io.ReadWriteCloser) error {
		speed.ReadWriteCloser = link
		return sim.Serve(ctx, speed)
	})
	var tried []int
	r, err := samv.Search(line.Context(), 9600, func(ctx context.Context, baud int) (port.Port, error) {
		tried = append(tried, baud)
		speed.baud.Store(int64(baud))
		return port.Open(ctx, line.URL())
	}, samv.Options{})
	if err != nil || !reflect.DeepEqual(tried, []int{9600, 115200, 57600, 38400}) {
		t.Fatal(tried, err)
	}
	defer r.Close()
	if r.Baud() != 38400 {
		t.Errorf("found at %d", r.Baud())
	}
	sim.Put(samvtest.Resident())
	if c, err := r.Read(t.Context()); err != nil || c.Name != "测试一" {
		t.Fatal(err)
	}
}

// BenchmarkCardDownToFields measures from the card laid down to its fields, on a line paced at 115200 and a radio as
// slow as in the field.
func BenchmarkCardDownToFields(b *testing.B) {
	d := open(b, hardwaretest.OverTerminal, samvtest.Field, samv.Options{})
	ctx := b.Context()
	cards := make(chan error)
	worst := time.Duration(0)
	for b.Loop() {
		go func() { _, err := d.Read(ctx); cards <- err }()
		for n := d.sim.Asked(); d.sim.Asked() == n; { // somewhere in its polling
			time.Sleep(time.Millisecond)
		}
		start := time.Now()
		d.sim.Put(samvtest.Resident())
		if err := <-cards; err != nil {
			b.Fatal(err)
		}
		worst = max(worst, time.Since(start))
		d.sim.Lift()
	}
	b.ReportMetric(worst.Seconds(), "worst-s")
}
