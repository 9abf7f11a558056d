package page_test

import (
	"context"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/printer/page"
	"github.com/brighthall/brighthall/hardware/printer/page/pagetest"
)

var quick = page.Options{Poll: 2 * time.Millisecond, Patience: 40 * time.Millisecond, Silence: 60 * time.Millisecond}

// rig is a virtual printer on TCP and the driver at the other end.
type rig struct {
	*page.Printer
	t       *testing.T
	virtual *pagetest.Printer
	unplug  func()
	close   func()
}

func newRig(t *testing.T) *rig {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, virtual: pagetest.New(nil)}
	ctx, cancel := context.WithCancel(context.Background())
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			all.Go(func() { r.virtual.Serve(ctx, c) })
		}
	})
	r.unplug = func() { l.Close(); cancel() }
	r.close = sync.OnceFunc(func() { r.unplug(); all.Wait() })
	q, err := page.NewIPP("ipp://"+l.Addr().String()+"/printers/forms", "hall", &http.Transport{}, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	r.Printer = page.New(q, quick)
	t.Cleanup(func() { r.Printer.Close(); r.close() })
	return r
}

func (r *rig) expect(want hardware.Result, reason hardware.Code) {
	r.t.Helper()
	o, err := r.PrintPages(r.t.Context(), hardwaretest.Form("f1", 2))
	if o != (hardware.Outcome{Result: want, Reason: reason}) {
		r.t.Fatalf("ended %+v (%v), want %s %q", o, err, want, reason)
	}
	if want != hardware.Printed && hardware.CodeOf(err) != reason {
		r.t.Fatalf("the error is %v, want %s", err, reason)
	}
}

func TestPagePrinterContract(t *testing.T) {
	hardwaretest.TestPagePrinter(t, func(t *testing.T) hardwaretest.PageRig {
		r := newRig(t)
		return hardwaretest.PageRig{Open: r.Printer, Paper: r.virtual.SetPaper, Sheets: r.virtual.Sheets, Jobs: r.virtual.Jobs, Unplug: r.unplug, Close: r.close}
	})
}

// The rule book of a printer's words: what it says, what becomes of a form, what its state is.
func TestEveryReasonOfAPrinter(t *testing.T) {
	for _, c := range []struct {
		words []string
		code  hardware.Code
		stops bool
	}{
		{[]string{"media-empty-error"}, hardware.PagePaperOut, true},
		{[]string{"media-empty"}, hardware.PagePaperOut, true},
		{[]string{"media-empty-warning"}, hardware.PagePaperOut, false}, // another tray has paper
		{[]string{"media-needed-error"}, hardware.PagePaperOut, true},
		{[]string{"input-tray-missing-error"}, hardware.PagePaperOut, true},
		{[]string{"media-low-report"}, hardware.PagePaperLow, false},
		{[]string{"media-low"}, hardware.PagePaperLow, false},
		{[]string{"media-jam-error"}, hardware.PageJam, true},
		{[]string{"cover-open-error"}, hardware.PageCoverOpen, true},
		{[]string{"door-open"}, hardware.PageCoverOpen, true},
		{[]string{"interlock-open-error"}, hardware.PageCoverOpen, true},
		{[]string{"toner-low-warning"}, hardware.PageTonerLow, false},
		{[]string{"marker-supply-low"}, hardware.PageTonerLow, false},
		{[]string{"toner-empty-error"}, hardware.PageTonerOut, true},
		{[]string{"marker-supply-empty-error"}, hardware.PageTonerOut, true},
		{[]string{"output-area-full-error"}, hardware.PageOutputFull, true},
		{[]string{"offline-report"}, hardware.PageOffline, false},
		{[]string{"offline"}, hardware.PageOffline, true},
		{[]string{"shutdown"}, hardware.PageOffline, true},
		{[]string{"paused"}, hardware.PageStopped, true},
		{[]string{"fuser-over-temp-error"}, hardware.PageBroken, true},
		{[]string{"some-new-word-error"}, hardware.PageStopped, true},
		{[]string{"toner-low-warning", "media-jam-error"}, hardware.PageJam, true},
		{[]string{"media-jam-report", "media-empty-error"}, hardware.PagePaperOut, true},
	} {
		t.Run(c.words[0], func(t *testing.T) {
			r := newRig(t)
			for _, w := range c.words {
				r.virtual.SetReason(w, true)
			}
			want := hardware.Warning
			if c.stops {
				want = hardware.Faulty
				r.expect(hardware.NotPrinted, c.code)
			} else {
				r.expect(hardware.Printed, c.code)
			}
			if s, err := r.Status(t.Context()); s.State != want || s.Code != c.code || err != nil {
				t.Errorf("%+v %v", s, err)
			}
			for _, w := range c.words {
				r.virtual.SetReason(w, false)
			}
			r.expect(hardware.Printed, "")
		})
	}
}

