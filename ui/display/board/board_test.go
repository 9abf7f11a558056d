package board_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/display/board"
)

// rig is a display on a table: a node that makes events, a clock, and a voice that takes as long as the test wants.
type rig struct {
	*board.Board
	t       *testing.T
	now     time.Time
	seq     hall.Seq
	spoken  []string      // completed announcements
	quiet   bool          // quiet hours
	length  time.Duration // of one announcement
	talking func()        // ends the running announcement
	ends    time.Time
	shown   map[hall.TicketNo]time.Duration
	order   []hall.TicketNo
}

func newRig(t *testing.T) *rig {
	r := &rig{t: t, now: time.Date(2026, 11, 23, 1, 52, 0, 0, time.UTC), seq: 100, shown: map[hall.TicketNo]time.Duration{}}
	r.Board = board.New(board.Config{Announce: voice{r}, Run: r.run, Now: func() time.Time { return r.now }})
	return r
}

type voice struct{ *rig }

// Announce notes what was said; run keeps its end back until it is spoken.
func (v voice) Announce(_ context.Context, c board.Call) bool {
	if v.quiet {
		return false
	}

	word := string(c.No) + ">" + c.Label
	if c.Recall {
		word += " again"
	}
	v.spoken = append(v.spoken, word)
	return true
}

// Quiet implements board.Hours.
func (v voice) Quiet() bool { return v.quiet }

func (r *rig) run(job func(context.Context), done func()) {
	job(context.Background())
	if r.talking != nil {
		r.t.Fatal("two announcements at once")
	}
	r.talking, r.ends = done, r.now.Add(r.length)
}

// pass lets the clock run in ticks of 100 ms and writes down what stood on the card for how long.
func (r *rig) pass(d time.Duration) {
	for range int(d / (100 * time.Millisecond)) {
		r.now = r.now.Add(100 * time.Millisecond)
		if r.talking != nil && !r.now.Before(r.ends) {
			done := r.talking
			r.talking = nil
			done()
		}
		r.Tick()
		if c := r.View().Call; c != nil {
			if r.shown[c.No] == 0 {
				r.order = append(r.order, c.No)
			}
			r.shown[c.No] += 100 * time.Millisecond
		}
	}
}

func (r *rig) event(kind hall.EventKind, body hall.Body) hall.Event {
	r.seq++
	raw, _ := json.Marshal(body)
	return hall.Event{Epoch: 1, Seq: r.seq, Kind: kind, At: hall.At(r.now), Body: raw}
}

func (r *rig) call(no hall.TicketNo, counter hall.CounterID) hall.Event {
	return r.event(hall.TicketCalled, hall.Body{Ticket: ticket(no, counter, hall.Called)})
}

func (r *rig) recall(no hall.TicketNo, counter hall.CounterID) hall.Event {
	return r.event(hall.TicketRecalled, hall.Body{Ticket: ticket(no, counter, hall.Called)})
}

func ticket(no hall.TicketNo, counter hall.CounterID, s hall.State) *hall.Ticket {
	return &hall.Ticket{ID: hall.TicketID("id-" + no), No: no, Group: hall.GroupCode(no[:1]), Counter: counter, State: s}
}

func (r *rig) morning() hall.Snapshot {
	s := hall.Snapshot{Outlet: hall.Outlet{Zone: "Asia/Shanghai"}, At: hall.At(r.now), Cursor: hall.Cursor{Epoch: 1, Seq: r.seq}}
	for _, g := range []string{"A", "H", "Q"} {
		s.Groups = append(s.Groups, hall.GroupView{ServiceGroup: hall.ServiceGroup{Code: hall.GroupCode(g), Short: hall.Name{Zh: g}}, Open: true})
	}
	for i := 1; i <= 7; i++ {
		id := hall.CounterID(fmt.Sprint(i))
		s.Counters = append(s.Counters, hall.CounterView{Counter: hall.Counter{ID: id, State: hall.CounterOpen}, Label: string(id)})
	}
	return s
}

