package pagetest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"sync"
)

// Printer is a virtual printer with its queue. It may serve several links at once.
type Printer struct {
	say func(string)

	mu      sync.Mutex // guards all below
	reasons []string   // printer-state-reasons
	paused  bool
	paper   int // sheets in the tray
	sheets  int // that came out, of all jobs
	jobs    []*job
	errs    []string

	accepting bool
	hides     bool // does not count sheets
	silent    bool
	raw       string // instead of every answer
	web       int    // HTTP status instead of every answer
	refuse    map[int]int
	busy      map[int]int  // this operation is refused as busy so many times
	simple    bool         // Print-Job alone, no Create-Job
	old       bool         // IPP 1.1 alone
	hangUp    map[int]bool // closes the link instead of answering this operation
	asked     map[int]int
	plan      map[[2]int]func()
}

// job states of RFC 8011.
const (
	pending, held, processing, stopped, canceled, aborted, completed = 3, 4, 5, 6, 7, 8, 9
)

type job struct {
	id, state     int
	name          string
	pages, copies int
	done          int
	document      bool
	errors        bool // ends with errors
}

// New makes a printer with paper, ready. say may be nil.
func New(say func(string)) *Printer {
	if say == nil {
		say = func(string) {}
	}
	return &Printer{say: say, paper: 250, accepting: true, refuse: map[int]int{}, busy: map[int]int{}, hangUp: map[int]bool{}, asked: map[int]int{}, plan: map[[2]int]func(){}}
}

// Serve answers HTTP requests over the link until ctx ends or the link is gone.
func (p *Printer) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	defer link.Close()
	defer context.AfterFunc(ctx, func() { link.Close() })()
	for in := bufio.NewReader(link); ; {
		r, err := http.ReadRequest(in)
		if err != nil {
			if err == io.EOF {
				return ctx.Err()
			}
			return err
		}
		body, err := io.ReadAll(io.LimitReader(r.Body, 64<<20))
		if err != nil {
			return err
		}
		out, ok := p.answer(r, body)
		if !ok {
			return nil
		}
		if _, err := link.Write(out); err != nil {
			return err
		}
	}
}

// answer is the whole HTTP response; ok is false when the link is closed instead.
func (p *Printer) answer(r *http.Request, body []byte) (out []byte, ok bool) {
	p.planned(body)
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.silent:
		return nil, false
	case p.web != 0:
		return page(p.web, "text/html", []byte("<html>sorry</html>")), true
	case p.raw != "":
		return page(200, "application/ipp", []byte(p.raw)), true
	case r.Method != http.MethodPost || r.Header.Get("Content-Type") != "application/ipp":
		p.errs = append(p.errs, r.Method+" "+r.Header.Get("Content-Type"))
		return page(400, "text/plain", nil), true
	}
	a, err := read(body)
	if err != nil {
		p.errs = append(p.errs, err.Error())
		return page(200, "application/ipp", reply(a, 0x0400).bytes()), true
	}
	if p.old && body[0] > 1 {
		return page(200, "application/ipp", reply(a, 0x0503).bytes()), true
	}
	if p.busy[a.op] > 0 {
		p.busy[a.op]--
		return page(200, "application/ipp", reply(a, 0x0507).bytes()), true
	}
	if status := p.refuse[a.op]; status != 0 {
		return page(200, "application/ipp", reply(a, status).bytes()), true
	}
	done := p.do(a)
	if p.hangUp[a.op] {
		return nil, false
	}
	return page(200, "application/ipp", done), true
}

// planned does what When asked for.
func (p *Printer) planned(body []byte) {
	if len(body) < 4 {
		return
	}
	op := int(body[2])<<8 | int(body[3])
	p.mu.Lock()
	p.asked[op]++
	do := p.plan[[2]int{op, p.asked[op]}]
	p.mu.Unlock()
	if do != nil {
		do()
	}
}

