package playlist_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/ui/media/playlist"
)

type rig struct {
	*playlist.List
	now     time.Time
	changes int
}

func newRig(pages ...playlist.Kind) *rig {
	r := &rig{now: time.Date(2026, 11, 23, 1, 52, 0, 0, time.UTC)}
	r.List = playlist.New(playlist.Config{Now: func() time.Time { return r.now }, Pages: pages})
	r.Changed = func() { r.changes++ }
	return r
}

func (r *rig) pass(d time.Duration) {
	for range int(d / time.Second) {
		r.now = r.now.Add(time.Second)
		r.Tick()
	}
}

func morning(notices int) hall.Snapshot {
	s := hall.Snapshot{Outlet: hall.Outlet{Zone: "Asia/Shanghai"}, Groups: []hall.GroupView{{ServiceGroup: hall.ServiceGroup{Code: "H"}}}}
	for i := range notices {
		s.Notices = append(s.Notices, hall.Notice{Title: hall.Name{Zh: fmt.Sprint(i)}})
	}
	for i := range 8 {
		s.Items = append(s.Items, hall.ServiceType{Code: hall.ItemCode(fmt.Sprint("B0", i)), Group: "H"})
	}
	return s
}

func TestTheLoopShowsEveryPageInTurn(t *testing.T) {
	r := newRig()
	r.Push(morning(2))
	var seen []playlist.Kind
	for range 6 {
		seen = append(seen, r.Page().Kind)
		r.pass(r.Page().For)
	}
	want := "[clock notice notice public promises clock]"
	if got := fmt.Sprint(seen); got != want {
		t.Fatalf("loop %s, want %s", got, want)
	}
}

func TestThePublicPageCannotBeRemoved(t *testing.T) {
	for _, pages := range [][]playlist.Kind{{playlist.Clock}, {playlist.NoticeOf}, {playlist.Promises, playlist.Clock}} {
		r := newRig(pages...)
		found := false
		for range 12 {
			found = found || r.Page().Kind == playlist.Public
			r.pass(5 * time.Second)
		}
		if !found {
			t.Errorf("a loop of %v goes without it", pages)
		}
	}
}

func TestATouchInterruptsAtOnceAndTheLoopComesBackAfterAMinute(t *testing.T) {
	r := newRig()
	r.Push(morning(0))
	r.Open(playlist.Papers)
	r.OpenGroup("H")
	r.OpenItem("B03")
	if v := r.View(); v.Topic != playlist.OneItem || v.Item.Code != "B03" {
		t.Fatalf("topic %q, item %q", v.Topic, v.Item.Code)
	}
	r.pass(59 * time.Second)
	r.Touch()
	r.pass(59 * time.Second)
	if r.View().Topic != playlist.OneItem {
		t.Fatal("taken away while somebody reads")
	}
	r.pass(time.Second)
	if r.View().Topic != playlist.Loop {
		t.Fatal("the loop does not come back")
	}
}

func TestBackGoesStepByStep(t *testing.T) {
	r := newRig()
	r.Push(morning(0))
	r.Open(playlist.Papers)
	r.OpenGroup("H")
	r.OpenItem("B03")
	for _, want := range []playlist.Topic{playlist.Groups, playlist.Papers, playlist.Loop, playlist.Loop} {
		r.Back()
		if got := r.View().Topic; got != want {
			t.Fatalf("back to %q, want %q", got, want)
		}
	}
}

func TestItemsArePaged(t *testing.T) {
	r := newRig()
	r.Push(morning(0))
	r.OpenGroup("H")
	r.Turn(5)
	if v := r.View(); v.Pages != 2 || v.ItemPage != 1 || len(v.Items) != 2 {
		t.Fatalf("page %d of %d with %d items", v.ItemPage, v.Pages, len(v.Items))
	}
}

func TestFewerNoticesDoNotLoseTheLoop(t *testing.T) {
	r := newRig(playlist.NoticeOf)
	r.Push(morning(5))
	r.Turn(4)
	r.Push(morning(0))
	if r.Page().Kind != playlist.Public {
		t.Fatalf("page %q", r.Page().Kind)
	}
}

func TestAPageDrawsOnceAndThenRests(t *testing.T) {
	r := newRig()
	r.Push(morning(0))
	r.changes = 0
	r.pass(11 * time.Second)
	if r.changes != 0 {
		t.Fatalf("%d drawings of a still page", r.changes)
	}
}

func TestWhenTheNodeIsAwayTheContentSaysItsTime(t *testing.T) {
	r := newRig()
	s := morning(0)
	s.At = hall.At(r.now)
	r.Push(s)
	r.Lost()
	if v := r.View(); v.Since.Format("15:04") != "09:52" {
		t.Fatalf("content of %s", v.Since)
	}
}

func TestTheBandOfNow(t *testing.T) {
	for minute, peak := range map[int]bool{0: false, 7*60 + 59: false, 8 * 60: true, 21*60 + 59: true, 22 * 60: false} {
		if b := playlist.BandAt(playlist.DemoBands, minute); b.Peak != peak || b.Fen == 0 {
			t.Errorf("minute %d: %+v", minute, b)
		}
	}
}

// TestTheClockIsTheHalls: a machine whose own clock is days wrong shows the time of the hall; what a message takes on
// its way is no difference.
func TestTheClockIsTheHalls(t *testing.T) {
	for apart, want := range map[time.Duration]time.Duration{0: 0, -2 * time.Second: 0, 4 * 24 * time.Hour: 4 * 24 * time.Hour, -time.Hour: -time.Hour} {
		r := newRig()
		s := morning(1)
		s.At = hall.At(r.now.Add(apart))
		r.Push(s)
		r.pass(2 * time.Minute)
		if got := r.View().Now.Sub(r.now); got != want {
			t.Errorf("the hall is %v before this machine, which shows %v", apart, got)
		}
	}
}
