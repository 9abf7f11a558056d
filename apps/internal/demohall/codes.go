package demohall

import (
	"context"
	"strings"

	"github.com/brighthall/brighthall/hall"
)

// Sample gives a code that is wrong in one way, made from the last slip's: "used", "foreign", "forged". "" when there is none (yet).
func (h *Hall) Sample(ctx context.Context, kind string) string {
	codes := h.Codes()
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
