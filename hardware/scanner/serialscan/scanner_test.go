package serialscan_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/scanner/serialscan"
	"github.com/brighthall/brighthall/hardware/scanner/serialscan/serialscantest"
)

func TestScannerContract(t *testing.T) {
	hardwaretest.TestSerialScanner(t, func(t *testing.T, w hardwaretest.Wiring) hardwaretest.ScannerRig {
		line := w(t, 9600)
		p, reads := hardwaretest.CountReads(line.Open(t, "?baud=9600"))
		gun := serialscantest.Scanner{Link: line}
		return hardwaretest.ScannerRig{
			Open:   serialscan.New(p, time.Now),
			Point:  func(code string) error { return gun.Point(t.Context(), code) },
			Raw:    func(b []byte) error { return gun.Send(t.Context(), b) },
			Frame:  func(code string) []byte { return []byte(code + "\r") },
			Reads:  reads,
			Unplug: line.Unplug,
		}
	})
}

func TestACodeWithoutTerminatorArrivesAfterAPause(t *testing.T) {
	line, err := porttest.NewLine(t.TempDir(), "ttySCAN", 0)
	if err != nil {
		t.Fatal(err)
	}
	defer line.Unplug()
	p, err := port.Open(t.Context(), line.URL())
	if err != nil {
		t.Fatal(err)
	}
	s := serialscan.New(p, time.Now)
	defer s.Close()
	gun := serialscantest.Scanner{Link: line, Suffix: serialscantest.None}
	if err := gun.Point(t.Context(), "00132702314471"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var got string
	err = s.Scan(ctx, func(c hardware.Scan) { got = c.Code; cancel() })
	if got != "00132702314471" || !errors.Is(err, context.Canceled) {
		t.Errorf("%q %v", got, err)
	}
}
