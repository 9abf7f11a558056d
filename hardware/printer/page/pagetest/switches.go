package pagetest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Operations for Refuse and HangUp.
const (
	Print  = 0x0002
	Create = 0x0005
	Send   = 0x0006
	Cancel = 0x0008
	Job    = 0x0009
	Get    = 0x000B
)

func (p *Printer) with(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
}

// SetReason sets or clears a word of printer-state-reasons, such as "media-jam-error" or "toner-low-report".
func (p *Printer) SetReason(word string, on bool) {
	p.with(func() {
		p.reasons = slices.DeleteFunc(p.reasons, func(w string) bool { return w == word })
		if on {
			p.reasons = append(p.reasons, word)
		}
	})
}

// SetPaper puts so many sheets into the tray.
func (p *Printer) SetPaper(sheets int) { p.with(func() { p.paper = sheets }) }

// SetPaused pauses the queue.
func (p *Printer) SetPaused(on bool) { p.with(func() { p.paused = on }) }

// SetAccepting has the queue take jobs or not.
func (p *Printer) SetAccepting(on bool) { p.with(func() { p.accepting = on }) }

// SetHides has it count no sheets.
func (p *Printer) SetHides(on bool) { p.with(func() { p.hides = on }) }

// SetSilent has every connection closed without an answer.
func (p *Printer) SetSilent(on bool) { p.with(func() { p.silent = on }) }

// SetRaw answers everything with these bytes; "" ends it.
func (p *Printer) SetRaw(text string) { p.with(func() { p.raw = text }) }

// SetWeb answers everything with an HTTP status; 0 ends it.
func (p *Printer) SetWeb(status int) { p.with(func() { p.web = status }) }

// Refuse answers an operation with a status of IPP; 0 ends it.
func (p *Printer) Refuse(op, status int) { p.with(func() { p.refuse[op] = status }) }

// SetBusy refuses an operation as busy so many times.
func (p *Printer) SetBusy(op, times int) { p.with(func() { p.busy[op] = times }) }

// SetSimple makes it a printer that knows Print-Job and neither Create-Job nor Send-Document.
func (p *Printer) SetSimple(on bool) { p.with(func() { p.simple = on }) }

// SetOld makes it one that speaks IPP 1.1 and refuses 2.0.
func (p *Printer) SetOld(on bool) { p.with(func() { p.old = on }) }

// HangUp carries an operation out and closes the connection instead of telling.
func (p *Printer) HangUp(op int, on bool) { p.with(func() { p.hangUp[op] = on }) }

// When does something when an operation is asked for the nth time, before it is answered.
func (p *Printer) When(op, nth int, do func()) { p.with(func() { p.plan[[2]int{op, nth}] = do }) }

// Forget restarts the server: it knows no job any more.
func (p *Printer) Forget() { p.with(func() { p.jobs = nil }) }

// End gives every job that is not at its end this state: "canceled", "aborted", "errors" (completed with errors) or
// "held".
func (p *Printer) End(how string) {
	p.with(func() {
		for _, j := range p.jobs {
			if j.state >= canceled {
				continue
			}
			switch how {
			case "canceled":
				j.state = canceled
			case "aborted":
				j.state = aborted
			case "errors":
				j.state, j.errors = completed, true
			case "held":
				j.state = held
			}
		}
	})
}

// Sheets counts what came out.
func (p *Printer) Sheets() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sheets
}

// Jobs counts the jobs that were given a document.
func (p *Printer) Jobs() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, j := range p.jobs {
		if j.document {
			n++
		}
	}
	return n
}

// Errors lists what it did not understand.
func (p *Printer) Errors() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.errs)
}

// Act does what a person at the printer, or a server, can do.
func (p *Printer) Act(words string) error {
	verb, rest, _ := strings.Cut(strings.TrimSpace(words), " ")
	on := rest != "off"
	switch verb {
	case "paper":
		n, err := strconv.Atoi(rest)
		if err != nil || n < 0 {
			return fmt.Errorf("pagetest: paper %q, a count of sheets", rest)
		}
		p.SetPaper(n)
	case "reason", "clear":
		p.SetReason(rest, verb == "reason")
	case "paused":
		p.SetPaused(on)
	case "accepting":
		p.SetAccepting(on)
	case "silent":
		p.SetSilent(on)
	case "forget":
		p.Forget()
	case "end":
		p.End(rest)
	default:
		return fmt.Errorf("pagetest: %q, one of: paper SHEETS, reason WORD, clear WORD, paused on|off, accepting on|off, silent on|off, forget, end canceled|aborted|errors|held", words)
	}
	return nil
}
