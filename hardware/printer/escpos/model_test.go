package escpos_test

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/printer/escpos"
	"github.com/brighthall/brighthall/hardware/printer/escpos/escpostest"
)

// Every model prints on a printer built like it, and confirms when it can.
func TestEveryModelPrints(t *testing.T) {
	for _, name := range escpos.Profiles() {
		hardwaretest.Driven(t, name, func(t *testing.T) {
			p := profile(t, name)
			r := newRig(t, hardwaretest.InMemory, name, escpostest.Config{Silent: p.Status == "no"}, quick)
			if p.Status == "no" {
				r.expect(hardware.Uncertain, hardware.PrinterUnconfirmed)
				return
			}
			r.expect(hardware.Printed, "")
			if errs := r.virtual.Errors(); len(errs) > 0 {
				t.Error(errs)
			}
		})
	}
}

// In text mode the words on the paper are the slip's, in the sizes asked for.
func TestTextModePrintsTheWords(t *testing.T) {
	for _, name := range []string{"80mm-text", "58mm-text"} {
		p := profile(t, name)
		data, err := escpos.Encode(p, fonts(t), ticket())
		if err != nil {
			t.Fatal(err)
		}
		tickets, errs := escpostest.Preview(like(p), append(data, 0x1D, 0x56, 0x00))
		if len(errs) > 0 || len(tickets) != 1 {
			t.Fatalf("%s: %d tickets, %v", name, len(tickets), errs)
		}
		var all []string
		for _, l := range tickets[0].Lines {
			all = append(all, l.String())
			wide := 0
			for _, r := range l.Text {
				wide += 12 * l.Wide
				if r >= 0x80 {
					wide += 12 * l.Wide
				}
			}
			if wide > p.Dots+24 { // closing punctuation may hang over
				t.Errorf("%s: %q is %d dots wide", name, l.Text, wide)
			}
		}
		for _, want := range []string{"2x2 高阳县供电营业厅", " H023", "1x2 前面等候", "■ 身份证", "2026-11-23 09:41:07　K01-0231"} {
			if !slices.ContainsFunc(all, func(l string) bool { return strings.Contains(l, want) }) {
				t.Errorf("%s: no %q in %q", name, want, all)
			}
		}
		if name == "80mm-text" && !slices.Equal(tickets[0].Codes, []string{qrContent, digits}) {
			t.Errorf("codes %q", tickets[0].Codes)
		}
	}
}

// A character the ROM lacks sends the slip as a picture: a name is never printed with a hole in it.
func TestACharacterTheROMLacksMakesItAPicture(t *testing.T) {
	slip := hardware.Slip{Blocks: []hardware.Block{hardware.Text{Text: "𠮷野家"}}}
	p := profile(t, "58mm-text")
	data, err := escpos.Encode(p, fonts(t), slip)
	if err != nil {
		t.Fatal(err)
	}
	tickets, errs := escpostest.Preview(like(p), append(data, 0x1D, 0x56, 0x00))
	if len(errs) > 0 || len(tickets) != 1 || len(tickets[0].Lines) != 0 {
		t.Fatalf("%d tickets %v", len(tickets), errs)
	}
}

func TestTextModeNeedsACharacterSet(t *testing.T) {
	if _, err := profile(t, "80mm").WithMode("text"); hardware.CodeOf(err) != hardware.BadConfig {
		t.Error(err)
	}
	if _, err := profile(t, "80mm-text").WithMode("txt"); err == nil || !strings.Contains(err.Error(), `did you mean "text"`) {
		t.Error(err)
	}
	p, err := profile(t, "80mm-text").WithMode("raster")
	if err != nil {
		t.Fatal(err)
	}
	got, _ := escpos.Encode(p, fonts(t), ticket())
	want, _ := escpos.Encode(profile(t, "80mm"), fonts(t), ticket())
	if !bytes.Equal(got, want) {
		t.Error("the picture differs from the 80mm profile's")
	}
}

// Both picture forms make the same paper.
func TestBothFormsMakeTheSamePaper(t *testing.T) {
	p := profile(t, "80mm")
	var first []byte
	for _, form := range []string{"raster", "graphics", "graphics-large"} {
		p.Form = form
		data, err := escpos.Encode(p, fonts(t), ticket())
		if err != nil {
			t.Fatal(err)
		}
		m := paper(t, p, data)
		var dots []byte
		for y := range m.Bounds().Dy() {
			for x := range m.Bounds().Dx() {
				r, _, _, _ := m.At(x, y).RGBA()
				dots = append(dots, byte(r))
			}
		}
		if first == nil {
			first = dots
		}
		if !bytes.Equal(dots, first) {
			t.Errorf("%s differs", form)
		}
	}
}

