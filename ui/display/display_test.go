package display_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/ui/display"
	"github.com/brighthall/brighthall/ui/display/board"
	"github.com/brighthall/brighthall/ui/skin"
	"github.com/brighthall/brighthall/ui/uitest"
)

type rig struct {
	*uitest.Rig
	app    *display.App
	spoken []string
	seq    hall.Seq
}

func newRig(t *testing.T) *rig {
	r := &rig{Rig: uitest.New(t, skin.Hall), seq: 500}
	r.app = display.New(r.Stage, display.Deps{Announce: voice{r}})
	r.app.Start()
	return r
}

type voice struct{ *rig }

func (v voice) Announce(_ context.Context, c board.Call) bool {
	v.spoken = append(v.spoken, string(c.No))
	return true
}

// beat lets the board's clock run; the rig's own ticks are a second apart.
func (r *rig) beat(d time.Duration) {
	for range int(d / (100 * time.Millisecond)) {
		r.Advance(100 * time.Millisecond)
		r.app.Tick()
	}
}

func (r *rig) call(no hall.TicketNo, counter hall.CounterID) { r.app.Event(r.called(no, counter)) }

// called is the event of a call.
func (r *rig) called(no hall.TicketNo, counter hall.CounterID) hall.Event {
	r.seq++
	raw, _ := json.Marshal(hall.Body{Ticket: &hall.Ticket{ID: hall.TicketID("id-" + no), No: no, Group: hall.GroupCode(no[:1]), Counter: counter, State: hall.Called}})
	return hall.Event{Epoch: 1, Seq: r.seq, Kind: hall.TicketCalled, At: hall.At(r.Clock.Now()), Body: raw}
}

// morning is the hall of look/14: seven windows, the second paused, the seventh closed.
func (r *rig) morning(t *testing.T, windows int) hall.Snapshot {
	t.Helper()
	setup, err := seed.Demo()
	if err != nil {
		t.Fatal(err)
	}
	s := hall.Snapshot{Outlet: setup.Outlet, At: hall.At(r.Clock.Now()), Cursor: hall.Cursor{Epoch: 1, Seq: r.seq}, Notices: setup.Notices}
	for _, g := range setup.Groups {
		s.Groups = append(s.Groups, hall.GroupView{ServiceGroup: g, Open: true})
	}
	for g, n := range map[string]int{"H": 5, "Q": 2, "K": 1} {
		for i := range n {
			s.Waiting = append(s.Waiting, hall.Ticket{ID: hall.TicketID(fmt.Sprint(g, i)), Group: hall.GroupCode(g), State: hall.Waiting})
		}
	}
	serving := map[int]hall.TicketNo{1: "A107", 4: "H022", 5: "H021", 6: "Q011"}
	for i := 1; i <= windows; i++ {
		c := hall.CounterView{Counter: hall.Counter{ID: hall.CounterID(fmt.Sprint(i)), State: hall.CounterOpen}, Label: fmt.Sprint(i)}
		if no := serving[i]; no != "" {
			c.No, c.NoGroup, c.NoState, c.Ticket = no, hall.GroupCode(no[:1]), hall.Serving, hall.TicketID("id-"+no)
		}
		s.Counters = append(s.Counters, c)
	}
	s.Counters[1].State = hall.CounterPaused
	s.Counters[6].State = hall.CounterClosed
	before := func(no hall.TicketNo, window string, ago time.Duration, seq hall.Seq) hall.CallView {
		return hall.CallView{Ticket: hall.TicketID("id-" + no), No: no, Counter: hall.CounterID(window), Label: window, At: hall.At(r.Clock.Now().Add(-ago)), Seq: seq}
	}
	s.Recent = []hall.CallView{before("Q011", "6", 2*time.Minute, 490), before("A107", "1", 3*time.Minute, 480), before("H022", "4", 5*time.Minute, 470)}
	return s
}