func TestTwoCallsInOneSecondAreBothAnnouncedCompletelyAndInOrder(t *testing.T) {
	r := newRig(t)
	r.length = 11 * time.Second // slower than the card needs to be shown
	r.Push(r.morning())
	r.Event(r.call("H023", "3"))
	r.now = r.now.Add(300 * time.Millisecond)
	r.Event(r.call("A107", "1"))
	r.pass(30 * time.Second)
	if !slices.Equal(r.spoken, []string{"H023>3", "A107>1"}) || !slices.Equal(r.order, []hall.TicketNo{"H023", "A107"}) {
		t.Fatalf("spoken %v, shown %v", r.spoken, r.order)
	}
	if r.shown["H023"] < 8*time.Second || r.shown["A107"] < 8*time.Second {
		t.Fatalf("shown for %v", r.shown)
	}
}

func TestEachOfEightCallsIsShownEightSeconds(t *testing.T) {
	r := newRig(t)
	r.length = 5 * time.Second
	r.Push(r.morning())
	for i := range 8 {
		r.Event(r.call(hall.Number("H", i+1), hall.CounterID(fmt.Sprint(i%7+1))))
	}
	r.pass(80 * time.Second)
	if len(r.order) != 8 || len(r.spoken) != 8 {
		t.Fatalf("shown %v, spoken %v", r.order, r.spoken)
	}
	for no, d := range r.shown {
		if d < 7900*time.Millisecond {
			t.Errorf("%s was shown for %s", no, d)
		}
	}
}

func TestARecallDoesNotCutAnotherCall(t *testing.T) {
	r := newRig(t)
	r.length = 6 * time.Second
	r.Push(r.morning())
	r.Event(r.call("H023", "3"))
	r.pass(time.Second)
	r.Event(r.call("A107", "1"))
	r.Event(r.recall("H023", "3"))
	r.pass(40 * time.Second)
	if !slices.Equal(r.spoken, []string{"H023>3", "A107>1", "H023>3 again"}) {
		t.Fatalf("spoken %v", r.spoken)
	}
}

func TestARecallOfACallThatStillWaitsIsNotSaidTwice(t *testing.T) {
	r := newRig(t)
	r.Push(r.morning())
	r.Event(r.call("H023", "3"))
	r.Event(r.call("A107", "1"))
	r.Event(r.recall("A107", "1"))
	r.pass(40 * time.Second)
	if len(r.spoken) != 2 {
		t.Fatalf("spoken %v", r.spoken)
	}
}

func TestTheCardBlinksThreeTimesAndStaysTenSeconds(t *testing.T) {
	r := newRig(t)
	r.Push(r.morning())
	r.Event(r.call("H023", "3"))
	turns, lit := 0, r.View().Lit
	for range 130 {
		r.pass(100 * time.Millisecond)
		if v := r.View(); v.Call != nil && v.Lit != lit {
			lit = v.Lit
			turns++
		}
	}
	if turns != 6 {
		t.Fatalf("the card changed %d times, want 3 blinks = 6", turns)
	}
	if d := r.shown["H023"]; d < 11700*time.Millisecond || d > 11900*time.Millisecond {
		t.Fatalf("shown for %s", d)
	}
	if v := r.View(); v.State != board.Quiet || v.Recent[0].No != "H023" {
		t.Fatalf("afterwards %s with %v", v.State, v.Recent)
	}
}

func TestInQuietHoursACallIsShownAndNotSaid(t *testing.T) {
	for _, quiet := range []bool{false, true} {
		r := newRig(t)
		r.quiet, r.length = quiet, 5*time.Second
		var captions []string
		r.Caption = func(c board.Call, begins bool) {
			captions = append(captions, fmt.Sprintf("%s begins=%v quiet=%v heard=%v", c.No, begins, c.Quiet, c.Heard))
		}
		r.Push(r.morning())
		r.Event(r.call("H023", "3"))
		if v := r.View(); v.State != board.Calling || v.Speaking == quiet {
			t.Errorf("quiet %v: %s, speaking %v", quiet, v.State, v.Speaking)
		}
		r.pass(20 * time.Second)
		want := []string{fmt.Sprintf("H023 begins=true quiet=%v heard=false", quiet), fmt.Sprintf("H023 begins=false quiet=%v heard=%v", quiet, !quiet)}
		if !slices.Equal(captions, want) || r.shown["H023"] < 11700*time.Millisecond {
			t.Errorf("captions %q, shown for %v", captions, r.shown)
		}
	}
}

