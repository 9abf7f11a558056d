package page

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// maxAnswer bounds a server's answer.
const maxAnswer = 1 << 20

// IPP is a print queue behind an IPP server.
type IPP struct {
	client *http.Client
	uri    string // ipp://host:port/printers/name
	web    string // the same as http
	user   string
	reply  time.Duration
	lastID atomic.Uint32
	old    atomic.Bool // it has refused IPP 2.0
}

// NewIPP names a queue by its ipp:// address. transport is the line (nil: http.DefaultTransport's kind); user is who
// prints.
func NewIPP(address, user string, transport http.RoundTripper, reply time.Duration) (*IPP, error) {
	const op = "page.NewIPP"
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "ipp" || u.Host == "" || len(u.Path) < 2 {
		return nil, hardware.E(op, hardware.BadConfig, fmt.Sprintf("%q, want ipp://host:631/printers/name", address))
	}
	if u.Port() == "" {
		u.Host += ":631"
	}
	q := &IPP{client: &http.Client{Transport: transport}, uri: u.String(), user: user, reply: reply}
	u.Scheme = "http"
	q.web = u.String()
	return q, nil
}

func (q *IPP) where() string { return q.uri }

func (q *IPP) close() error { q.client.CloseIdleConnections(); return nil }

func (q *IPP) request(op uint16) *request {
	r := newRequest(op, q.lastID.Add(1))
	r.text(tagURI, "printer-uri", q.uri)
	return r
}

func (q *IPP) condition(ctx context.Context) (condition, error) {
	r := q.request(opPrinter)
	r.text(tagName, "requesting-user-name", q.user)
	r.text(tagKeyword, "requested-attributes", "printer-state", "printer-state-reasons", "printer-is-accepting-jobs", "printer-state-message")
	a, err := q.exchange(ctx, r, nil)
	if err != nil {
		return condition{}, err
	}
	state, _ := a.number("printer-state")
	c := conditionOf(state, a.words("printer-state-reasons"))
	if m := a.text("printer-state-message"); m != "" {
		c.detail += ": " + m
	}
	if a.no("printer-is-accepting-jobs") && !c.stops {
		c.code, c.stops = hardware.PageRefused, true
	}
	return c, nil
}

func (q *IPP) create(ctx context.Context, p hardware.Pages) (int, error) {
	r := q.request(opCreateJob)
	r.text(tagName, "requesting-user-name", q.user)
	r.text(tagName, "job-name", p.Title)
	return q.job(ctx, r, p, nil)
}

// whole is a job and its document in one, for printers that know nothing else.
func (q *IPP) whole(ctx context.Context, p hardware.Pages) (int, error) {
	r := q.request(opPrintJob)
	r.text(tagName, "requesting-user-name", q.user)
	r.text(tagName, "job-name", p.Title)
	r.text(tagMime, "document-format", "application/pdf")
	return q.job(ctx, r, p, p.PDF)
}

func (q *IPP) job(ctx context.Context, r *request, p hardware.Pages, document []byte) (int, error) {
	r.group(groupJob)
	r.number(tagInteger, "copies", max(p.Copies, 1))
	if p.Duplex {
		r.text(tagKeyword, "sides", "two-sided-long-edge")
	}
	a, err := q.exchange(ctx, r, document)
	if err != nil {
		return 0, err
	}
	id, ok := a.number("job-id")
	if !ok {
		return 0, hardware.E("page.create", hardware.Garbled, "a job without a number")
	}
	return id, nil
}

func (q *IPP) send(ctx context.Context, id int, p hardware.Pages) error {
	r := q.request(opSendDocument)
	r.number(tagInteger, "job-id", id)
	r.text(tagName, "requesting-user-name", q.user)
	r.text(tagMime, "document-format", "application/pdf")
	r.flag("last-document", true)
	_, err := q.exchange(ctx, r, p.PDF)
	return err
}

func (q *IPP) progress(ctx context.Context, id int) (progress, error) {
	r := q.request(opJobAttributes)
	r.number(tagInteger, "job-id", id)
	r.text(tagName, "requesting-user-name", q.user)
	r.text(tagKeyword, "requested-attributes", "job-state", "job-state-reasons", "job-media-sheets-completed", "job-impressions-completed")
	a, err := q.exchange(ctx, r, nil)
	if errors.Is(err, errNotFound) || errors.Is(err, errUnknown) {
		return progress{}, errNoJob
	}
	if err != nil {
		return progress{}, err
	}
	state, ok := a.number("job-state")
	if !ok {
		return progress{}, hardware.E("page.progress", hardware.Garbled, "a job without a state")
	}
	return progress{jobState(state), a.words("job-state-reasons"), sheets(a)}, nil
}

