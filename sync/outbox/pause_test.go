package outbox_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/outbox"
)

// log2 is a log of two events of which the first is acknowledged.
type log2 struct{ acked chan hall.Cursor }

func (l log2) Acked(context.Context) (hall.Cursor, error) { return hall.Cursor{Epoch: 1, Seq: 1}, nil }
func (l log2) Events(_ context.Context, after hall.Cursor, _ int) ([]hall.Event, error) {
	if after.Seq >= 2 {
		return nil, nil
	}
	return []hall.Event{{Outlet: "a", Epoch: 1, Seq: 2, Kind: "hall.opened"}}, nil
}
func (l log2) Ack(_ context.Context, at hall.Cursor) error {
	l.acked <- at
	return nil
}

// line is a center as far as the outbox sees it.
type line func() (status int, err error)

func (f line) RoundTrip(q *http.Request) (*http.Response, error) {
	status, err := f()
	if err != nil {
		return nil, err
	}
	body := io.NopCloser(strings.NewReader(`{"cursor":{"epoch":1,"seq":2},"stored":1}`))
	return &http.Response{StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: body, Request: q}, nil
}

// However long a center was away, its return is seen within seconds; one that answers and refuses is asked seldom.
func TestThePauseIsShortForACenterThatIsAwayAndLongForOneThatRefuses(t *testing.T) {
	for _, c := range []struct {
		name      string
		away      line
		most      time.Duration // from the return to the delivery
		questions int           // at most, in the hour before
	}{
		{"away", func() (int, error) { return 0, errors.New("connection refused") }, 3 * time.Second, 3000},
		{"refuses", func() (int, error) { return 503, nil }, time.Minute, 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began, asked := time.Now(), 0
				source := log2{acked: make(chan hall.Cursor, 1)}
				box := outbox.New(source, outbox.Options{Center: "https://center", Outlet: "a", Log: slog.New(slog.DiscardHandler),
					HTTP: line(func() (int, error) {
						if time.Since(began) < time.Hour {
							asked++
							return c.away()
						}
						return 200, nil
					})})
				ctx, stop := context.WithCancel(t.Context())
				ended := make(chan error)
				go func() { ended <- box.Run(ctx) }()
				select {
				case <-source.acked:
				case <-time.After(2 * time.Hour):
					t.Error("nothing is delivered")
				}
				if late := time.Since(began) - time.Hour; late > c.most || asked > c.questions {
					t.Errorf("delivered %v after the return, %d questions before", late, asked)
				}
				stop()
				<-ended
			})
		})
	}
}

// TestNoLogLeavesOverPlainHTTP: the hall goes on working, and says what is wrong with its settings.
func TestNoLogLeavesOverPlainHTTP(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box := outbox.New(log2{acked: make(chan hall.Cursor, 1)}, outbox.Options{Center: "http://center:7400", Outlet: "a",
			Log: slog.New(slog.DiscardHandler), HTTP: line(func() (int, error) {
				t.Error("it was sent")
				return 200, nil
			})})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- box.Run(ctx) }()
		synctest.Wait()
		if got := box.State().Why; !strings.Contains(got, "https") {
			t.Errorf("it says %q", got)
		}
		stop()
		<-ended
	})
}