func TestACallKnowsWhoHasComeBehindIt(t *testing.T) {
	r := newRig(t)
	r.length = 6 * time.Second
	var first board.Call
	r.Caption = func(c board.Call, begins bool) {
		if begins && c.No == "H023" {
			first = c
		}
	}
	r.Push(r.morning())
	r.Event(r.call("H023", "3"))
	if first.Times != 2 || first.Waits() {
		t.Errorf("%d times, waits %v", first.Times, first.Waits())
	}
	r.pass(time.Second)
	r.Event(r.call("A107", "1"))
	if !first.Waits() {
		t.Error("A107 waits behind it")
	}
}

func TestAHangingSoundCardDoesNotStopTheEyes(t *testing.T) {
	r := newRig(t)
	r.length = time.Hour
	r.Push(r.morning())
	r.Event(r.call("H023", "3"))
	r.pass(20 * time.Second)
	if v := r.View(); v.State != board.Calling || !v.Speaking {
		t.Fatalf("%s, speaking %v", v.State, v.Speaking)
	}
}

func TestAfterALossTheBoardCatchesUpByItself(t *testing.T) {
	r := newRig(t)
	r.Push(r.morning())
	r.Event(r.call("H021", "5"))
	r.pass(15 * time.Second)
	r.Lost()
	if v := r.View(); v.State != board.Away || v.Since.Format("15:04") != "09:52" || v.Windows[4].No != "H021" {
		t.Fatalf("%s since %s, window 5 shows %q", v.State, v.Since, v.Windows[4].No)
	}
	missed := r.call("H022", "4")
	r.pass(60 * time.Second)
	fresh := r.call("H023", "3")
	r.pass(2 * time.Second)
	r.Event(missed)
	r.Event(fresh)
	r.pass(20 * time.Second)
	if !slices.Equal(r.spoken, []string{"H021>5", "H023>3"}) {
		t.Fatalf("spoken %v: a call of a minute ago is not news", r.spoken)
	}
	v := r.View()
	if v.State != board.Quiet || v.Recent[0].No != "H023" || v.Recent[1].No != "H022" || v.Windows[3].No != "H022" {
		t.Fatalf("%s, recent %v", v.State, v.Recent)
	}
}

func TestACallBetweenCommitAndAnnouncementIsAnnouncedOnceAfterARestart(t *testing.T) {
	called := func(r *rig) hall.Snapshot {
		s := r.morning()
		c := hall.CallView{Ticket: "id-H023", No: "H023", Counter: "3", Label: "3", At: hall.At(r.now.Add(-3 * time.Second)), Seq: r.seq + 1}
		s.Recent, s.Cursor.Seq = []hall.CallView{c}, r.seq+1
		s.Counters[2].No, s.Counters[2].NoState, s.Counters[2].Ticket = "H023", hall.Called, "id-H023"
		return s
	}
	for name, do := range map[string]func(*rig){
		"the node restarts":          func(r *rig) { r.Push(r.morning()); r.Lost(); r.Push(called(r)) },
		"the display restarts":       func(r *rig) { r.Push(called(r)) },
		"the snapshot comes twice":   func(r *rig) { r.Push(called(r)); r.Push(called(r)) },
		"snapshot and event overlap": func(r *rig) { r.Push(called(r)); r.Event(r.call("H023", "3")) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			do(r)
			r.pass(30 * time.Second)
			if len(r.spoken) != 1 {
				t.Fatalf("spoken %v", r.spoken)
			}
		})
	}
}

func TestAStartedDisplayDoesNotCallWhoIsAlreadyServed(t *testing.T) {
	r := newRig(t)
	s := r.morning()
	s.Cursor.Seq = 200
	s.Recent = []hall.CallView{{Ticket: "id-H023", No: "H023", Counter: "3", At: hall.At(r.now.Add(-5 * time.Second)), Seq: 190}}
	s.Counters[2].No, s.Counters[2].NoState = "H023", hall.Serving
	r.Push(s)
	r.pass(10 * time.Second)
	if v := r.View(); len(r.spoken) != 0 || v.Recent[0].No != "H023" {
		t.Fatalf("spoken %v, recent %v", r.spoken, v.Recent)
	}
}

