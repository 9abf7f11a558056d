package hardwaretest

import (
	"context"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// PageRig is an opened page printer and what its simulator can do.
type PageRig struct {
	Open interface {
		hardware.Device
		hardware.PagePrinter
		hardware.PageCanceler
	}
	Paper  func(sheets int)
	Sheets func() int // that came out
	Jobs   func() int // documents the queue was given
	Unplug func()
	Close  func() // ends everything the rig began
}

// Form is a PDF of so many pages that any printer can print.
func Form(job string, pages int) hardware.Pages {
	pdf := "%PDF-1.4\n"
	for range pages {
		pdf += "1 0 obj <</Type /Page >> endobj\n"
	}
	return hardware.Pages{Job: job, Title: "form", PDF: []byte(pdf + "%%EOF\n")}
}

// TestPagePrinter checks what every driver of page printers promises.
func TestPagePrinter(t *testing.T, rig func(t *testing.T) PageRig) {
	t.Run("prints, confirms, each page once", func(t *testing.T) {
		r := rig(t)
		for i := 1; i <= 3; i++ {
			pages(t, r, hardware.Printed, "")
			if r.Sheets() != 2*i || r.Jobs() != i {
				t.Fatalf("%d sheets of %d jobs after %d", r.Sheets(), r.Jobs(), i)
			}
		}
		pageState(t, r, hardware.Ready, "", "")
	})
	t.Run("copies", func(t *testing.T) {
		r := rig(t)
		f := Form("copies", 2)
		f.Copies = 3
		if o, err := r.Open.PrintPages(t.Context(), f); o.Result != hardware.Printed || r.Sheets() != 6 {
			t.Fatalf("%+v %v, %d sheets", o, err, r.Sheets())
		}
	})
	t.Run("without paper nothing is sent, with paper it goes on", func(t *testing.T) {
		r := rig(t)
		r.Paper(0)
		pages(t, r, hardware.NotPrinted, hardware.PagePaperOut)
		pageState(t, r, hardware.Faulty, hardware.PagePaperOut, "")
		if r.Jobs() != 0 {
			t.Fatal("sent all the same")
		}
		r.Paper(10)
		pages(t, r, hardware.Printed, "")
	})
	t.Run("paper ends in the middle: it stands, is named, and comes with new paper", func(t *testing.T) {
		r := rig(t)
		r.Paper(1)
		pages(t, r, hardware.Uncertain, hardware.PagePaperOut)
		pageState(t, r, hardware.Faulty, hardware.PagePaperOut, "job")
		pages(t, r, hardware.NotPrinted, hardware.PagePaperOut)
		r.Paper(10)
		awaitNothingPending(t, r)
		if r.Sheets() != 2 || r.Jobs() != 1 {
			t.Fatalf("%d sheets of %d jobs", r.Sheets(), r.Jobs())
		}
		pages(t, r, hardware.Printed, "")
	})
	t.Run("paper ends in the middle and the job is taken back", func(t *testing.T) {
		r := rig(t)
		r.Paper(1)
		pages(t, r, hardware.Uncertain, hardware.PagePaperOut)
		o, err := r.Open.CancelPages(t.Context())
		if o.Result != hardware.Uncertain || o.Reason != hardware.PageCanceled || err != nil {
			t.Fatalf("%+v %v: one sheet is out", o, err)
		}
		r.Paper(10)
		pageState(t, r, hardware.Ready, "", "")
		pages(t, r, hardware.Printed, "")
		if r.Sheets() != 3 {
			t.Fatalf("%d sheets", r.Sheets())
		}
	})
	t.Run("what is no PDF is refused", func(t *testing.T) {
		r := rig(t)
		o, err := r.Open.PrintPages(t.Context(), hardware.Pages{Job: "x", PDF: []byte("hello")})
		if o.Result != hardware.NotPrinted || hardware.CodeOf(err) != hardware.PageBadPages {
			t.Fatalf("%+v %v", o, err)
		}
	})
	t.Run("a caller who gives up leaves the job named", func(t *testing.T) {
		r := rig(t)
		r.Paper(1)
		ctx, cancel := context.WithCancel(t.Context())
		ended, err := make(chan hardware.Outcome, 1), error(nil)
		go func() {
			o, failed := r.Open.PrintPages(ctx, Form("job", 40))
			err = failed
			ended <- o
		}()
		eventually(t, "the queue has it", func() bool { return r.Jobs() > 0 })
		cancel()
		o := await(t, ended)
		if o.Result != hardware.Uncertain || o.Reason == "" || err == nil {
			t.Fatalf("%+v %v", o, err)
		}
	})
	t.Run("unplugged it prints nothing, and no goroutine stays", func(t *testing.T) {
		before := goroutines()
		r := rig(t)
		pages(t, r, hardware.Printed, "")
		r.Unplug()
		o, err := r.Open.PrintPages(t.Context(), Form("job", 1))
		if o.Result != hardware.NotPrinted || o.Reason != hardware.PageSilent || err == nil {
			t.Fatalf("%+v %v", o, err)
		}
		r.Open.Close()
		r.Close()
		noneLeft(t, before)
	})
}

func pages(t *testing.T, r PageRig, want hardware.Result, reason hardware.Code) {
	t.Helper()
	o, err := r.Open.PrintPages(t.Context(), Form("job", 2))
	if o.Result != want || o.Reason != reason || (err == nil) != (want == hardware.Printed) {
		t.Fatalf("ended %+v (%v), want %s %q", o, err, want, reason)
	}
}

func pageState(t *testing.T, r PageRig, want hardware.State, code hardware.Code, pending string) {
	t.Helper()
	s, err := r.Open.Status(t.Context())
	if s.State != want || s.Code != code || s.Pending != pending || s.Since.IsZero() {
		t.Fatalf("state %+v (%v), want %s %q pending %q", s, err, want, code, pending)
	}
}

// awaitNothingPending asks until the job that stood has come to its end.
func awaitNothingPending(t *testing.T, r PageRig) {
	t.Helper()
	for until := time.Now().Add(patience); time.Now().Before(until); {
		if s, err := r.Open.Status(t.Context()); err == nil && s.Pending == "" {
			return
		}
	}
	t.Fatal("still pending")
}
