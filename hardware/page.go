package hardware

import "context"

// KindPage is a page printer: forms and receipts on A4.
const KindPage Kind = "page-printer"

// Pages is one document to print.
type Pages struct {
	Job    string // names this printout in logs and statuses; the same document printed again has another
	Title  string // what the printer's own list shows; no personal data
	PDF    []byte
	Copies int  // 0 means 1
	Duplex bool // both sides, along the long edge
}

// PagePrinter prints documents through a print queue, one at a time.
type PagePrinter interface {
	// PrintPages returns when the queue says that the job is at its end, or when it stands and a person is needed, or
	// when nobody can know. It never prints the same pages twice by itself. Uncertain with Status.Pending set: the
	// pages may still come.
	PrintPages(ctx context.Context, p Pages) (Outcome, error)
	// Status asks the queue, also for a job that stood: Status.Pending is empty when it has come to its end.
	Status(ctx context.Context) (Status, error)
}

// PageCanceler is a PagePrinter that can take back the job that stands. The outcome is NotPrinted only when the printer
// says so.
type PageCanceler interface {
	CancelPages(ctx context.Context) (Outcome, error)
}

// Faults of page printers. Their words in IPP (RFC 8011 §5.4.12, printer-state-reasons) stand beside.
const (
	PagePaperOut   Code = "page.paper-out"   // media-empty, media-needed, input-tray-missing
	PagePaperLow   Code = "page.paper-low"   // media-low
	PageJam        Code = "page.jam"         // media-jam
	PageCoverOpen  Code = "page.cover-open"  // cover-open, door-open, interlock-open
	PageTonerLow   Code = "page.toner-low"   // toner-low, marker-supply-low
	PageTonerOut   Code = "page.toner-out"   // toner-empty, marker-supply-empty
	PageOutputFull Code = "page.output-full" // output-area-full, output-tray-missing
	PageStopped    Code = "page.stopped"     // paused, or stopped without a reason
	PageOffline    Code = "page.offline"     // offline, shutdown, timed-out, connecting-to-device
	PageBroken     Code = "page.broken"      // fuser-over-temp, opc-life-over and the like
	PageSilent     Code = "page.silent"      // the print server answered before and does not now
	PageUnknown    Code = "page.unknown"     // the server has no such queue
	PageDenied     Code = "page.denied"      // the server wants another user
	PageEncrypted  Code = "page.encrypted"   // the server takes encrypted connections alone (ipps)
	PageBusy       Code = "page.busy"        // it works for others, and takes no job now
	PageRefused    Code = "page.refused"     // the queue takes no jobs, or not this document
	PageBadPages   Code = "page.bad-pages"   // not a PDF
	PageCanceled   Code = "page.canceled"    // canceled at the printer or by us
	PageAborted    Code = "page.aborted"     // the printer gave the job up
	PageHoldsJob   Code = "page.holds-job"   // an earlier job may still come
	PageLost       Code = "page.lost"        // nobody can know whether it came out: the job is gone from the list, or ended with errors
)