func TestWindowsAndCountsFollowTheEvents(t *testing.T) {
	r := newRig(t)
	r.Push(r.morning())
	waiting := func(no hall.TicketNo) {
		r.Event(r.event(hall.TicketIssued, hall.Body{Ticket: ticket(no, "", hall.Waiting)}))
	}
	waiting("H023")
	waiting("H024")
	waiting("Q001")
	r.Event(r.call("H023", "3"))
	r.Event(r.event(hall.CounterPausedEv, hall.Body{Counter: &hall.Counter{ID: "2", State: hall.CounterPaused}}))
	r.Event(r.event(hall.CounterClosedEv, hall.Body{Counter: &hall.Counter{ID: "7", State: hall.CounterClosed}}))
	v := r.View()
	if v.Counts[0].Waiting != 0 || v.Counts[1].Waiting != 1 || v.Counts[2].Waiting != 1 {
		t.Fatalf("counts %v", v.Counts)
	}
	want := []board.WindowState{board.WindowFree, board.WindowPaused, board.WindowCalling, board.WindowFree, board.WindowFree, board.WindowFree, board.WindowClosed}
	for i, w := range v.Windows {
		if w.State != want[i] {
			t.Errorf("window %s is %s, want %s", w.Label, w.State, want[i])
		}
	}
	r.pass(12 * time.Second)
	r.Event(r.event(hall.TicketStarted, hall.Body{Ticket: ticket("H023", "3", hall.Serving)}))
	if w := r.View().Windows[2]; w.State != board.WindowServing || w.No != "H023" || w.Group.Zh != "H" {
		t.Fatalf("window 3 %+v", w)
	}
	r.Event(r.event(hall.TicketFinished, hall.Body{Ticket: ticket("H023", "3", hall.Finished)}))
	if w := r.View().Windows[2]; w.State != board.WindowFree || w.No != "" {
		t.Fatalf("window 3 %+v", w)
	}
	r.Event(r.event(hall.TicketTransferred, hall.Body{Ticket: &hall.Ticket{ID: "id-H024", No: "H024", Group: "Q", State: hall.Waiting}}))
	if c := r.View().Counts; c[1].Waiting != 0 || c[2].Waiting != 2 {
		t.Fatalf("counts after a transfer %v", c)
	}
}

func TestSomeEventsAskForASnapshot(t *testing.T) {
	r := newRig(t)
	if !r.Event(r.call("H023", "3")) {
		t.Fatal("an event before the first snapshot cannot be folded")
	}
	r.Push(r.morning())
	for _, k := range []hall.EventKind{hall.Reset, hall.SetupApplied, hall.EpochOpened, hall.DayOpened} {
		if !r.Event(r.event(k, hall.Body{})) {
			t.Errorf("%s went by", k)
		}
	}
	if r.Event(r.call("H023", "3")) {
		t.Error("a call needs no snapshot")
	}
}

func TestNoticesTurnEverySixteenSecondsAndNothingElseDraws(t *testing.T) {
	r := newRig(t)
	s := r.morning()
	s.Notices = []hall.Notice{{Title: hall.Name{Zh: "1"}}, {Title: hall.Name{Zh: "2"}}}
	r.Push(s)
	drawn := 0
	r.Changed = func() { drawn++ }
	r.pass(80 * time.Second)
	if v := r.View(); drawn != 5 || v.Notices != 2 || v.NoticeNo != 2 {
		t.Fatalf("drawn %d times in 80 s, notice %d of %d", drawn, v.NoticeNo, v.Notices)
	}
}

// readings are the pages on the card, "notice.page", one for each turn.
func (r *rig) readings(turns int, meanwhile func()) (all []string) {
	for range turns {
		v := r.View()
		all = append(all, fmt.Sprintf("%s.%d", v.Notice.Title.Zh, v.Page))
		meanwhile()
		r.pass(16 * time.Second)
	}
	return all
}

