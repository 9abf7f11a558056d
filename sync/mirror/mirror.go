package mirror

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/call"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/wire"
)

// Hall takes what the center sends. A *queue.Queue is one.
type Hall interface {
	// Setup is the setup in force; its version says what the hall lacks.
	Setup() *hall.Setup
	// Apply puts a newer setup in force. The same again has no effect.
	Apply(ctx context.Context, s hall.Setup) error
	// Order carries an order out, once by its id; a refusal is in the result and an event.
	Order(ctx context.Context, o hall.Order) (hall.OrderResult, error)
}

// Options say where the center is. The pauses have sensible defaults.
type Options struct {
	Center  string
	Token   string           // of kind outlet
	Pin     string           // fingerprint of the center's certificate; empty: the system's authorities decide
	Wait    time.Duration    // how long the center may hold an answer back (25 s)
	Least   time.Duration    // between two questions (1 s)
	Silent  time.Duration    // longest back-off while the center does not answer at all (3 s)
	Longest time.Duration    // longest back-off after answers that refuse (60 s)
	Now     func() time.Time // the hall's clock; nil: time.Now
	Log     *slog.Logger
	HTTP    http.RoundTripper // nil: the ordinary way, with Pin
}

// Mirror follows one center for one hall.
type Mirror struct {
	o    Options
	hall Hall
	rest *resty.Client
	done map[string]bool // orders carried out whose result is on its way; owned by Run
	bad  refusal         // the setup that the hall refused last; owned by Run
	why  atomic.Value    // string: what waits for a person
}

// refusal is a setup that the hall does not take.
type refusal struct {
	version int64
	why     string
	again   time.Time // what only does not fit now is offered again then; zero: never
}

// New makes a mirror; Run starts it.
func New(h Hall, o Options) *Mirror {
	o.Wait, o.Least = or(o.Wait, 25*time.Second), or(o.Least, time.Second)
	o.Silent, o.Longest = or(o.Silent, 3*time.Second), or(o.Longest, time.Minute)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.HTTP == nil {
		o.HTTP = call.Transport(o.Pin)
	}
	rest := resty.NewWithClient(call.Client(o.HTTP))
	rest.SetBaseURL(o.Center).SetAuthToken(o.Token).SetTimeout(o.Wait+15*time.Second).SetHeader(wire.HeaderProtocol, wire.Protocol)
	rest.SetRedirectPolicy(resty.NoRedirectPolicy())
	return &Mirror{o: o, hall: h, rest: rest, done: map[string]bool{}}
}

func or(d, instead time.Duration) time.Duration {
	if d > 0 {
		return d
	}
	return instead
}

// Run follows the center until ctx ends. Whatever fails is tried again, with full jitter up to Options.Silent or
// Longest.
func (m *Mirror) Run(ctx context.Context) error {
	for failed := 0; ctx.Err() == nil; {
		began := time.Now()
		err := m.round(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			failed++
			m.tell(err, failed)
			pause(ctx, m.backOff(failed, errors.Is(err, errSilent) || call.TokenRefused(err)))
		default:
			failed = 0
			m.why.Store("")
			pause(ctx, m.o.Least-time.Since(began))
		}
	}
	return nil
}

// tell logs what is wrong when that is new.
func (m *Mirror) tell(err error, failed int) {
	switch why := call.Why(m.hall.Setup().Outlet.ID, m.o.Center, err); {
	case why != "" && m.Why() != why:
		m.why.Store(why)
		m.o.Log.Error(why, "op", "mirror.Run", "err", err)
	case why == "" && failed == 1:
		m.o.Log.Warn(call.Away(err), "op", "mirror.Run", "err", err)
	}
}

// Why is why nothing comes down before somebody looks; empty: it does, or the center is only away.
func (m *Mirror) Why() string {
	why, _ := m.why.Load().(string)
	return why
}

// errSilent: no answer came, not even a refusal.
var errSilent = errors.New("no answer")

