package demohall

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center"
)

// Archived waits until the center holds the visit with number no of today, finished and evaluated, and gives it as the
// center tells it over its API.
func (h *Hall) Archived(ctx context.Context, no hall.TicketNo) (json.RawMessage, error) {
	token, err := h.Center.Enrol(ctx, center.KindAdmin, "demo reader")
	if err != nil {
		return nil, err
	}
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		found, ok, err := h.visitAt(ctx, token, no)
		if ok {
			return found, nil
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("the center has no finished visit %s: %w (%v)", no, ctx.Err(), err)
		case <-tick.C:
		}
	}
}

func (h *Hall) visitAt(ctx context.Context, token string, no hall.TicketNo) (json.RawMessage, bool, error) {
	day := string(h.Outlet.Outlet.Day(time.Now()))
	query := url.Values{"outlet": {string(h.Outlet.Outlet.ID)}, "from": {day}, "to": {day}}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, h.Center.URL+"/api/v1/tickets?"+query.Encode(), nil)
	if err != nil {
		return nil, false, err
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, false, err
	}
	defer response.Body.Close()
	var page struct {
		Tickets []json.RawMessage `json:"tickets"`
	}
	if err := json.NewDecoder(response.Body).Decode(&page); err != nil {
		return nil, false, err
	}
	return finished(page.Tickets, no)
}

// finished picks the visit with the number, if it is over and rated.
func finished(visits []json.RawMessage, no hall.TicketNo) (json.RawMessage, bool, error) {
	for _, raw := range visits {
		var t hall.Ticket
		if err := json.Unmarshal(raw, &t); err != nil {
			return nil, false, err
		}
		if t.No == no && t.State == hall.Finished && t.Evaluation != nil {
			return raw, true, nil
		}
	}
	return nil, false, nil
}
