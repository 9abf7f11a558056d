package rack_test

import (
	"context"
	"testing"
	"time"

	"github.com/brighthall/brighthall/assets/sounds"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/rack"
	"github.com/brighthall/brighthall/hardware/voice"
	"github.com/brighthall/brighthall/hardware/voice/syn6288/syn6288test"
)

// A line of announcements in front of a rack's handle goes on through an unplug: that call is shown, the next is heard
// again.
func TestAnnouncementsSurviveAnUnplug(t *testing.T) {
	line := plug(t, "ttyVOICE")
	defer line.Close()
	sim := syn6288test.New()
	sim.Apart = -1 // a busy machine may see two frames at once
	began := make(chan string, 100)
	sim.Rune, sim.Gap, sim.OnSpeak = 30*time.Millisecond, 300*time.Millisecond, func(s string) { began <- s }
	states := make(chan rack.Device, 100)
	r, err := rack.New(all.Registry(all.Resources{Sounds: sounds.Voice()}), map[string]string{"voice": "syn6288+" + line.URL() + "?baud=9600"},
		rack.Options{Backoff: []time.Duration{20 * time.Millisecond}, Poll: 100 * time.Millisecond, OnStatus: func(d rack.Device) { states <- d }})
	if err != nil {
		t.Fatal(err)
	}
	captions, faults := make(chan voice.Caption, 100), make(chan error, 100)
	q := voice.NewQueue(r.Voice("voice"), voice.Options{Wait: func(context.Context, time.Duration) {},
		OnCaption: func(c voice.Caption) { captions <- c }, OnFault: func(err error) { faults <- err }})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{}, 3)
	go func() { sim.Serve(ctx, hardwaretest.Cable(ctx, line)); ended <- struct{}{} }()
	go func() { r.Run(ctx); ended <- struct{}{} }()
	go func() { q.Run(ctx); ended <- struct{}{} }()
	defer func() { cancel(); <-ended; <-ended; <-ended }()

	until(t, states, func(d rack.Device) bool { return d.Status.State == hardware.Ready })
	q.Call(hardware.Utterance{ID: "1", Number: "A001", Window: 3})
	until(t, began, func(string) bool { return true })
	line.Unplug()
	if err := until(t, faults, func(error) bool { return true }); hardware.CodeOf(err) != hardware.Missing {
		t.Errorf("told %v", err)
	}
	if c := until(t, captions, func(c voice.Caption) bool { return !c.Started }); c.ID != "1" || c.Heard {
		t.Errorf("%+v", c)
	}
	until(t, states, func(d rack.Device) bool { return d.Status.State == hardware.Absent })
	q.Call(hardware.Utterance{ID: "2", Number: "A002", Window: 3}) // while it is away
	if c := until(t, captions, func(c voice.Caption) bool { return !c.Started }); c.ID != "2" || c.Heard {
		t.Errorf("%+v", c)
	}
	if err := line.Plug(); err != nil {
		t.Fatal(err)
	}
	until(t, states, func(d rack.Device) bool { return d.Status.State == hardware.Ready })
	q.Call(hardware.Utterance{ID: "3", Number: "A003", Window: 3})
	if c := until(t, captions, func(c voice.Caption) bool { return !c.Started }); c.ID != "3" || !c.Heard {
		t.Errorf("%+v", c)
	}
}

// until passes over what comes before what is waited for.
func until[T any](t *testing.T, c <-chan T, is func(T) bool) T {
	t.Helper()
	late := time.After(20 * time.Second)
	for {
		select {
		case v := <-c:
			if is(v) {
				return v
			}
		case <-late:
			t.Fatal("it did not come")
		}
	}
}
