package page

import (
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

// codes are the printer's words without -error, -warning, -report (RFC 8011 §5.4.12, PWG 5100.9), by weight: the first
// that is said is what a person must mend first.
var codes = []struct {
	code  hardware.Code
	words []string
}{
	{hardware.PageBroken, []string{"fuser-over-temp", "fuser-under-temp", "opc-life-over", "developer-empty", "marker-waste-full", "interpreter-resource-unavailable"}},
	{hardware.PageJam, []string{"media-jam"}},
	{hardware.PageCoverOpen, []string{"cover-open", "door-open", "interlock-open"}},
	{hardware.PagePaperOut, []string{"media-empty", "media-needed", "input-tray-missing"}},
	{hardware.PageTonerOut, []string{"toner-empty", "marker-supply-empty", "marker-supply-missing"}},
	{hardware.PageOutputFull, []string{"output-area-full", "output-tray-missing"}},
	{hardware.PageOffline, []string{"offline", "shutdown", "timed-out", "connecting-to-device"}},
	{hardware.PageStopped, []string{"paused", "moving-to-paused", "stopping", "stopped-partly", "spool-area-full"}},
	{hardware.PageTonerLow, []string{"toner-low", "marker-supply-low", "developer-low", "opc-near-eol", "marker-waste-almost-full"}},
	{hardware.PagePaperLow, []string{"media-low"}},
}

// condition is how a printer is.
type condition struct {
	code   hardware.Code // "" when nothing is the matter
	stops  bool          // it prints nothing until that is mended
	busy   bool
	detail string
}

// States of a printer (printer-state, RFC 8011 §5.4.11).
const (
	printerProcessing = 4
	printerStopped    = 5
)

// conditionOf judges the printer's words. With -report or -warning it goes on by itself, unless it says that it has
// stopped. What stops it is told before what does not.
func conditionOf(state int, reasons []string) condition {
	c := condition{busy: state == printerProcessing, detail: strings.Join(reasons, " ")}
	worst, heaviest := said(reasons, true), said(reasons, false)
	c.stops = worst != "" || state == printerStopped
	switch {
	case worst != "":
		c.code = worst
	case state == printerStopped && (heaviest == "" || light(heaviest)):
		c.code = hardware.PageStopped
	default:
		c.code = heaviest
	}
	return c
}

// said is the heaviest code among the words that stop the printer, or among all.
func said(reasons []string, stopping bool) hardware.Code {
	for _, k := range codes {
		for _, r := range reasons {
			if word, stops := grade(r, k.code); has(k.words, word) && (stops || !stopping) {
				return k.code
			}
		}
	}
	return ""
}

func grade(reason string, code hardware.Code) (word string, stops bool) {
	for _, end := range []string{"-report", "-warning"} {
		if w, ok := strings.CutSuffix(reason, end); ok {
			return w, false
		}
	}
	word, isError := strings.CutSuffix(reason, "-error")
	return word, isError || !light(code)
}

// light: it prints all the same.
func light(c hardware.Code) bool {
	return c == hardware.PageTonerLow || c == hardware.PagePaperLow
}

func has(words []string, w string) bool {
	for _, x := range words {
		if x == w {
			return true
		}
	}
	return false
}

// jobState is a job's state (job-state, RFC 8011 §5.3.7).
type jobState int

const (
	jobPending   jobState = 3
	jobHeld      jobState = 4
	jobWorking   jobState = 5
	jobStands    jobState = 6
	jobCanceled  jobState = 7
	jobAborted   jobState = 8
	jobCompleted jobState = 9
)

// progress is how far a job is. sheets is -1 when the queue does not count.
type progress struct {
	state   jobState
	reasons []string
	sheets  int
}

// ended gives the outcome of a job at its end. That nothing came out is believed only when the queue counts the sheets
// and says none.
func (g progress) ended() (hardware.Outcome, bool) {
	out := func(code hardware.Code) (hardware.Outcome, bool) {
		if g.sheets == 0 {
			return hardware.Outcome{Result: hardware.NotPrinted, Reason: code}, true
		}
		return hardware.Outcome{Result: hardware.Uncertain, Reason: code}, true
	}
	switch g.state {
	case jobCanceled:
		return out(hardware.PageCanceled)
	case jobAborted:
		return out(hardware.PageAborted)
	case jobCompleted:
		if has(g.reasons, "job-completed-with-errors") {
			return hardware.Outcome{Result: hardware.Uncertain, Reason: hardware.PageLost}, true
		}
		return hardware.Outcome{Result: hardware.Printed}, true
	}
	return hardware.Outcome{}, false
}

// waits: the queue has the job, not yet its document.
func (g progress) waits() bool {
	return has(g.reasons, "job-incoming") || has(g.reasons, "job-data-insufficient")
}
