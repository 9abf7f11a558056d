package escpos_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/printer/escpos/escpostest"
)

// A printer says who it is when it knows the question, and is asked only when nothing can come of it.
func TestAPrinterIsAskedWhoItIs(t *testing.T) {
	epson := escpostest.Config{Maker: "EPSON", Model: "TM-T88V"}
	for name, c := range map[string]struct {
		profile string
		cfg     escpostest.Config
		before  func(r *rig)
		want    hardware.Identity
		asked   bool
	}{
		"one that knows it":               {"80mm", epson, func(*rig) {}, hardware.Identity{Maker: "EPSON", Model: "TM-T88V"}, true},
		"one that tells all by itself":    {"tm-t88v", epson, func(*rig) {}, hardware.Identity{Maker: "EPSON", Model: "TM-T88V"}, true},
		"one that does not":               {"80mm", escpostest.Config{}, func(*rig) {}, hardware.Identity{}, true},
		"one that confirms nothing":       {"80mm", epson, func(r *rig) { r.virtual.SetMute(true) }, hardware.Identity{}, false},
		"one that never answers":          {"80mm", escpostest.Config{Silent: true}, func(*rig) {}, hardware.Identity{}, false},
		"one that is known not to answer": {"pos-5890", epson, func(*rig) {}, hardware.Identity{}, false},
		"one that stands":                 {"80mm", epson, func(r *rig) { r.virtual.SetCover(true) }, hardware.Identity{}, false},
		"one with a slip broken off":      {"80mm", epson, func(r *rig) { r.traces.Broke(r.Info().Where, true); r.reopen() }, hardware.Identity{}, false},
	} {
		hardwaretest.Driven(t, name, func(t *testing.T) {
			r := newRig(t, hardwaretest.InMemory, c.profile, c.cfg, quick)
			c.before(r)
			began := time.Now()
			if who, err := r.Identify(t.Context()); who != c.want || err != nil {
				t.Errorf("%+v %v", who, err)
			}
			if asked := bytes.Contains(r.heard(), []byte{0x1D, 0x49}); asked != c.asked {
				t.Errorf("asked %v: % X", asked, r.heard())
			}
			if took := time.Since(began); took > 4*time.Second { // asked twice, each time listened to for a late answer
				t.Errorf("took %s", took)
			}
		})
	}
	hardwaretest.Driven(t, "it prints afterwards", func(t *testing.T) {
		r := newRig(t, hardwaretest.InMemory, "80mm", epson, quick)
		if _, err := r.Identify(t.Context()); err != nil {
			t.Fatal(err)
		}
		r.expect(hardware.Printed, "")
	})
}

func TestAnUnpluggedPrinterDoesNotSayWhoItIs(t *testing.T) {
	hardwaretest.Driven(t, "unplugged", func(t *testing.T) {
		r := newRig(t, hardwaretest.InMemory, "80mm", escpostest.Config{}, quick)
		r.line.Unplug()
		if _, err := r.Identify(t.Context()); hardware.CodeOf(err) != hardware.Missing {
			t.Error(err)
		}
	})
}
