package escpos_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/brighthall/brighthall/hardware"
)

// With BRIGHTHALL_SHOTS=dir the tickets are left there as pictures, to be looked at.
func TestPicturesOfTheTicket(t *testing.T) {
	dir := os.Getenv("BRIGHTHALL_SHOTS")
	if dir == "" {
		dir = t.TempDir()
	}
	f := fonts(t)
	for _, name := range []string{"80mm", "58mm"} {
		m, err := f.Set(profile(t, name), ticket())
		if err != nil {
			t.Fatal(err)
		}
		if m.Rect.Dy() > 1400 {
			t.Errorf("%s: the ticket is %d rows long, too much paper", name, m.Rect.Dy())
		}
		savePNG(t, filepath.Join(dir, "ticket-"+name+".png"), m)
		if m, err = f.Set(profile(t, name), english()); err != nil {
			t.Fatal(err)
		}
		savePNG(t, filepath.Join(dir, "ticket-en-"+name+".png"), m)
	}
}

// english has the long words and the extremes.
func english() hardware.Slip {
	return hardware.Slip{Job: "t2", Blocks: []hardware.Block{
		hardware.Text{Text: "Gaoyang County Power Supply Business Hall", Size: hardware.Title, Bold: true},
		hardware.Rule{},
		hardware.Number{Text: "H1023"},
		hardware.Text{Text: "Change of residential customer\u3000Priority", Size: hardware.Large, Bold: true},
		hardware.Box{Rows: []hardware.Row{{Label: "People ahead of you", Value: "105", Unit: "people"},
			{Label: "Estimated wait", Value: "105–130", Unit: "min"}}, Note: "May change; please follow the calls"},
		hardware.Text{Text: "When called, go to window 3–5", Size: hardware.Large, Bold: true},
		hardware.Rule{},
		hardware.QR{Content: qrContent, Title: "Follow the queue", Lines: []string{"Scan to see your place and your window"}, List: "Please have ready",
			Items: []hardware.Item{{Text: "ID card", Checked: true}, {Text: "Property ownership certificate (can follow later)"}}},
		hardware.Rule{},
		hardware.Barcode{Digits: digits, Caption: "Show this code at the window"},
		hardware.Footer{Lines: []string{"2026-11-23 09:41:07\u3000K01-0231", "Expires after three calls\u3000Hotline 95598\u3000Printed again\u3000Demo data"}},
	}}
}
