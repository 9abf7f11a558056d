package ict_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/ict/icttest"
	"github.com/brighthall/brighthall/hardware/cash/journal"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
)

// TestVectors has the host's bytes about a note: 02 takes it, 0F gives it back, and what the machine says makes a
// credit, a doubt or nothing.
func TestVectors(t *testing.T) {
	for name, v := range map[string]struct {
		channel int
		refuse  byte // said instead of 10
		want    bool
		host    []byte // the last of 02 and 0F
		credit  int64
		why     hardware.CashReason
		out     int
	}{
		"81 43 | 02 | 10":             {channel: 3, want: true, host: []byte{0x02}, credit: 2000},
		"81 40 | 0F | 11":             {channel: 0, host: []byte{0x0F}, out: 1},
		"81 42 | 02 | 11":             {channel: 2, refuse: 0x11, want: true, host: []byte{0x02}, out: 1},
		"81 42 | 02 | 29":             {channel: 2, refuse: 0x29, want: true, host: []byte{0x02}, why: hardware.DoubtRejected, out: 1},
		"81 42 | 02 | 23":             {channel: 2, refuse: 0x23, want: true, host: []byte{0x02}, why: hardware.DoubtFraud, out: 1},
		"81 42 | 02 | 27":             {channel: 2, refuse: 0x27, want: true, host: []byte{0x02}, why: hardware.DoubtFraud, out: 1},
		"81 42 | 02 | 22":             {channel: 2, refuse: 0x22, want: true, host: []byte{0x02}, why: hardware.DoubtJam, out: 1},
		"81 42 | 02 | 80 nothing":     {channel: 2, refuse: 0x80, want: true, host: []byte{0x02}, why: hardware.DoubtSilence, out: 1},
		"81 4F | 0F | 11, no channel": {channel: 15, want: true, host: []byte{0x0F}, out: 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sim := icttest.New(nil)
				d := desk(t, sim)
				sim.Refuse(v.refuse)
				var fen int64
				d.take(20*time.Second, func(hardware.Cash) bool { return v.want }, func(c hardware.Cash) error { fen += c.Fen; return nil }, func() { sim.Put(v.channel) })
				var said []byte
				for _, c := range sim.Heard() {
					if c == 0x02 || c == 0x0F {
						said = append(said, c)
					}
				}
				doubts := d.Doubts()
				if !bytes.Equal(said, v.host) || fen != v.credit || len(sim.Out()) != v.out || (len(doubts) == 1) != (v.why != "") {
					t.Fatalf("said % X, credited %d, out %v, doubts %+v", said, fen, sim.Out(), doubts)
				}
				if len(doubts) == 1 && doubts[0].Why != v.why {
					t.Fatalf("%+v", doubts)
				}
			})
		})
	}
}

// TestNoteNobodyLetIn: a stacked without an accept is never a credit; a line full of them is no money at all.
func TestNoteNobodyLetIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim := icttest.New(nil)
		d := desk(t, sim)
		err := d.take(20*time.Second, nil, func(hardware.Cash) error { t.Error("credited"); return nil }, func() { sim.Say(bytes.Repeat([]byte{0x10}, 50)...) })
		if all := d.Doubts(); len(all) != 3 || all[0].Why != hardware.DoubtUnasked || hardware.CodeOf(err) != hardware.Garbled {
			t.Fatalf("%d doubts, %v", len(all), err)
		}
	})
}

// TestOldFirmwareSaysTheChannelOnly: its profile understands both.
func TestOldFirmwareSaysTheChannelOnly(t *testing.T) {
	for _, bare := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			sim := icttest.New(nil)
			sim.SetBare(bare)
			d := deskOf(t, sim, "ict002-cny")
			fen := int64(0)
			d.take(20*time.Second, nil, func(c hardware.Cash) error { fen += c.Fen; return nil }, func() { sim.Put(ten) })
			if fen != 1000 || len(sim.Box()) != 1 {
				t.Fatal(fen, sim.Box())
			}
		})
	}
}

// TestNoWordWithoutEndKeepsASession: whatever a line says again and again, a session and a look end with their context.
func TestNoWordWithoutEndKeepsASession(t *testing.T) {
	for _, word := range []string{"3E", "5E", "10", "11", "22", "23", "26", "29", "2F", "40", "80", "81", "8F", "8140", "808F", "00"} {
		t.Run(word, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				said, err := hex.DecodeString(word)
				if err != nil {
					t.Fatal(err)
				}
				b := hardwaretest.Babble{Text: said}
				d := deskOver(t, icttest.New(nil), "tb74-cny", b.Port)
				b.Begin()
				defer b.Stop()
				b.Ends(t, func(ctx context.Context) error {
					return d.Take(ctx, hardware.Intake{Credit: func(hardware.Cash) error { t.Error("credited"); return nil }})
				})
				b.Ends(t, func(ctx context.Context) error { _, err := d.Status(ctx); return err })
			})
		})
	}
}

type table struct {
	hardwaretest.CashDevice
	sim *icttest.Validator
}

// desk is an opened acceptor on its simulator, inside a bubble.
func desk(t *testing.T, sim *icttest.Validator) table { return deskOf(t, sim, "tb74-cny") }

func deskOf(t *testing.T, sim *icttest.Validator, profile string) table {
	return deskOver(t, sim, profile, func(p port.Port) port.Port { return p })
}

func deskOver(t *testing.T, sim *icttest.Validator, profile string, over func(port.Port) port.Port) table {
	cable := porttest.NewMemory("cash")
	ctx, cancel := context.WithCancel(context.Background())
	gone := make(chan struct{})
	go func() { defer close(gone); sim.Serve(ctx, hardwaretest.Cable(ctx, cable)) }()
	j, err := journal.Open(filepath.Join(t.TempDir(), "j"), journal.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := cable.Open()
	if err != nil {
		t.Fatal(err)
	}
	d := acceptorOf(profile)(over(p), j)
	t.Cleanup(func() { d.Close(); j.Close(); cancel(); <-gone })
	return table{d, sim}
}

// take runs a session of a time; do is done once it is open.
func (d table) take(long time.Duration, want func(hardware.Cash) bool, credit func(hardware.Cash) error, do func()) error {
	ctx, cancel := context.WithTimeout(context.Background(), long)
	defer cancel()
	return d.Take(ctx, hardware.Intake{Want: want, Credit: credit, Told: func(n hardware.CashNews) {
		if n.Step == hardware.CashOpened {
			go do()
		}
	}})
}
