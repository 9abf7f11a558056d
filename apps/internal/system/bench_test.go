package system

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/demohall"
	"github.com/brighthall/brighthall/apps/internal/post"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/tape"
	"github.com/brighthall/brighthall/hardware/rack"
)

// benched is the demo hall with a kiosk and counter 3 whose devices are the bench's, without their screens.
type benched struct {
	*testing.T
	*demohall.Hall
	counter *Terminal
	kiosk   *Terminal
	seen    chan string   // what the bench is told, in words
	follows chan struct{} // the post has looked at the hall: from there on it misses nothing
	n       int
}

// looked tells when the post has looked at the hall.
type looked struct {
	post.Watched
	tell chan struct{}
}

func (l looked) Hall(ctx context.Context) (hall.Snapshot, error) {
	s, err := l.Watched.Hall(ctx)
	if err == nil {
		l.tell <- struct{}{}
	}
	return s, err
}

func stand(t *testing.T) *benched {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	h, err := demohall.Open(t.Context(), demohall.Options{Data: t.TempDir(), Log: log})
	if err != nil {
		t.Fatal(err)
	}
	b := &benched{T: t, Hall: h, seen: make(chan string, 1000), follows: make(chan struct{}, 100)}
	b.kiosk = b.open("kiosk", h.Kiosk())
	b.counter = b.open("counter", h.Counter())
	b.kiosk.Witness.Found, b.counter.Witness.Found = h.Machines.Found(demohall.AtKiosk), h.Machines.Found(demohall.AtCounter)
	b.counter.Witness.Rated = h.Rated(t.Context())
	b.listen()
	p := b.counter.post(config.Counter{Counter: "3", Devices: h.Counter()}, b.rate)
	p.From = looked{p.From, b.follows}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	parts := append(append(append(h.Parts, b.kiosk.Parts...), b.counter.Parts...), boot.Part{Name: "post", Run: p.Run})
	go func() {
		boot.Run(h.Opener(ctx), log, append(parts, h.Machines.ThroughKiosk(b.kiosk.Rack)...)...)
		close(ended)
	}()
	t.Cleanup(func() { stop(); <-ended })
	return b
}

func (b *benched) open(kind string, d config.Devices) *Terminal {
	b.Helper()
	p, err := Open(b.Context(), Given{ID: "demo-" + kind, Log: slog.New(slog.DiscardHandler), Devices: d, Node: config.Node{Address: b.Cable.URL, TokenFile: b.TokenFile(kind)}})
	if err != nil {
		b.Fatal(err)
	}
	return p
}

func (b *benched) listen() {
	say := func(machine string, what ...any) { b.seen <- machine + ": " + fmt.Sprint(what...) }
	b.Machines.Listen(func(n *demohall.MachineNews) {
		n.State = func(m string, s hardware.Status) { say(m, s.State, s.Code) }
		n.Shows = func(m, text string) { say(m, text) }
		n.Score = func(m string, no hall.TicketNo, level int) { say(m, no, " ", level) }
		n.Card = func(m string, c hardware.IDCard, _ time.Duration) { say(m, c.Name) }
		n.Ended = func(m string, o hardware.Outcome) { say(m, o.Result) }
		n.Cash = func(m string, c hardware.CashNews) { say(m, c.Step, c.Cash.Fen) }
	})
}

// rate is what the counter's screens do with a key.
func (b *benched) rate(id hall.TicketID, level int) {
	b.act(hall.Action{Ticket: id, Verb: hall.Evaluate, Counter: "3", Level: &level})
}

// hears waits until all of this was told, in any order.
func (b *benched) hears(wanted ...string) {
	b.Helper()
	late, left := time.After(60*time.Second), map[string]bool{}
	for _, w := range wanted {
		left[w] = true
	}
	for len(left) > 0 {
		select {
		case said := <-b.seen:
			delete(left, said)
		case <-late:
			b.Fatalf("never heard %v", left)
		}
	}
}

// presses presses as an impatient visitor does, until it counts: a key that comes together with the light does not.
func (b *benched) presses(machine, words, until string) {
	b.Helper()
	late, again := time.After(60*time.Second), time.NewTicker(300*time.Millisecond)
	defer again.Stop()
	for {
		if err := b.Machines.Act(machine, words); err != nil {
			b.Fatal(err)
		}
		for waits := true; waits; {
			select {
			case said := <-b.seen:
				if said == until {
					return
				}
			case <-again.C:
				waits = false
			case <-late:
				b.Fatal("never heard " + until)
			}
		}
	}
}

func (b *benched) key() string { b.n++; return fmt.Sprint("key-", b.n) }

func (b *benched) act(a hall.Action) hall.Ticket {
	a.Key, a.By = b.key(), hall.Actor{Terminal: "demo-counter", Teller: "t03"}
	t, err := b.Node.Authority.Act(context.Background(), a)
	if err != nil {
		b.Error(a.Verb, err)
	}
	return t
}

