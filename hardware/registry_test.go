package hardware_test

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/brighthall/brighthall/hardware"
)

func TestTheNearestWord(t *testing.T) {
	known := []string{"escpos", "serialscan", "clips"}
	for word, want := range map[string]string{"escpo": "escpos", "ESCPOS": "", "serialscann": "serialscan", "clip": "clips", "xyz": "", "": ""} {
		if got := hardware.Nearest(word, known); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
}

func TestFaultsCarryTheirCode(t *testing.T) {
	f := hardware.E("escpos.Print", hardware.PrinterPaperOut, "roll", io.EOF)
	wrapped := fmt.Errorf("kiosk: %w", f)
	if hardware.CodeOf(wrapped) != hardware.PrinterPaperOut || !errors.Is(wrapped, io.EOF) {
		t.Error(wrapped)
	}
	if got := f.Error(); got != "escpos.Print: printer.paper-out: roll: EOF" {
		t.Error(got)
	}
	if hardware.CodeOf(nil) != "" || hardware.CodeOf(io.EOF) != hardware.Failed {
		t.Error("errors that are no faults")
	}
}

// Only a line that has a baud rate can have the wrong one.
func TestNonsenseIsToldByTheLine(t *testing.T) {
	for url, want := range map[string]hardware.Code{
		"escpos+serial:///dev/ttyS1?baud=115200": hardware.Garbled,
		"serialscan+serial:COM3?baud=9600":       hardware.Garbled,
		"nut+tcp://10.0.0.2:3493?ups=su700":      hardware.Stranger,
		"escpos+tcp://10.0.0.9:9100":             hardware.Stranger,
		"page+ipp://10.0.0.9/printers/forms":     hardware.Stranger,
		"escpos+usblp:///dev/usb/lp0":            hardware.Stranger,
		"":                                       hardware.Garbled,
	} {
		if got := hardware.Garbled.On(url); got != want {
			t.Errorf("%s: %s, want %s", url, got, want)
		}
		if got := hardware.Missing.On(url); got != hardware.Missing {
			t.Errorf("%s: %s", url, got)
		}
	}
}

// Trying again is offered only where nobody has to touch the device.
func TestWhatEachFaultAsksOfPeople(t *testing.T) {
	for code, want := range map[hardware.Code]struct {
		severity hardware.Severity
		retry    bool
	}{
		hardware.PrinterPaperOut:    {hardware.Act, false},
		hardware.PrinterNearEnd:     {hardware.Look, true},
		hardware.PrinterBroken:      {hardware.Engineer, false},
		hardware.PrinterUnconfirmed: {hardware.Notice, false},
		hardware.Missing:            {hardware.Act, true},
		hardware.Garbled:            {hardware.Engineer, false},
		"some.new-code":             {hardware.Look, false},
	} {
		if code.Severity() != want.severity || code.Retry() != want.retry {
			t.Errorf("%s: %s %v", code, code.Severity(), code.Retry())
		}
	}
	for _, c := range hardware.Codes() {
		if c.Severity() == "" {
			t.Errorf("%s has no severity", c)
		}
	}
}