func (r *rig) see(name string) {
	r.Golden(name)
	r.NoClipping()
	r.NothingCovered()
}

func TestCalling(t *testing.T) {
	r := newRig(t)
	r.app.Push(r.morning(t, 7))
	r.call("H023", "3")
	r.see("calling")
	r.beat(400 * time.Millisecond)
	r.see("calling-dark")
	r.beat(6 * time.Second)
	r.Sees("H023", "号窗口", "请到窗口", "Q011")
	r.beat(6 * time.Second)
	r.SeesNot("请到窗口")
	if len(r.spoken) != 1 {
		t.Fatalf("spoken %v", r.spoken)
	}
}

func TestQuiet(t *testing.T) {
	r := newRig(t)
	r.app.Push(r.morning(t, 7))
	r.see("quiet")
	r.beat(16 * time.Second)
	r.Sees("2 / 3")
}

func TestDisconnected(t *testing.T) {
	r := newRig(t)
	r.app.Push(r.morning(t, 7))
	r.app.Lost()
	r.see("disconnected")
	r.app.Push(r.morning(t, 7))
	r.SeesNot("请听窗口叫号")
}

func TestClosed(t *testing.T) {
	r := newRig(t)
	s := r.morning(t, 7)
	s.Waiting, s.Recent = nil, nil
	for i := range s.Groups {
		s.Groups[i].Open = false
	}
	for i := range s.Counters {
		s.Counters[i] = hall.CounterView{Counter: hall.Counter{ID: s.Counters[i].ID, State: hall.CounterClosed}, Label: s.Counters[i].Label}
	}
	r.app.Push(s)
	r.see("closed")
}

func TestStarting(t *testing.T) {
	r := newRig(t)
	r.see("starting")
	r.Staff("E-NET-01\u3000连不上排队主机 10.0.0.5:7300。")
	r.see("starting-staff")
}

func TestManyWindows(t *testing.T) {
	r := newRig(t)
	r.app.Push(r.morning(t, 12))
	r.call("H023", "9")
	r.see("twelve-windows")
}

func TestEnglish(t *testing.T) {
	r := newRig(t)
	r.SetLang(hall.English)
	r.app.Push(r.morning(t, 7))
	r.call("H023", "3")
	r.see("calling-english")
}

func TestAStillBoardDrawsNothing(t *testing.T) {
	r := newRig(t)
	s := r.morning(t, 7)
	s.Notices = nil
	r.app.Push(s)
	drawn := 0
	changed := r.app.Changed
	r.app.Changed = func() { drawn++; changed() }
	r.beat(30 * time.Second)
	if drawn != 0 {
		t.Fatalf("drawn %d times", drawn)
	}
}

// TestWindowsNamedByWords calls to every window of a hall whose windows have names, and to one whose name is very long.
func TestWindowsNamedByWords(t *testing.T) {
	for _, l := range []hall.Language{hall.Chinese, hall.English} {
		r := newRig(t)
		r.Stage.SetLang(l)
		s := halltest.Words(hall.At(r.Clock.Now()))
		s.Counters[9].Label = "企业客户绿色通道专席"
		r.app.Push(s)
		for i, c := range s.Counters {
			r.call(hall.TicketNo(fmt.Sprintf("A%03d", i)), c.ID)
			r.NoClipping()
			r.NothingCovered()
			r.SeesNot("1号窗口", "室 号窗口")
			if i == 3 {
				r.Golden("named-by-words-" + string(l))
			}
			r.beat(20 * time.Second)
		}
		r.Golden("named-by-words-quiet-" + string(l))
	}
}

func TestSevenWindowsNamedByWords(t *testing.T) {
	r := newRig(t)
	s := halltest.Words(hall.At(r.Clock.Now()))
	s.Counters = s.Counters[:7]
	r.app.Push(s)
	r.call("A012", "1")
	r.see("seven-named-by-words")
}