// called is a visitor who was called to counter 3.
func (b *benched) called() hall.Ticket {
	b.Helper()
	by := hall.Actor{Terminal: "demo-counter", Teller: "t03"}
	ctx := b.Context()
	if _, err := b.Node.Authority.Desk(ctx, hall.CounterAction{Key: b.key(), Counter: "3", Verb: hall.OpenCounter, Teller: "t03", PIN: "246810", By: by}); err != nil {
		b.Fatal(err)
	}
	if _, err := b.Node.Authority.Issue(ctx, hall.IssueRequest{ID: hall.TicketID(newKey()), Service: "B05", Source: hall.FromKiosk, By: hall.Actor{Terminal: "demo-kiosk"}}); err != nil {
		b.Fatal(err)
	}
	pick, err := b.Node.Authority.Next(ctx, hall.NextRequest{Key: b.key(), Counter: "3", By: by})
	if err != nil || pick.Nobody {
		b.Fatal(pick, err)
	}
	return pick.Ticket
}

func (b *benched) ready(machines ...string) {
	b.Helper()
	var wanted []string
	for _, m := range machines {
		wanted = append(wanted, m+": ready")
	}
	b.hears(wanted...)
}

// A call lights the bench's window screen with number and window; after the service its box is prompted, and a key on
// it rates the ticket.
func TestTheBenchHangsAtTheCounter(t *testing.T) {
	if testing.Short() {
		t.Skip("opens a whole hall on real lines")
	}
	b := stand(t)
	b.ready("onbon", "keys")
	<-b.follows
	ticket := b.called()
	b.hears("onbon: 1: " + b.counter.Book.Say(hall.Chinese, "display.caption", "no", ticket.No, "window", lang.Window("3")))
	for _, v := range []hall.Verb{hall.Start, hall.Finish} {
		a := hall.Action{Ticket: ticket.ID, Verb: v, Counter: "3"}
		if v == hall.Finish {
			a.Outcomes = map[hall.ItemCode]hall.Outcome{"B05": hall.Done}
		}
		ticket = b.act(a)
	}
	b.hears("onbon: 1: dark", "keys: light")
	b.presses("keys", "press 4", fmt.Sprintf("keys: %s 4", ticket.No))
	if s, err := b.Node.Authority.Ticket(t.Context(), ticket.ID); err != nil || s.Evaluation == nil || s.Evaluation.Level != 4 {
		t.Errorf("the hall holds %+v, %v", s.Evaluation, err)
	}
}

// What is done to the kiosk's machines, the kiosk's rack knows; a card is read through it.
func TestTheBenchHangsAtTheKiosk(t *testing.T) {
	if testing.Short() {
		t.Skip("opens a whole hall on real lines")
	}
	b := stand(t)
	b.ready("samv", "megatec")
	if err := b.Machines.Act("samv", "card resident"); err != nil {
		t.Fatal(err)
	}
	b.hears("samv: 测试一")
	if err := b.Machines.Act("megatec", "mains off"); err != nil {
		t.Fatal(err)
	}
	b.hears("megatec: warning" + string(hardware.UPSOnBattery))
	if err := b.Machines.Unplug("samv", true); err != nil {
		t.Fatal(err)
	}
	b.hears("samv: missing" + string(hardware.Missing))
	for _, d := range b.kiosk.Rack.Devices() {
		if d.Name == IDReader && d.Status.State != hardware.Absent || d.Name == UPS && d.Status.State != hardware.Warning {
			t.Errorf("the kiosk has %+v", d)
		}
	}
}

// lines gives the lines of a tape as they are written.
type lines chan string

func (l lines) Write(p []byte) (int, error) { l <- string(p); return len(p), nil }

// until collects lines until one holds the word; what is done in between is done again every second: who points a
// scanner at a slip does it again when nothing happens.
func (l lines) until(t *testing.T, word string, again func()) (all string) {
	t.Helper()
	late, impatient := time.After(60*time.Second), time.NewTicker(time.Second)
	defer impatient.Stop()
	for again(); !strings.Contains(all, word); {
		select {
		case line := <-l:
			all += line
		case <-impatient.C:
			again()
		case <-late:
			t.Fatalf("no %s on the tape: %s", word, all)
		}
	}
	return all
}

// What passed a line of the bench is on a tape, and the driver lives through it again.
func TestALineIsRecorded(t *testing.T) {
	if testing.Short() {
		t.Skip("opens a whole hall on real lines")
	}
	b, text := stand(t), make(lines, 1000)
	stop, err := b.Record("scanner", text)
	if err != nil {
		t.Fatal(err)
	}
	recorded := text.until(t, `"dir":"open"`, func() {})
	recorded += text.until(t, `0d"`, func() {
		if err := b.Scanner.Point(t.Context(), "10178000230042"); err != nil {
			t.Fatal(err)
		}
	})
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	entries, err := tape.Read(strings.NewReader(recorded))
	if err != nil {
		t.Fatal(err)
	}
	play := tape.NewPlayer(entries, tape.Options{})
	dev, err := all.Registry(all.Resources{}).Open(port.WithOpener(t.Context(), play.Open), "serialscan+serial:///dev/any?baud=9600")
	if err != nil {
		t.Fatal(err)
	}
	defer dev.Close()
	ctx, heard := context.WithCancel(t.Context())
	code := ""
	dev.(hardware.Scanner).Scan(ctx, func(s hardware.Scan) { code = s.Code; heard() })
	if code != "10178000230042" || play.Err() != nil {
		t.Errorf("played %q, %v\n%s", code, play.Err(), recorded)
	}
	if _, err := b.Record("page", text); !errors.Is(err, demohall.ErrNoTape) {
		t.Errorf("a machine on the network: %v", err)
	}
}

var _ demohall.KioskRack = (*rack.Rack)(nil)
