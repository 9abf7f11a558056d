package system

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	sentences "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/rack"
)

// noted is a hall that keeps what it is told, and may be away.
type noted struct {
	away atomic.Bool
	told chan string
}

func (n *noted) Report(_ context.Context, r hall.Report) error {
	if n.away.Load() {
		return hall.E("noted", hall.Unavailable)
	}
	n.told <- fmt.Sprintf("%s %s %s cleared=%v", r.By.Terminal, r.Fault.Device, r.Fault.Code, r.Fault.Cleared)
	return nil
}

func TestARollNearItsEndIsToldInSteps(t *testing.T) {
	r := newReports("K1")
	var told []int
	for left := 37; left > 0; left-- {
		before := r.news["printer"].Key
		r.note(rack.Device{Name: "printer", Status: hardware.Status{Code: hardware.PrinterNearEnd, SlipsLeft: left}})
		if now := r.news["printer"]; now.Key != before {
			told = append(told, now.Fault.Left)
		}
	}
	if want := []int{30, 20, 15, 10, 5, 4, 3, 2, 1}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

func TestTheCounterSaysHowManySlipsAreLeft(t *testing.T) {
	book, err := lang.Load(sentences.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		status hardware.Status
		want   string
	}{
		{hardware.Status{State: hardware.Warning, Code: hardware.PrinterNearEnd, SlipsLeft: 30}, "纸快用完，约剩 30 张"},
		{hardware.Status{State: hardware.Warning, Code: hardware.PrinterNearEnd}, "纸快用完"},
		{hardware.Status{State: hardware.Faulty, Code: hardware.PrinterPaperOut}, "纸用完"},
		{hardware.Status{State: hardware.Ready}, ""},
	} {
		d := counterDevices([]rack.Device{{Name: Printer, Status: c.status}})[1]
		got := d.Detail
		if got != "" {
			got = book.Say(hall.Chinese, "counter.device.detail."+d.Detail, "n", d.Left)
		}
		if got != c.want {
			t.Errorf("%+v is %q, want %q", c.status, got, c.want)
		}
	}
}

func TestWhatDevicesAreReachesTheHall(t *testing.T) {
	const low, out, well = hardware.PrinterNearEnd, hardware.PrinterPaperOut, hardware.Code("")
	for _, row := range []struct {
		name   string
		states []hardware.Code // of the printer, one after the other
		away   bool            // the node, while they come
		want   []string
	}{
		{"a device that is well clears what was told before the restart", []hardware.Code{well}, false, []string{"K1 printer  cleared=true"}},
		{"each change is told once", []hardware.Code{well, out, out, well}, false,
			[]string{"K1 printer  cleared=true", "K1 printer printer.paper-out cleared=false", "K1 printer  cleared=true"}},
		{"a cut line is caught up with the newest state", []hardware.Code{well, out, low}, true, []string{"K1 printer printer.near-end cleared=false"}},
		{"what asks for no action is no fault", []hardware.Code{hardware.PrinterUnconfirmed}, false, []string{"K1 printer  cleared=true"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				to := &noted{told: make(chan string, 20)}
				to.away.Store(row.away)
				r := newReports("K1")
				r.to = to
				ctx, stop := context.WithCancel(t.Context())
				go r.Run(ctx)
				for _, c := range row.states {
					r.note(rack.Device{Name: "printer", Status: hardware.Status{Code: c}})
					synctest.Wait()
				}
				to.away.Store(false)
				time.Sleep(time.Minute)
				stop()
				synctest.Wait()
				close(to.told)
				var got []string
				for told := range to.told {
					got = append(got, told)
				}
				if fmt.Sprint(got) != fmt.Sprint(row.want) {
					t.Errorf("told %q, want %q", got, row.want)
				}
			})
		})
	}
}
