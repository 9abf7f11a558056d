package node_test

import (
	"context"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/halltest"
	"github.com/brighthall/brighthall/sync/node"
	"github.com/brighthall/brighthall/sync/wire"
)

const (
	rightCode = "10178700011765"
	wrongCode = "10178700011766"
	ownCode   = "10178700022222"
	usedCode  = "10178700033333" // of a ticket that the kiosk issued
	pageOf    = "http://hall/t/0123456789abcdef0123456789abcdef"
)

// slips knows who issued which slip; what is not in it is forged.
type slips struct{ scripted }

func (s *slips) Find(_ context.Context, scanned string) (hall.Standing, error) {
	s.ask(scanned)
	switch scanned {
	case rightCode, pageOf:
		return hall.Standing{Ticket: hall.Ticket{ID: "t1", Terminal: "K9"}}, nil
	case ownCode:
		return hall.Standing{Ticket: hall.Ticket{ID: "t2", Terminal: "T-kiosk"}}, nil
	case usedCode:
		return hall.Standing{}, &hall.Error{Op: "queue.Find", Code: hall.CodeUsed, Subject: "t3"}
	}
	return hall.Standing{}, hall.E("queue.Find", hall.CodeForged)
}

func (s *slips) Ticket(_ context.Context, id hall.TicketID) (hall.Standing, error) {
	by := map[hall.TicketID]hall.TerminalID{"t1": "K9", "t2": "T-kiosk", "t3": "T-kiosk"}[id]
	return hall.Standing{Ticket: hall.Ticket{ID: id, Terminal: by}}, nil
}

// guesser asks for codes with the token of one terminal.
type guesser struct {
	t     *testing.T
	hall  *slips
	node  *node.Node
	clock *halltest.Clock
	token string
}

func newGuesser(t *testing.T) *guesser {
	a, clock := &slips{}, halltest.NewClock(halltest.Opening)
	return &guesser{t, a, node.New(a, node.Options{Terminals: tokens{}, Rates: node.HallRates(), RateClock: clock.Now}), clock, "kiosk"}
}

// ask is the refusal of a look-up, empty when there is none, and how long the terminal is asked to wait.
func (g *guesser) ask(code string) (refusal hall.Code, wait time.Duration) {
	g.t.Helper()
	w := ask(g.node, call{method: "GET", path: "/api/v1/tickets?code=" + code, token: g.token})
	if w.Code == http.StatusOK {
		return "", 0
	}
	if w.Code == http.StatusTooManyRequests {
		seconds, err := strconv.Atoi(w.Header().Get("Retry-After"))
		if err != nil || seconds < 1 {
			g.t.Fatalf("Retry-After: %q", w.Header().Get("Retry-After"))
		}
		wait = time.Duration(seconds) * time.Second
	}
	return problemIn(g.t, w).Code, wait
}

// alarmed reports whether the hall was told of the kiosk.
func (g *guesser) alarmed() bool {
	for _, q := range g.hall.asked {
		if r, ok := q.(hall.Report); ok && r.Fault != nil && r.Fault.Code == node.GuessingFault.Code && r.By.Terminal == "T-kiosk" {
			return true
		}
	}
	return false
}

// forge asks for ten forged codes, and for one more that is answered because nobody has asked for some time.
func (g *guesser) forge() {
	g.t.Helper()
	for n := range 11 {
		if got, _ := g.ask(wrongCode); got != hall.CodeForged {
			g.t.Fatalf("guess %d: %s", n, got)
		}
		g.clock.Advance(time.Second)
	}
}

// TestCodesCannotBeTriedThrough: four digits of a code are its check. A terminal that asked for ten codes nobody
// printed learns the truth about a few codes a minute, however often it asks, and the hall is told.
func TestCodesCannotBeTriedThrough(t *testing.T) {
	for _, pace := range []time.Duration{500 * time.Millisecond, time.Second, 7 * time.Second, time.Minute} {
		g := newGuesser(t)
		learned := 0
		for start := g.clock.Now(); g.clock.Now().Sub(start) < time.Hour; g.clock.Advance(pace) {
			if got, _ := g.ask(wrongCode); got != hall.TooMany {
				learned++
			}
		}
		if most := 10 + 60 + 3600/8 + 1; learned > most {
			t.Errorf("every %s: the truth about %d codes in an hour, want %d", pace, learned, most)
		}
		if pace < time.Minute && !g.alarmed() {
			t.Errorf("every %s: the hall was not told", pace)
		}
	}
}

// TestTheWaitOfADoubtfulCodeTellsNothing: right codes were answered at once and wrong ones were not, so the wait told
// which is which.
func TestTheWaitOfADoubtfulCodeTellsNothing(t *testing.T) {
	right, wrong := newGuesser(t), newGuesser(t)
	right.forge()
	wrong.forge()
	for n := range 30 {
		r, waitR := right.ask(rightCode)
		w, waitW := wrong.ask(wrongCode)
		if (r == hall.TooMany) != (w == hall.TooMany) || waitR != waitW {
			t.Fatalf("look-up %d: %q after %s for the right one, %q after %s for the wrong one", n, r, waitR, w, waitW)
		}
		right.clock.Advance(time.Second)
		wrong.clock.Advance(time.Second)
	}
}

// TestAnHonestSlipBehindAForgerIsAnsweredALittleLater: within the patience of a program that asks again when it is told
// to.
func TestAnHonestSlipBehindAForgerIsAnsweredALittleLater(t *testing.T) {
	for _, token := range []string{"kiosk", "counter"} {
		g := newGuesser(t)
		g.token = token
		g.forge()
		refusal, wait := g.ask(rightCode)
		if refusal != hall.TooMany || wait > 8*time.Second {
			t.Fatalf("%s: at once: %q after %s", token, refusal, wait)
		}
		g.clock.Advance(wait)
		if refusal, _ := g.ask(rightCode); refusal != "" {
			t.Errorf("%s: after %s: %q", token, wait, refusal)
		}
		if g.ask(wrongCode); token == "kiosk" {
			g.token = "counter"
			if refusal, _ := g.ask(rightCode); refusal != "" {
				t.Errorf("another terminal: %q", refusal)
			}
		}
	}
}

// TestWhatNobodyGuessesIsAnsweredAlways: the slips that a kiosk issued itself, and addresses of pages.
func TestWhatNobodyGuessesIsAnsweredAlways(t *testing.T) {
	g := newGuesser(t)
	g.forge()
	for range 25 {
		g.ask(wrongCode)
		for code, want := range map[string]hall.Code{ownCode: "", pageOf: "", usedCode: hall.CodeUsed} {
			if got, _ := g.ask(code); got != want {
				t.Errorf("%s: %q", code, got)
			}
		}
		g.clock.Advance(5 * time.Second)
	}
}

// TestASlipThatIsShownToAKioskIsNoWayAround: a kiosk cancels another terminal's ticket for whoever shows the slip, and
// guesses are counted there as well.
func TestASlipThatIsShownToAKioskIsNoWayAround(t *testing.T) {
	g := newGuesser(t)
	g.forge()
	const key = "0192f3a4-0000-7000-8000-00000000abcd"
	show := func(code string) wire.Problem {
		return problemIn(t, ask(g.node, call{method: "POST", path: "/api/v1/tickets/t1/cancel", token: "kiosk", key: key,
			body: `{"ended_by":"visitor","slip":"` + code + `"}`}))
	}
	if right, wrong := show(rightCode), show(wrongCode); right.Code != hall.TooMany || wrong.Code != hall.TooMany {
		t.Errorf("%s and %s", right.Code, wrong.Code)
	}
}