// A model that knows GS ( D is told that dots which look like a pulse are dots.
func TestAPictureOpensNoDrawer(t *testing.T) {
	quiet, _ := hex.DecodeString("1d28440300140100")
	data, err := escpos.Encode(profile(t, "tm-t88v"), fonts(t), ticket())
	if err != nil || !bytes.HasPrefix(data, append([]byte{0x1B, 0x40}, quiet...)) {
		t.Errorf("the profile does not say it: % x", data[:10])
	}
}

func TestTheDrawer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, hardwaretest.InMemory, "tm-t88v", escpostest.Config{}, quick)
		drawer := func(want bool) {
			t.Helper()
			if open, err := r.DrawerOpen(t.Context()); open != want || err != nil {
				t.Fatalf("open %v %v", open, err)
			}
		}
		kick := func(want hardware.Code) {
			t.Helper()
			if err := r.OpenDrawer(t.Context()); hardware.CodeOf(err) != want {
				t.Fatalf("%v, want %q", err, want)
			}
		}
		drawer(false)
		kick("")
		drawer(true)
		r.virtual.ShutDrawer()
		r.virtual.LockDrawer(true)
		kick(hardware.PrinterDrawer)
		r.virtual.LockDrawer(false)
		r.virtual.SetPaper(false)
		kick(hardware.PrinterPaperOut)
		if r.virtual.Pulses() != 2 {
			t.Errorf("%d pulses", r.virtual.Pulses())
		}
		r.virtual.SetPaper(true)
		r.expect(hardware.Printed, "")
		r.line.Unplug()
		kick(hardware.Missing)
		without := newRig(t, hardwaretest.InMemory, "zj-5870", escpostest.Config{}, quick)
		if err := without.OpenDrawer(t.Context()); hardware.CodeOf(err) != hardware.BadConfig {
			t.Error(err)
		}
	})
}

// Near its end the printer says for how many slips there is paper, fewer after each, and learns how long they are.
func TestNearTheEndTheSlipsAreCounted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for _, name := range []string{"80mm", "tm-t88v"} {
			r := newRig(t, hardwaretest.InMemory, name, escpostest.Config{}, quick)
			r.expect(hardware.Printed, "")
			rows := r.paper().Image.Bounds().Dy()
			left := func() int {
				s, _ := r.Status(t.Context())
				return s.SlipsLeft
			}
			if left() != 0 {
				t.Fatal("an estimate on a full roll")
			}
			r.virtual.SetNearEnd(true)
			perMM := max(r.profile.DotsPerMM, 0)
			if perMM == 0 {
				perMM = 8
			}
			want := int(r.profile.NearEndM * 1000 * perMM / float64(rows))
			if got := left(); got != want {
				t.Fatalf("%s: %d slips left, want %d (a slip is %d rows)", name, got, want, rows)
			}
			r.expect(hardware.Printed, hardware.PrinterNearEnd)
			if got := left(); got != want-1 {
				t.Fatalf("%s: %d after one more", name, got)
			}
			r.virtual.SetNearEnd(false)
			if left() != 0 {
				t.Fatal("an estimate on a new roll")
			}
		}
	})
}

// Told by itself, a stop in the middle is known before the next question would be asked.
func TestAutomaticStatusEndsTheWaitAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		slow := quick
		slow.Poll = slow.Confirm
		r := newRig(t, hardwaretest.InMemory, "tm-t88v", escpostest.Config{RowsPerSec: 4000}, slow)
		r.after(20000, func() { r.virtual.SetCover(true) })
		r.expect(hardware.Uncertain, hardware.PrinterCoverOpen)
		r.virtual.SetCover(false)
		r.printsAgain(true)
	})
}

// After a jam the knife waits to be told; nothing is told by itself.
func TestACutterErrorIsRecoveredOnlyWhenAsked(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, hardwaretest.InMemory, "tm-t88v", escpostest.Config{}, quick)
		r.expect(hardware.Printed, "")
		r.paper()
		r.virtual.SetJam(true)
		r.expect(hardware.Uncertain, hardware.PrinterCutter)
		r.virtual.SetJam(false)
		r.status(hardware.Faulty, hardware.PrinterCutter)
		r.expect(hardware.NotPrinted, hardware.PrinterCutter)
		r.discard()
		r.expect(hardware.Printed, "")
		for range 2 { // the one the knife left hanging, cut off before the next
			if k := r.paper(); !r.whole(k) {
				t.Errorf("%v torn=%v", k.Image.Bounds(), k.Torn)
			}
		}
		r.nothingMore()
	})
}
