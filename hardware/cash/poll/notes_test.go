package poll_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/poll/polltest"
)

func TestANoteIsCreditedOnceWhateverTheLineDoes(t *testing.T) {
	for name, spoil := range map[string]func(r *rig){
		"nothing":               func(*rig) {},
		"the order is lost":     func(r *rig) { r.wire.Deaf(r.stack, 2) },
		"its answer is lost":    func(r *rig) { r.wire.Mute(r.stack, 1) },
		"the thanks are lost":   func(r *rig) { r.wire.Deaf(r.thanks, 3) },
		"answers are lost":      func(r *rig) { r.At(polltest.Valid, func() { r.wire.Mute(polltest.Any, 2) }) },
		"questions are lost":    func(r *rig) { r.At(polltest.Valid, func() { r.wire.Deaf(polltest.Any, 2) }) },
		"answers are torn":      func(r *rig) { r.At(polltest.Valid, func() { r.wire.Tear(2) }) },
		"answers are spoilt":    func(r *rig) { r.At(polltest.Valid, func() { r.wire.Spoil(2) }) },
		"it is not understood":  func(r *rig) { r.At(polltest.Valid, func() { r.wire.Nak(2) }) },
		"noise before answers":  func(r *rig) { r.wire.SetNoise([]byte{0xFC, 0x02, 0x03, 0xFF}) },
		"a false frame's begin": func(r *rig) { r.wire.SetNoise([]byte{0xFC, 0x30, 0x02, 0x03, 0x30}) },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, r *rig) {
				v := r.take(t, nil)
				v.await(t, hardware.CashOpened)
				eventually(t, "open", r.IsOpen)
				spoil(r)
				for _, kind := range []int{2, 2, 5} {
					r.put(t, kind)
					v.await(t, hardware.CashCredited)
				}
				r.wire.SetNoise(nil)
				if err := v.end(t); !errors.Is(err, context.Canceled) {
					t.Fatal(err)
				}
				notes, _ := r.Notes()
				if got := v.fen(); !slices.Equal(got, []int64{1000, 1000, 10000}) || !slices.Equal(notes.Box, []int{2, 2, 5}) || len(r.open.Doubts()) != 0 {
					t.Fatalf("credited %v, in the box %v, doubts %v", got, notes.Box, r.open.Doubts())
				}
			})
		})
	}
}

func TestWhatIsNotTakenGoesBack(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		v := r.take(t, func(c hardware.Cash) bool { return c.Fen < 5000 })
		for _, kind := range []int{5, 9} { // not wanted; not in the table
			r.put(t, kind)
			v.await(t, hardware.CashReturned)
		}
		r.put(t, polltest.Bad)
		v.await(t, hardware.CashRejected)
		r.put(t, 0)
		v.await(t, hardware.CashCredited)
		v.end(t)
		notes, _ := r.Notes()
		if !slices.Equal(notes.Out, []int{5, 9, polltest.Bad}) || !slices.Equal(notes.Box, []int{0}) || !slices.Equal(v.fen(), []int64{100}) {
			t.Fatalf("%+v, credited %v", notes, v.fen())
		}
	})
}

func TestANoteThatComesAsTheVisitorLeavesIsFollowed(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		v := r.take(t, nil)
		r.put(t, 2)
		v.await(t, hardware.CashStacking)
		if err := v.end(t); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		if got := v.fen(); !slices.Equal(got, []int64{1000}) || r.IsOpen() {
			t.Fatalf("credited %v, open %v", got, r.IsOpen())
		}
	})
}

func TestANoteInEscrowThatNobodyWaitsForGoesBack(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		v := r.take(t, nil)
		eventually(t, "open", r.IsOpen)
		v.end(t)
		r.Admit(true) // somebody else's program
		r.put(t, 2)
		r.State()
		r.State()
		eventually(t, "out", func() bool {
			r.is(t, hardware.Ready, "")
			n, _ := r.Notes()
			return slices.Equal(n.Out, []int{2})
		})
		r.is(t, hardware.Ready, "")
		if r.IsOpen() {
			t.Fatal("open")
		}
	})
}