func (m *Mirror) backOff(failed int, silent bool) time.Duration {
	ceiling := m.o.Longest
	if silent {
		ceiling = m.o.Silent
	}
	if failed < 20 {
		ceiling = min(ceiling, m.o.Least<<(failed-1))
	}
	return rand.N(ceiling) + time.Millisecond
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(max(d, 0))
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// round asks once and does what came.
func (m *Mirror) round(ctx context.Context) error {
	news, err := m.ask(ctx)
	if err != nil {
		return err
	}
	if news.Setup != nil {
		if err := m.apply(ctx, *news.Setup); err != nil {
			return err
		}
	}
	for _, o := range news.Orders {
		if err := m.obey(ctx, o); err != nil {
			return err
		}
	}
	m.forget(news.Orders)
	return nil
}

// apply puts a setup in force. One that the hall refuses is told to the center and in the log, and not tried again
// until there is another; one that conflicts with what goes on in the hall is tried again after a while.
func (m *Mirror) apply(ctx context.Context, s hall.Setup) error {
	if s.Version == m.bad.version {
		return nil
	}
	m.keepPINs(&s)
	err := m.hall.Apply(ctx, s)
	switch code := hall.CodeOf(err); code {
	case "":
		m.bad = refusal{}
		m.o.Log.Info("setup applied", "version", s.Version)
		return nil
	case hall.Invalid, hall.Conflict:
		m.bad = refusal{version: s.Version, why: wire.NewProblem(err).Reason}
		if code == hall.Conflict {
			m.bad.again = m.o.Now().Add(m.o.Longest)
		}
		m.o.Log.Error("the hall refuses the center's setup", "version", s.Version, "err", err)
		return nil
	}
	return err
}

// keepPINs lets a teller without a PIN keep the one the hall has: a setup edited from what the hall told carries none.
func (m *Mirror) keepPINs(s *hall.Setup) {
	have := map[hall.TellerID]string{}
	for _, t := range m.hall.Setup().Tellers {
		have[t.ID] = t.PIN
	}
	tellers := append([]hall.Teller(nil), s.Tellers...)
	for i, t := range tellers {
		if t.PIN == "" {
			tellers[i].PIN = have[t.ID]
		}
	}
	s.Tellers = tellers
}

func (m *Mirror) obey(ctx context.Context, o hall.Order) error {
	if m.done[o.ID] {
		return nil
	}
	r, err := m.hall.Order(ctx, o)
	if code := hall.CodeOf(err); code == hall.Invalid || code == hall.KeyReused { // it will never be another answer
		m.o.Log.Error("the hall cannot take an order", "order", o.ID, "err", err)
	} else if err != nil {
		return err
	}
	m.done[o.ID] = true
	m.o.Log.Info("order done", "order", o.ID, "kind", o.Kind, "code", string(r.Code))
	return nil
}

// forget drops the orders that the center has stopped sending.
func (m *Mirror) forget(pending []hall.Order) {
	keep := map[string]bool{}
	for _, o := range pending {
		keep[o.ID] = m.done[o.ID]
	}
	m.done = keep
}

// ask gets what is new. While an order's result is on its way the center has no reason to hold back, so then nothing is
// held back.
func (m *Mirror) ask(ctx context.Context) (news api.Mirror, err error) {
	const op = "mirror.ask"
	answer, err := m.rest.R().SetContext(ctx).SetQueryParams(m.question()).Get(api.MirrorAt)
	if errors.Is(err, resty.ErrAutoRedirectDisabled) {
		return news, call.NoCenter(op, answer.StatusCode(), answer.Status())
	}
	if err != nil {
		return news, &hall.Error{Op: op, Code: hall.Unavailable, Err: errors.Join(errSilent, err)}
	}
	kind := answer.Header().Get("Content-Type")
	if strings.HasPrefix(kind, wire.ProblemType) {
		return news, &hall.Error{Op: op, Code: wire.CodeOf(answer.StatusCode()), Reason: answer.Status()}
	}
	if answer.StatusCode() != http.StatusOK || !strings.HasPrefix(kind, "application/json") || json.Unmarshal(answer.Body(), &news) != nil {
		return news, call.NoCenter(op, answer.StatusCode(), answer.Status())
	}
	return news, nil
}

// question says what the hall has and what it refuses. The center holds back what the hall refused, until it is to be
// tried again.
func (m *Mirror) question() map[string]string {
	q, wait := map[string]string{}, m.o.Wait
	if m.bad.version != 0 {
		q["refused"], q["why"] = strconv.FormatInt(m.bad.version, 10), shortened(m.bad.why, 300)
	}
	since := max(m.hall.Setup().Version, m.bad.version)
	if !m.bad.again.IsZero() {
		if wait = min(wait, m.bad.again.Sub(m.o.Now())+time.Second); wait < time.Second {
			since, wait, m.bad = m.hall.Setup().Version, 0, refusal{}
		}
	}
	q["since"], q["wait"] = strconv.FormatInt(since, 10), strconv.Itoa(int(wait.Seconds()))
	return q
}

func shortened(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most])
	}
	return text
}
