package centerd_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

// lists wants words in the list of halls, and others not.
func (o *office) lists(what string, words []string, not ...string) {
	o.t.Helper()
	list := o.command("halls")
	for _, w := range words {
		if !strings.Contains(list, w) {
			o.t.Errorf("%s: nothing says %q:\n%s", what, w, list)
		}
	}
	for _, w := range not {
		if strings.Contains(list, w) {
			o.t.Errorf("%s: it says %q:\n%s", what, w, list)
		}
	}
}

// send posts a log of gaoyang.
func (o *office) send(token string, l *centertest.Log) int {
	o.t.Helper()
	body, _ := json.Marshal(api.Batch{Events: l.Events})
	return o.ask(http.MethodPost, api.OutletPath("gaoyang", "events"), token, body)
}

// TestTheListOfHallsSaysWhatWaits: it showed "-" for halls whose log was refused, and for one without a token.
func TestTheListOfHallsSaysWhatWaits(t *testing.T) {
	o := openOffice(t, "127.0.0.1:0", func() time.Time { return centertest.Start.AddDate(0, 0, 1) })
	token := strings.TrimSpace(o.command("enrol", "--kind", "outlet", "--name", "gaoyang"))
	l := centertest.New("gaoyang").Visits(2)
	if got := o.send(token, l); got != 200 {
		t.Fatal(got)
	}
	o.lists("a hall at work", nil, "token", "no further", "kept")
	o.command("keep", "gaoyang")
	o.lists("keep is on", []string{"kept without being shown", "center keep --off gaoyang"})
	o.command("keep", "--off", "gaoyang")
	o.lists("keep is off", nil, "kept")

	restored := l.Restored("again-")
	if got := o.send(token, restored); got != 409 {
		t.Fatal(got)
	}
	list := strings.Fields(o.command("epochs"))
	id := list[len(list)-8]
	o.command("epochs", "refuse", id)
	o.send(token, restored)
	o.lists("refused", []string{"goes no further here", "center epochs accept " + id}, "goes on from a copy")
	o.command("epochs", "accept", id)
	o.send(token, restored)
	o.lists("accepted", nil, "no further", "goes on from a copy")
	o.command("epochs", "undo", id)
	o.send(token, restored)
	o.lists("undone", []string{"goes no further here", "center epochs accept " + id})

	tokens := strings.Fields(o.command("tokens"))
	for i, word := range tokens {
		if word == "outlet" {
			o.command("revoke", tokens[i-1])
		}
	}
	o.lists("a revoked token", []string{"no token of it is good", "center enrol --kind outlet --name gaoyang"})
}
