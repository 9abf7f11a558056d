package all_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/assets/fonts"
	"github.com/brighthall/brighthall/assets/sounds"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
)

func registry() *hardware.Registry {
	return all.Registry(all.Resources{Regular: fonts.Regular, Bold: fonts.Bold, Sounds: sounds.Voice()})
}

func TestEveryExampleIsUnderstood(t *testing.T) {
	r := registry()
	for _, d := range r.Drivers() {
		if kind, err := r.Check(d.Example); err != nil || kind != d.Kind {
			t.Errorf("%s: %s %v", d.Example, kind, err)
		}
	}
	for _, u := range []string{"escpos+tcp://10.0.0.9:9100?profile=80mm", "escpos+usblp:///dev/usb/lp0",
		"serialscan+serial:COM3?baud=9600", "escpos+file:///tmp/x.bin?profile=58mm", "clips+system:", "escpos+spool://POS-80?profile=80mm"} {
		if _, err := r.Check(u); err != nil {
			t.Error(err)
		}
	}
}

func TestAWrongWordIsRefusedWithTheRightOne(t *testing.T) {
	for url, want := range map[string]string{
		"escpo+serial:///dev/ttyS1":                      `did you mean "escpos"`,
		"escpos+seriel:///dev/ttyS1":                     `did you mean "serial"`,
		"escpos+serial:///dev/ttyS1?baut=9600":           `did you mean "baud"`,
		"escpos+serial:///dev/ttyS1?profil=58mm":         `did you mean "profile"`,
		"escpos+file:///tmp/x?profile=85mm":              `did you mean "80mm"`,
		"escpos+spool://POS-80?profile=80mm":             `scheme "spool" is unknown here, it is of Windows`,
		"clips+system:?volume=loud":                      "0 to 100",
		"clips+tcp://x":                                  "unknown port",
		"serialscan+serial:///dev/none?baud=9600&stop=3": "1 or 2",
	} {
		_, err := registry().Open(t.Context(), url)
		if hardware.CodeOf(err) != hardware.BadConfig || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", url, err, want)
		}
	}
}

func TestAMissingDeviceSaysSo(t *testing.T) {
	_, err := registry().Open(t.Context(), "escpos+serial://"+t.TempDir()+"/none")
	if hardware.CodeOf(err) != hardware.Missing {
		t.Error(err)
	}
}

// A printer that is a file gets the bytes and can confirm nothing.
func TestPrintingToAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ticket.bin")
	d, err := registry().Open(t.Context(), "escpos+file://"+file+"?profile=pos-5890")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	o, err := d.(hardware.Printer).Print(t.Context(), hardware.Slip{Blocks: []hardware.Block{hardware.Number{Text: "A001"}}})
	if o.Result != hardware.Uncertain || o.Reason != hardware.PrinterUnconfirmed || err != nil {
		t.Fatalf("%+v %v", o, err)
	}
	if b, _ := os.ReadFile(file); len(b) < 1000 || b[0] != 0x1B || b[1] != 0x40 {
		t.Errorf("%d bytes in the file", len(b))
	}
}