// The rule book of a queue: what it does with a job, and what may then be said of the paper.
func TestEveryEndOfAJob(t *testing.T) {
	for _, c := range []struct {
		name   string
		breaks func(p *pagetest.Printer)
		result hardware.Result
		reason hardware.Code
		sheets int
	}{
		{"the queue rejects jobs", func(p *pagetest.Printer) { p.SetAccepting(false) }, hardware.NotPrinted, hardware.PageRefused, 0},
		{"paused", func(p *pagetest.Printer) { p.SetPaused(true) }, hardware.NotPrinted, hardware.PageStopped, 0},
		{"a job cannot be made", func(p *pagetest.Printer) { p.Refuse(pagetest.Create, 0x0506) }, hardware.NotPrinted, hardware.PageRefused, 0},
		{"busy for long", func(p *pagetest.Printer) { p.Refuse(pagetest.Create, 0x0507) }, hardware.NotPrinted, hardware.PageBusy, 0},
		{"busy for a while", func(p *pagetest.Printer) { p.SetBusy(pagetest.Create, 3) }, hardware.Printed, "", 2},
		{"busy when it is asked", func(p *pagetest.Printer) { p.SetBusy(pagetest.Get, 3) }, hardware.Printed, "", 2},
		{"too busy to answer", func(p *pagetest.Printer) { p.Refuse(pagetest.Get, 0x0507) }, hardware.NotPrinted, hardware.PageBusy, 0},
		{"busy when it is given the document", func(p *pagetest.Printer) { p.SetBusy(pagetest.Send, 3) }, hardware.Printed, "", 2},
		{"and for long", func(p *pagetest.Printer) { p.Refuse(pagetest.Send, 0x0507) }, hardware.NotPrinted, hardware.PageBusy, 0},
		{"busy when it is asked after the job", func(p *pagetest.Printer) { p.SetBusy(pagetest.Job, 3) }, hardware.Printed, "", 2},
		{"Print-Job alone", func(p *pagetest.Printer) { p.SetSimple(true) }, hardware.Printed, "", 2},
		{"Print-Job alone, and busy", func(p *pagetest.Printer) { p.SetSimple(true); p.SetBusy(pagetest.Print, 3) }, hardware.Printed, "", 2},
		{"Print-Job alone, and no PDF", func(p *pagetest.Printer) { p.SetSimple(true); p.Refuse(pagetest.Print, 0x040A) },
			hardware.NotPrinted, hardware.PageRefused, 0},
		{"Print-Job alone, and no answer to it", func(p *pagetest.Printer) { p.SetSimple(true); p.HangUp(pagetest.Print, true) },
			hardware.Uncertain, hardware.PageSilent, 0},
		{"Print-Job alone, and it tells nothing of jobs", func(p *pagetest.Printer) { p.SetSimple(true); p.Refuse(pagetest.Job, 0x0501) },
			hardware.Uncertain, hardware.PageLost, 0},
		{"neither of both", func(p *pagetest.Printer) { p.SetSimple(true); p.Refuse(pagetest.Print, 0x0501) },
			hardware.NotPrinted, hardware.PageRefused, 0},
		{"IPP 1.1 alone", func(p *pagetest.Printer) { p.SetOld(true) }, hardware.Printed, "", 2},
		{"encryption is wanted", func(p *pagetest.Printer) { p.SetWeb(426) }, hardware.NotPrinted, hardware.PageEncrypted, 0},
		{"the document is refused", func(p *pagetest.Printer) { p.Refuse(pagetest.Send, 0x040A) }, hardware.NotPrinted, hardware.PageRefused, 0},
		{"the user may not print", func(p *pagetest.Printer) { p.Refuse(pagetest.Create, 0x0403) }, hardware.NotPrinted, hardware.PageDenied, 0},
		{"no such queue", func(p *pagetest.Printer) { p.Refuse(pagetest.Get, 0x0406) }, hardware.NotPrinted, hardware.PageUnknown, 0},
		{"another web server", func(p *pagetest.Printer) { p.SetWeb(404) }, hardware.NotPrinted, hardware.PageUnknown, 0},
		{"a password is wanted", func(p *pagetest.Printer) { p.SetWeb(401) }, hardware.NotPrinted, hardware.PageDenied, 0},
		{"the server is broken", func(p *pagetest.Printer) { p.SetWeb(503) }, hardware.NotPrinted, hardware.PageSilent, 0},
		{"nonsense", func(p *pagetest.Printer) { p.SetRaw("hello") }, hardware.NotPrinted, hardware.Garbled, 0},
		{"it hangs up on everything", func(p *pagetest.Printer) { p.SetSilent(true) }, hardware.NotPrinted, hardware.Missing, 0},
		{"no answer to a new job, which it made", func(p *pagetest.Printer) { p.HangUp(pagetest.Create, true) }, hardware.NotPrinted, hardware.PageSilent, 0},
		{"no answer to the document, which it has", func(p *pagetest.Printer) { p.HangUp(pagetest.Send, true) }, hardware.Printed, "", 2},
		{"its own failure with the document, which it lacks", func(p *pagetest.Printer) { p.Refuse(pagetest.Send, 0x0500) }, hardware.NotPrinted, hardware.PageCanceled, 0},
		{"it does not know the job any more", func(p *pagetest.Printer) { p.Refuse(pagetest.Job, 0x0406) }, hardware.Uncertain, hardware.PageLost, 0},
		{"it says nothing more of the job", func(p *pagetest.Printer) {
			p.HangUp(pagetest.Job, true)
			p.When(pagetest.Job, 1, func() { p.SetPaused(true) })
		},
			hardware.Uncertain, hardware.PageSilent, 0},
		{"the line breaks in the middle, then it is there again", func(p *pagetest.Printer) {
			p.When(pagetest.Job, 2, func() { p.HangUp(pagetest.Job, true) })
			p.When(pagetest.Job, 3, func() { p.HangUp(pagetest.Job, false) })
		}, hardware.Printed, "", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			c.breaks(r.virtual)
			r.expect(c.result, c.reason)
			if got := r.virtual.Sheets(); got != c.sheets {
				t.Errorf("%d sheets", got)
			}
			if errs := r.virtual.Errors(); len(errs) > 0 {
				t.Error(errs)
			}
		})
	}
}

