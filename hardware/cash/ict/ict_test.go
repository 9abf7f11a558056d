package ict_test

import (
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/cash/ict"
	"github.com/brighthall/brighthall/hardware/cash/ict/icttest"
	"github.com/brighthall/brighthall/hardware/cash/intake"
	"github.com/brighthall/brighthall/hardware/cash/journal"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port"
)

const ten = 2 // the channel of ten yuan

func TestAcceptorContract(t *testing.T) {
	hardwaretest.TestCashAcceptor(t, func() hardwaretest.CashRig {
		sim := icttest.New(nil)
		at := func(m icttest.Moment) func(func()) { return func(do func()) { sim.At(m, do) } }
		ill := func(name string, status byte, code hardware.Code) hardwaretest.CashFault {
			return hardwaretest.CashFault{Name: name, Break: func() { sim.Trouble(status) }, Mend: func() { sim.Trouble(0) }, Code: code}
		}
		return hardwaretest.CashRig{
			Make:  acceptorOf("tb74-cny"),
			Serve: sim.Serve, Put: func() error { return sim.Put(ten) }, IsOpen: sim.IsOpen, Power: sim.SetPower,
			Inside: func() int { return len(sim.Box()) },
			At:     map[string]func(func()){"held": at(icttest.Held), "accepted": at(icttest.Accepted), "inside": at(icttest.Inside)},
			Faults: []hardwaretest.CashFault{
				ill("20 motor", 0x20, hardware.CashBroken), ill("21 checksum", 0x21, hardware.CashBroken), ill("22 jam", 0x22, hardware.CashJam),
				ill("24 open", 0x24, hardware.CashOpen), ill("25 sensor", 0x25, hardware.CashBroken), ill("27 fishing", 0x27, hardware.CashFraud),
				ill("28 full", 0x28, hardware.CashFull),
				{Name: "no power", Break: func() { sim.SetPower(false) }, Mend: func() { sim.SetPower(true) }, Code: hardware.CashSilent},
				{Name: "silent", Break: func() { sim.SetSilent(true) }, Mend: func() { sim.SetSilent(false) }, Code: hardware.CashSilent},
				{Name: "a line that talks by itself", Break: func() { sim.SetNoise(make([]byte, 100)) }, Mend: func() { sim.SetNoise(nil) }, Code: hardware.Garbled},
			},
		}
	})
}

func acceptorOf(name string) func(port.Port, *journal.Journal) hardwaretest.CashDevice {
	profile, err := intake.LoadProfile(ict.Files, name)
	if err != nil {
		panic(err)
	}
	return func(p port.Port, j *journal.Journal) hardwaretest.CashDevice {
		return ict.New(p, profile, j, intake.Waits{}, time.Now)
	}
}