// sheets is what either counter says at most; -1 when there is none.
func sheets(a response) int {
	n := -1
	for _, name := range []string{"job-media-sheets-completed", "job-impressions-completed"} {
		if v, ok := a.number(name); ok {
			n = max(n, v)
		}
	}
	return n
}

func (q *IPP) cancel(ctx context.Context, id int) error {
	r := q.request(opCancelJob)
	r.number(tagInteger, "job-id", id)
	r.text(tagName, "requesting-user-name", q.user)
	_, err := q.exchange(ctx, r, nil)
	return err
}

var (
	errNotFound = errors.New("the server knows no such thing")
	errNoJob    = errors.New("the queue does not know the job any more")
	errRefused  = errors.New("the server said no") // in the chain: it answered, and did nothing
	errUnknown  = errors.New("the server does not know how")
	errVersion  = errors.New("the server does not speak this version")
)

// exchange sends one request, again in IPP 1.1 to a server that refuses 2.0.
func (q *IPP) exchange(ctx context.Context, r *request, document []byte) (response, error) {
	if q.old.Load() {
		r.b[0], r.b[1] = 1, 1
	}
	a, err := q.once(ctx, r, document)
	if errors.Is(err, errVersion) && !q.old.Swap(true) {
		r.b[0], r.b[1] = 1, 1
		return q.once(ctx, r, document)
	}
	return a, err
}

// once sends one request and reads its answer. Without an answer nobody knows whether it was carried out.
func (q *IPP) once(ctx context.Context, r *request, document []byte) (response, error) {
	const op = "page.exchange"
	within, cancel := context.WithTimeout(ctx, q.reply+time.Duration(len(document)/1000)*time.Millisecond)
	defer cancel()
	head := r.end()
	h, err := http.NewRequestWithContext(within, http.MethodPost, q.web, io.MultiReader(bytes.NewReader(head), bytes.NewReader(document)))
	if err != nil {
		return response{}, hardware.E(op, hardware.BadConfig, err)
	}
	h.ContentLength = int64(len(head) + len(document))
	h.Header.Set("Content-Type", "application/ipp")
	got, err := q.client.Do(h)
	if err != nil {
		if ctx.Err() != nil {
			return response{}, hardware.E(op, hardware.Canceled, ctx.Err())
		}
		return response{}, hardware.E(op, hardware.Missing, err)
	}
	defer got.Body.Close()
	switch code := webCode(got.StatusCode); code {
	case "":
	case hardware.PageSilent: // broken on the server's side: no proof of anything
		return response{}, hardware.E(op, code, got.Status)
	default:
		return response{}, hardware.E(op, code, fmt.Errorf("%w: %s", errRefused, got.Status))
	}
	body, err := io.ReadAll(io.LimitReader(got.Body, maxAnswer))
	if err != nil {
		return response{}, hardware.E(op, hardware.Missing, err)
	}
	a, err := parse(body)
	if err == nil && a.id != r.id {
		err = fmt.Errorf("%w: the answer to %d, asked was %d", errMessage, a.id, r.id)
	}
	if err != nil {
		return response{}, hardware.E(op, hardware.Garbled, err)
	}
	return a, verdict(op, a)
}

// webCode is what an HTTP status means for us.
func webCode(status int) hardware.Code {
	switch status {
	case http.StatusOK:
		return ""
	case http.StatusUnauthorized, http.StatusForbidden:
		return hardware.PageDenied
	case http.StatusUpgradeRequired:
		return hardware.PageEncrypted
	case http.StatusNotFound:
		return hardware.PageUnknown
	}
	return hardware.PageSilent
}

// verdict names a status code (RFC 8011 appendix B); below 0x100 all went well.
func verdict(op string, a response) error {
	code := hardware.PageRefused
	said := fmt.Errorf("%w: 0x%04X %s", errRefused, a.status, a.text("status-message"))
	switch {
	case a.status < 0x0100:
		return nil
	case a.status == 0x0401, a.status == 0x0402, a.status == 0x0403:
		code = hardware.PageDenied
	case a.status == 0x0406, a.status == 0x0407:
		return hardware.E(op, hardware.PageUnknown, fmt.Errorf("%w: %w", errNotFound, said))
	case a.status == 0x0501:
		said = fmt.Errorf("%w: %w", errUnknown, said)
	case a.status == 0x0503:
		said = fmt.Errorf("%w: %w", errVersion, said)
	case a.status == 0x0507:
		code = hardware.PageBusy
	case a.status == 0x0500, a.status == 0x0504, a.status == 0x0505, a.status == 0x0508: // its own failure: no proof that it did nothing
		return hardware.E(op, hardware.PageOffline, fmt.Sprintf("0x%04X %s", a.status, a.text("status-message")))
	}
	return hardware.E(op, code, said)
}