func TestAMachineMaySpitByItself(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.SetSpitting(1)
		v := r.take(t, nil)
		eventually(t, "open", r.IsOpen)
		r.wire.Deaf(r.stack, 100)
		r.put(t, 2)
		v.await(t, hardware.CashReturned)
		v.end(t)
		if notes, _ := r.Notes(); len(v.fen()) != 0 || len(r.open.Doubts()) != 0 || !slices.Equal(notes.Out, []int{2}) {
			t.Fatalf("%v %v %+v", v.fen(), r.open.Doubts(), notes)
		}
	})
}

// A visitor who leaves the note in the mouth for longer than the machine may take to start is no fault.
func TestAVisitorTakesHisTime(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.SetHanging(true)
		v := r.take(t, func(hardware.Cash) bool { return false })
		r.put(t, 2)
		v.await(t, hardware.CashReturned)
		if err := v.end(t); !errors.Is(err, context.Canceled) {
			t.Fatalf("ended with %v", err)
		}
		r.is(t, hardware.Ready, "")
		next := r.take(t, nil) // waits for the mouth to be free
		for hung := time.Now(); time.Since(hung) < 2*waits.Start; {
			select {
			case err := <-next.ended:
				t.Fatalf("ended with %v", err)
			case n := <-next.news:
				t.Fatalf("told %+v", n)
			case <-time.After(waits.Start / 4):
			}
		}
		r.SetHanging(false)
		next.await(t, hardware.CashOpened)
		r.put(t, 2)
		next.await(t, hardware.CashCredited)
		next.end(t)
	})
}

func TestANoteThatHangsForMinutesIsAJam(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		r.SetHanging(true)
		v := r.take(t, func(hardware.Cash) bool { return false })
		r.put(t, 2)
		v.await(t, hardware.CashReturned)
		v.end(t)
		r.is(t, hardware.Ready, "")
		r.is(t, hardware.Faulty, hardware.CashJam)
		if err := r.take(t, nil).over(t); hardware.CodeOf(err) != hardware.CashJam {
			t.Fatal(err)
		}
		r.SetHanging(false)
		r.is(t, hardware.Ready, "")
	})
}

func TestASecondNoteInTheMouthOnlyHoldsTheFirstUp(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		v := r.take(t, nil)
		eventually(t, "open", r.IsOpen)
		paused := make(chan struct{})
		r.At(polltest.Stacking, func() { r.Trouble(polltest.Pause); close(paused) })
		r.put(t, 2)
		<-paused
		r.Mend()
		v.await(t, hardware.CashCredited)
		r.Trouble(polltest.Pause)
		v.end(t)
		r.is(t, hardware.Faulty, hardware.CashJam)
		r.Mend()
		r.is(t, hardware.Ready, "")
	})
}

// What was credited and not thanked for is said again in the next session, and by a new driver: never money.
func TestThanksThatNeverCame(t *testing.T) {
	each(t, func(t *testing.T, r *rig) {
		first := r.take(t, nil)
		eventually(t, "open", r.IsOpen)
		r.wire.Deaf(r.thanks, 4)
		r.put(t, 2)
		first.await(t, hardware.CashCredited)
		first.end(t)
		r.wire.Deaf(r.thanks, 1)
		r.reopen(t)
		second := r.take(t, nil)
		second.await(t, hardware.CashOpened)
		r.put(t, 3)
		second.await(t, hardware.CashCredited)
		second.end(t)
		if !slices.Equal(first.fen(), []int64{1000}) || !slices.Equal(second.fen(), []int64{2000}) || len(r.open.Doubts()) != 0 {
			t.Fatalf("%v %v %v", first.fen(), second.fen(), r.open.Doubts())
		}
	})
}
