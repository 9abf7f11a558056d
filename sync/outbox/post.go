package outbox

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/go-resty/resty/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/call"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/wire"
)

// pack writes as many of the events as one batch takes, at least one, gzipped: a log packs to a tenth. It stops before
// a hole, so that what stands before it is not refused with it.
func pack(events []hall.Event) (packed []byte, taken int, err error) {
	var raw bytes.Buffer
	raw.WriteString(`{"events":[`)
	for i, e := range events {
		if i > 0 && !follows(events[i-1], e) {
			break
		}
		line, err := json.Marshal(e)
		if err != nil {
			return nil, 0, hall.Wrap("outbox.pack", err)
		}
		if taken > 0 && raw.Len()+len(line) > MaxBytes {
			break
		}
		if taken++; taken > 1 {
			raw.WriteByte(',')
		}
		raw.Write(line)
	}
	raw.WriteString(`]}`)
	var out bytes.Buffer
	z, _ := gzip.NewWriterLevel(&out, gzip.BestSpeed) // the level is valid
	if _, err = z.Write(raw.Bytes()); err == nil {
		err = z.Close()
	}
	return out.Bytes(), taken, hall.Wrap("outbox.pack", err)
}

func follows(before, e hall.Event) bool {
	return e.Epoch == before.Epoch && e.Seq == before.Seq+1 || e.Epoch > before.Epoch && e.Seq == 1
}

// errSilent: no answer came, not even a refusal.
var errSilent = errors.New("no answer")

// post sends a batch. What comes back must be the center's own answer: a captive portal's 200 is no acknowledgement.
func (b *Outbox) post(ctx context.Context, packed []byte) (a api.Accepted, err error) {
	const op = "outbox.post"
	answer, err := b.rest.R().SetContext(ctx).SetBody(packed).
		SetHeader("Content-Type", "application/json").SetHeader("Content-Encoding", "gzip").
		Post(api.OutletPath(b.o.Outlet, "events"))
	if errors.Is(err, resty.ErrAutoRedirectDisabled) {
		return a, call.NoCenter(op, answer.StatusCode(), answer.Status())
	}
	if err != nil {
		return a, &hall.Error{Op: op, Code: hall.Unavailable, Err: errors.Join(errSilent, err)}
	}
	kind := answer.Header().Get("Content-Type")
	if answer.StatusCode() == http.StatusOK && strings.HasPrefix(kind, "application/json") {
		if err := json.Unmarshal(answer.Body(), &a); err != nil || a.Cursor == (hall.Cursor{}) {
			return a, call.NoCenter(op, answer.StatusCode(), "not an answer of a center")
		}
		return a, nil
	}
	var p wire.Problem
	if !strings.HasPrefix(kind, wire.ProblemType) || json.Unmarshal(answer.Body(), &p) != nil {
		return a, call.NoCenter(op, answer.StatusCode(), answer.Status())
	}
	return a, p.Err(op)
}
