package system

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/rack"
	"github.com/brighthall/brighthall/hardware/voice"
	"github.com/brighthall/brighthall/hardware/voice/module/moduletest"
	"github.com/brighthall/brighthall/hardware/voice/syn6288/syn6288test"
	"github.com/brighthall/brighthall/ui/display/board"
)

// speaking runs act beside a terminal whose voice is a simulated SYN6288, in a bubble of time. The hall's clock begins
// at 8:00 (the bubble's at midnight, UTC).
func speaking(t *testing.T, quiet string, volume config.Volumes, act func(t *testing.T, terminal *Terminal, module *moduletest.Module)) {
	synctest.Test(t, func(t *testing.T) {
		cable := porttest.NewMemory("ttyVOICE")
		url := "syn6288+" + cable.URL() + "?baud=9600"
		module := syn6288test.New()
		term := &Terminal{Log: slog.New(slog.DiscardHandler)}
		term.latest.Store(&hall.Snapshot{Outlet: hall.Outlet{Zone: "Asia/Shanghai"}})
		v := config.Voice{Volume: volume}
		if quiet != "" {
			v.Quiet = make([]voice.Span, 1)
			if err := v.Quiet[0].UnmarshalText([]byte(quiet)); err != nil {
				t.Fatal(err)
			}
		}
		var err error
		if term.Rack, err = rack.New(all.Registry(all.Resources{}), map[string]string{Voice: url}, rack.Options{}); err != nil {
			t.Fatal(err)
		}
		if err := term.openVoice(t.Context(), Given{Devices: config.Devices{Voice: url}, Hours: v.Hours()}); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(porttest.Cables(context.Background(), cable))
		var running sync.WaitGroup
		running.Go(func() { module.Serve(ctx, hardwaretest.Cable(ctx, cable)) })
		running.Go(func() { term.Rack.Run(ctx) })
		for _, p := range term.Parts {
			running.Go(func() { p.Run(ctx) })
		}
		time.Sleep(5 * time.Second) // the rack has found it
		act(t, term, module)
		stop()
		running.Wait()
	})
}

func called(no hall.TicketNo, recall bool) board.Call {
	return board.Call{CallView: hall.CallView{Ticket: hall.TicketID("id-" + no), No: no, Label: "3", Recall: recall, Seq: 1}, Times: 2}
}

func TestCallsAreSaidOneAfterTheOther(t *testing.T) {
	speaking(t, "", nil, func(t *testing.T, term *Terminal, module *moduletest.Module) {
		a := announcer{term.Speaker}
		var all sync.WaitGroup
		heard := func(no hall.TicketNo, recall bool) {
			all.Go(func() {
				if !a.Announce(t.Context(), called(no, recall)) {
					t.Errorf("%s was not heard", no)
				}
			})
			time.Sleep(time.Second) // all of them come while the first is being said
		}
		heard("A001", false)
		heard("A002", true)
		all.Go(func() {
			if err := term.handle(Voice).(hardware.Voice).Say(t.Context(), hardware.Utterance{Text: "自检"}); err != nil {
				t.Errorf("the self-test: %v", err)
			}
		})
		all.Wait()
		var said []string
		for _, text := range module.Said() {
			said = append(said, strings.NewReplacer("请A，零零", "", "号，到三号窗口办理业务。", "").Replace(text))
		}
		if len(module.Cut()) > 0 || fmt.Sprint(said) != "[幺 二 自检]" {
			t.Errorf("said %q, cut off %q", said, module.Cut())
		}
	})
}

func TestACallThatComesMeanwhileDropsTheRepeat(t *testing.T) {
	speaking(t, "", nil, func(t *testing.T, term *Terminal, module *moduletest.Module) {
		first := called("A001", false)
		first.Waits = func() bool { return true } // by the time the first reading ends
		if !(announcer{term.Speaker}).Announce(t.Context(), first) || len(module.Said()) != 1 {
			t.Errorf("said %q", module.Said())
		}
	})
}

func TestTheVoiceKeepsTheHallsHours(t *testing.T) {
	for _, c := range []struct {
		name, quiet string
		volume      config.Volumes
		readings    int
		tag         string // before each
	}{
		{"at any hour, as loud as the module is set", "", nil, 2, ""},
		{"at 8:00 in the hall, 0:00 UTC, it is quiet", "08:00-09:00", nil, 0, ""},
		{"quiet at midnight is not at 8:00", "23:00-07:00", nil, 2, ""},
		{"as loud as the hour", "", config.Volumes{7: 50, 9: 100}, 2, "[v8]"},
		{"an hour of no volume is quiet", "", config.Volumes{7: 0, 9: 100}, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			speaking(t, c.quiet, c.volume, func(t *testing.T, term *Terminal, module *moduletest.Module) {
				shown, captions := shownCall(t, term)
				want := slices.Repeat([]string{c.tag + "请A，零零幺号，到三号窗口办理业务。"}, c.readings)
				if !slices.Equal(module.Said(), want) {
					t.Errorf("said %q, want %q", module.Said(), want)
				}
				if quiet := c.readings == 0; shown < 8*time.Second || captions != fmt.Sprintf("begins quiet=%v, ends quiet=%v heard=%v", quiet, quiet, !quiet) {
					t.Errorf("shown for %v, captions %q", shown, captions)
				}
			})
		})
	}
}

func TestATestIsHeardInQuietHours(t *testing.T) {
	speaking(t, "00:00-23:59", nil, func(t *testing.T, term *Terminal, module *moduletest.Module) {
		if err := term.handle(Voice).(hardware.Voice).Say(t.Context(), hardware.Utterance{Text: "自检"}); err != nil || fmt.Sprint(module.Said()) != "[自检]" {
			t.Errorf("said %q: %v", module.Said(), err)
		}
	})
}

// shownCall has a board show one call and have it said, and tells how long it stood on the card and what captions came.
func shownCall(t *testing.T, term *Terminal) (shown time.Duration, captions string) {
	t.Helper()
	did := make(chan func(), 1) // what the board's goroutine has to do next
	b := board.New(board.Config{Announce: announcer{term.Speaker}, Now: time.Now, Run: func(job func(context.Context), done func()) {
		go func() { job(t.Context()); did <- done }()
	}})
	b.Caption = func(c board.Call, begins bool) {
		if begins {
			captions = fmt.Sprintf("begins quiet=%v", c.Quiet)
		} else {
			captions += fmt.Sprintf(", ends quiet=%v heard=%v", c.Quiet, c.Heard)
		}
	}
	now := hall.At(time.Now())
	call := called("A001", false).CallView
	call.At, call.Counter = now, "3"
	b.Push(hall.Snapshot{At: now, Recent: []hall.CallView{call}, Cursor: hall.Cursor{Epoch: 1, Seq: 1},
		Counters: []hall.CounterView{{Counter: hall.Counter{ID: "3"}, No: "A001", NoState: hall.Called}}})
	for b.View().Call != nil {
		select {
		case done := <-did:
			done()
		case <-time.After(100 * time.Millisecond):
			shown += 100 * time.Millisecond
		}
		b.Tick()
	}
	return shown, captions
}