func page(status int, kind string, body []byte) []byte {
	return append(fmt.Appendf(nil, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n", status, http.StatusText(status), kind, len(body)), body...)
}

func (p *Printer) do(a ask) []byte {
	switch a.op {
	case 0x000B:
		return p.describe(a)
	case 0x0005, 0x0006:
		if p.simple {
			return reply(a, 0x0501).bytes()
		}
	}
	switch a.op {
	case 0x0002:
		return p.print(a)
	case 0x0005:
		return p.create(a)
	case 0x0006:
		return p.take(a)
	case 0x0009:
		return p.report(a)
	case 0x0008:
		return p.cancel(a)
	}
	p.errs = append(p.errs, fmt.Sprintf("operation %04x", a.op))
	return reply(a, 0x0501).bytes()
}

// describe is Get-Printer-Attributes.
func (p *Printer) describe(a ask) []byte {
	r := reply(a, 0)
	r.group(4)
	state := 3
	for _, j := range p.jobs {
		if j.state == processing {
			state = 4
		}
	}
	words := p.words()
	if p.stands() {
		state = 5
	}
	r.number(0x23, "printer-state", state)
	if len(words) == 0 {
		words = []string{"none"}
	}
	r.word(0x44, "printer-state-reasons", words...)
	r.yes("printer-is-accepting-jobs", p.accepting)
	r.word(0x41, "printer-state-message", "")
	return r.bytes()
}

func (p *Printer) words() []string {
	words := append([]string(nil), p.reasons...)
	if p.paper == 0 {
		words = append(words, "media-empty-error")
	}
	if p.paused {
		words = append(words, "paused")
	}
	return words
}

// harmless words let it print on.
var harmless = regexp.MustCompile(`-(report|warning)$|^(none|toner-low|media-low|marker-supply-low)$`)

func (p *Printer) stands() bool {
	for _, w := range p.words() {
		if !harmless.MatchString(w) {
			return true
		}
	}
	return false
}

// print is Print-Job: Create-Job and Send-Document in one.
func (p *Printer) print(a ask) []byte {
	before := len(p.jobs)
	made := p.create(a)
	if len(p.jobs) == before {
		return made
	}
	a.numbers["job-id"] = p.jobs[before].id
	taken := p.take(a)
	if !p.jobs[before].document {
		p.jobs = p.jobs[:before]
	}
	return taken
}

func (p *Printer) create(a ask) []byte {
	if !p.accepting {
		return reply(a, 0x0506).bytes()
	}
	j := &job{id: len(p.jobs) + 101, state: pending, name: a.strings["job-name"], copies: max(a.numbers["copies"], 1)}
	p.jobs = append(p.jobs, j)
	r := reply(a, 0)
	r.group(2)
	r.number(0x21, "job-id", j.id)
	r.number(0x23, "job-state", j.state)
	return r.bytes()
}

// sheet is the mark of a page in a PDF.
var sheet = regexp.MustCompile(`/Type\s*/Page[^s]`)

func (p *Printer) take(a ask) []byte {
	j := p.job(a.numbers["job-id"])
	switch {
	case j == nil:
		return reply(a, 0x0406).bytes()
	case j.document || j.state >= canceled:
		return reply(a, 0x0404).bytes()
	case a.strings["document-format"] != "application/pdf" || !bytes.HasPrefix(a.document, []byte("%PDF-")):
		return reply(a, 0x040A).bytes()
	}
	j.document, j.pages = true, max(len(sheet.FindAll(a.document, -1)), 1)*j.copies
	p.say(fmt.Sprintf("job %d %q, %d pages", j.id, j.name, j.pages))
	r := reply(a, 0)
	r.group(2)
	r.number(0x21, "job-id", j.id)
	r.number(0x23, "job-state", j.state)
	return r.bytes()
}

// report is Get-Job-Attributes, and the moment in which the job moves a step.
func (p *Printer) report(a ask) []byte {
	j := p.job(a.numbers["job-id"])
	if j == nil {
		return reply(a, 0x0406).bytes()
	}
	p.step(j)
	r := reply(a, 0)
	r.group(2)
	r.number(0x23, "job-state", j.state)
	r.word(0x44, "job-state-reasons", j.reason(p.stands()))
	if !p.hides {
		r.number(0x21, "job-media-sheets-completed", j.done)
		r.word(0x13, "job-impressions-completed", "") // no-value
	}
	return r.bytes()
}

func (p *Printer) step(j *job) {
	switch {
	case !j.document || j.state >= canceled || j.state == held:
	case p.stands() && j.state == processing:
		j.state = stopped
	case p.stands():
	case j.state != processing:
		j.state = processing
	default:
		j.done++
		p.sheets++
		p.paper--
		p.say(fmt.Sprintf("sheet %d of %d of job %d", j.done, j.pages, j.id))
		if j.done == j.pages {
			j.state = completed
		}
	}
}

func (j *job) reason(stands bool) string {
	switch {
	case !j.document && j.state == pending:
		return "job-incoming"
	case j.state == canceled:
		return "job-canceled-at-device"
	case j.state == aborted:
		return "aborted-by-system"
	case j.state == completed && j.errors:
		return "job-completed-with-errors"
	case j.state == completed:
		return "job-completed-successfully"
	case stands:
		return "printer-stopped"
	case j.state == processing:
		return "job-printing"
	}
	return "none"
}

func (p *Printer) cancel(a ask) []byte {
	j := p.job(a.numbers["job-id"])
	switch {
	case j == nil:
		return reply(a, 0x0406).bytes()
	case j.state >= canceled:
		return reply(a, 0x0404).bytes()
	}
	j.state = canceled
	return reply(a, 0).bytes()
}

func (p *Printer) job(id int) *job {
	for _, j := range p.jobs {
		if j.id == id {
			return j
		}
	}
	return nil
}