// What can happen to a job that was taken: before its first sheet (the first time it is asked after), or after it (the
// third time).
func TestWhatHappensToAJob(t *testing.T) {
	ends := func(how string) func(p *pagetest.Printer) { return func(p *pagetest.Printer) { p.End(how) } }
	for _, c := range []struct {
		name    string
		asked   int
		happens func(p *pagetest.Printer)
		result  hardware.Result
		reason  hardware.Code
	}{
		{"canceled before the first sheet", 1, ends("canceled"), hardware.NotPrinted, hardware.PageCanceled},
		{"canceled after the first sheet", 4, ends("canceled"), hardware.Uncertain, hardware.PageCanceled},
		{"canceled, and it does not count", 1, func(p *pagetest.Printer) { p.SetHides(true); p.End("canceled") }, hardware.Uncertain, hardware.PageCanceled},
		{"given up before the first sheet", 1, ends("aborted"), hardware.NotPrinted, hardware.PageAborted},
		{"given up after the first sheet", 4, ends("aborted"), hardware.Uncertain, hardware.PageAborted},
		{"ended with errors", 3, ends("errors"), hardware.Uncertain, hardware.PageLost},
		{"the server was restarted", 2, (*pagetest.Printer).Forget, hardware.Uncertain, hardware.PageLost},
		{"held by someone", 1, ends("held"), hardware.Uncertain, hardware.PageStopped},
		{"jammed", 3, func(p *pagetest.Printer) { p.SetReason("media-jam-error", true) }, hardware.Uncertain, hardware.PageJam},
		{"opened", 3, func(p *pagetest.Printer) { p.SetReason("cover-open-error", true) }, hardware.Uncertain, hardware.PageCoverOpen},
		{"paused", 1, func(p *pagetest.Printer) { p.SetPaused(true) }, hardware.Uncertain, hardware.PageStopped},
		{"the server goes away", 3, func(p *pagetest.Printer) { p.SetSilent(true) }, hardware.Uncertain, hardware.PageSilent},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			r.virtual.When(pagetest.Job, c.asked, func() { c.happens(r.virtual) })
			o, err := r.PrintPages(t.Context(), hardwaretest.Form("f1", 9))
			if o != (hardware.Outcome{Result: c.result, Reason: c.reason}) || hardware.CodeOf(err) != c.reason {
				t.Fatalf("ended %+v (%v), want %s %q", o, err, c.result, c.reason)
			}
			if want := max(c.asked-2, 0); r.virtual.Sheets() != want {
				t.Errorf("%d sheets, want %d", r.virtual.Sheets(), want)
			}
			if r.virtual.Jobs() > 1 {
				t.Error("sent again")
			}
		})
	}
}

