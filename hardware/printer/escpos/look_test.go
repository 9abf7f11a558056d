package escpos_test

import (
	"os"
	"path/filepath"
	"testing"
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
	}
}
