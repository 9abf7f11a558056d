package demohall

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/seal"
)

// Sample gives a code that is wrong in one way: "used", "foreign" and "forged" are made from the slips so far, "old" is
// yesterday's. "" when there is none (yet).
func (h *Hall) Sample(ctx context.Context, kind string) string {
	codes := h.Codes()
	if kind == "old" {
		return h.yesterday()
	}
	if len(codes) == 0 {
		return ""
	}
	last := codes[len(codes)-1]
	switch kind {
	case "foreign":
		return "999" + last[3:]
	case "forged":
		return last[:13] + strings.Map(func(r rune) rune { return '0' + (r-'0'+1)%10 }, last[13:])
	case "used":
		return h.used(ctx, codes)
	}
	return ""
}

func (h *Hall) used(ctx context.Context, codes []string) string {
	for _, code := range codes {
		if _, err := h.Node.Authority.Find(ctx, code); hall.CodeOf(err) == hall.CodeUsed {
			return code
		}
	}
	return ""
}

// yesterday is a true code of the day before: only its day is wrong.
func (h *Hall) yesterday() string {
	key, err := seal.HallKey(filepath.Join(h.data, "hall"))
	if err != nil {
		return ""
	}
	outlet := h.Outlet.Outlet
	return key.Code(outlet.Code, outlet.Day(time.Now().AddDate(0, 0, -1)), 1)
}