// Taken back before its first sheet nothing came out, because the queue says so; where it does not count, nobody knows.
func TestTakingAJobBack(t *testing.T) {
	for hides, want := range map[bool]hardware.Result{false: hardware.NotPrinted, true: hardware.Uncertain} {
		r := newRig(t)
		r.virtual.SetHides(hides)
		if o, err := r.CancelPages(t.Context()); o.Result != hardware.NotPrinted || err != nil {
			t.Fatalf("nothing to take back: %+v %v", o, err)
		}
		r.virtual.When(pagetest.Job, 1, func() { r.virtual.SetPaused(true) })
		r.expect(hardware.Uncertain, hardware.PageStopped)
		if s, _ := r.Status(t.Context()); s.Pending != "f1" {
			t.Fatalf("%+v", s)
		}
		if o, err := r.CancelPages(t.Context()); o.Result != want || o.Reason != hardware.PageCanceled || err != nil {
			t.Fatalf("%+v %v", o, err)
		}
		r.virtual.SetPaused(false)
		if s, _ := r.Status(t.Context()); s.Pending != "" || r.virtual.Sheets() != 0 {
			t.Fatalf("%+v, %d sheets", s, r.virtual.Sheets())
		}
		r.expect(hardware.Printed, "")
	}
}

func TestBadAddresses(t *testing.T) {
	for _, a := range []string{"http://x/y", "ipp:///printers/x", "ipp://host", "ipp://host/", "%"} {
		if _, err := page.NewIPP(a, "u", nil, time.Second); hardware.CodeOf(err) != hardware.BadConfig {
			t.Errorf("%s: %v", a, err)
		}
	}
	if _, err := page.OpenSpool("x"); err == nil {
		t.Error("a spooler here")
	}
}

func TestTheSimulatorIsStrict(t *testing.T) {
	p := pagetest.New(nil)
	near, far := net.Pipe()
	go p.Serve(t.Context(), far)
	defer near.Close()
	near.Write([]byte("POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/ipp\r\nContent-Length: 3\r\n\r\nabc"))
	b := make([]byte, 512)
	n, err := near.Read(b)
	if err != nil || n == 0 || !slices.Equal(p.Errors(), []string{"no IPP header"}) {
		t.Fatalf("%q %v %v", b[:n], err, p.Errors())
	}
}

var _ hardware.PagePrinter = (*page.Printer)(nil)
var _ hardware.PageCanceler = (*page.Printer)(nil)
var _ hardware.Device = (*page.Printer)(nil)