// notices are a snapshot's, each with as many pages on the card as its number says.
func (r *rig) notices(pages ...int) {
	s := r.morning()
	for _, n := range pages {
		s.Notices = append(s.Notices, hall.Notice{Title: hall.Name{Zh: fmt.Sprint(n)}})
	}
	r.CardPages = func(n hall.Notice) (pages int) { _, _ = fmt.Sscan(n.Title.Zh, &pages); return pages }
	r.Push(s)
}

// TestThePagesOfANoticeTurnOneAfterAnother, and then comes the next notice: a reader has the whole of it.
func TestThePagesOfANoticeTurnOneAfterAnother(t *testing.T) {
	r := newRig(t)
	r.notices(1, 3, 2)
	want := []string{"1.0", "3.0", "3.1", "3.2", "2.0", "2.1", "1.0", "3.0"}
	if got := r.readings(len(want), func() {}); !slices.Equal(got, want) {
		t.Errorf("read %v, want %v", got, want)
	}
	r = newRig(t)
	r.notices(2)
	if got := r.readings(3, func() {}); !slices.Equal(got, []string{"2.0", "2.1", "2.0"}) {
		t.Errorf("read %v", got)
	}
}

// TestACallTakesNoPageOfANoticeAway: a page that was covered for most of its time stays for another turn, and
// however many are called, every page has its time.
func TestACallTakesNoPageOfANoticeAway(t *testing.T) {
	r := newRig(t)
	r.notices(2, 1)
	n := 0
	got := r.readings(8, func() { n++; r.Event(r.call(hall.Number("H", n), "3")) }) // 12 of 16 s
	if !slices.Equal(slices.Compact(got), []string{"2.0", "2.1", "1.0"}) {
		t.Errorf("read %v", got)
	}
}

// TestTheLineAtTheBottomTurnsWhileNumbersAreCalled: all notices have their turn there.
func TestTheLineAtTheBottomTurnsWhileNumbersAreCalled(t *testing.T) {
	r := newRig(t)
	r.notices(1, 2, 3)
	r.LinePages = func(n hall.Notice) int { return 2 }
	seen, n := map[string]bool{}, 0
	for range 14 {
		n++
		r.Event(r.call(hall.Number("H", n), "3"))
		r.pass(8 * time.Second)
		v := r.View()
		seen[fmt.Sprintf("%s.%d", v.Ticker.Title.Zh, v.Line)] = true
	}
	if len(seen) != 6 {
		t.Errorf("seen %v", seen)
	}
}

func TestAnEmptyHallAtNightIsClosed(t *testing.T) {
	r := newRig(t)
	s := r.morning()
	for i := range s.Groups {
		s.Groups[i].Open = false
	}
	for i := range s.Counters {
		s.Counters[i].State = hall.CounterClosed
	}
	r.Push(s)
	if v := r.View(); v.State != board.Closed {
		t.Fatalf("state %s", v.State)
	}
}

// TestACallAfterACorrectionOfTheClockIsNews: the hall's clock goes back by a day, or on by one; who is called then is
// announced, before the new snapshot comes and after it.
func TestACallAfterACorrectionOfTheClockIsNews(t *testing.T) {
	for _, by := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		r := newRig(t)
		r.Push(r.morning())
		from := hall.At(r.now)
		to := hall.Correction{From: from, To: from.Add(by), By: hall.Millis(by.Milliseconds()), Why: hall.ProofWall}
		if !r.Event(r.event(hall.ClockCorrected, hall.Body{Clock: &to})) {
			t.Error("a correction asks for no snapshot")
		}
		moved := func(e hall.Event) hall.Event { e.At = e.At.Add(by); return e }
		r.Event(moved(r.call("H023", "3")))
		s := r.morning()
		s.At = s.At.Add(by)
		r.Push(s)
		r.Event(moved(r.call("A107", "1")))
		r.pass(30 * time.Second)
		if !slices.Equal(r.spoken, []string{"H023>3", "A107>1"}) {
			t.Errorf("by %v: spoken %v", by, r.spoken)
		}
	}
}
