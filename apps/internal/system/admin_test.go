package system

import (
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/api"
)

// TestAHallThatToldNothingIsListedByItsID: it headed the list with an empty name.
func TestAHallThatToldNothingIsListedByItsID(t *testing.T) {
	for _, c := range []struct{ name, want string }{{"", "anxin"}, {"安新县供电营业厅", "安新县供电营业厅"}} {
		if v := outletView(api.Outlet{ID: "anxin", Name: hall.Name{Zh: c.name}}); v.Name.In(hall.Chinese) != c.want {
			t.Errorf("%q is listed as %q", c.name, v.Name.In(hall.Chinese))
		}
	}
}
