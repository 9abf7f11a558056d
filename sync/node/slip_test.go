package node_test

import (
	"context"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
)

// asked is an authority whose ticket another terminal issued; staff want its slip printed at a terminal.
type asked struct {
	scripted
	at hall.TerminalID
}

func (a *asked) Ticket(context.Context, hall.TicketID) (hall.Standing, error) {
	return hall.Standing{Ticket: hall.Ticket{ID: "t1", No: "H001", Code: "10126112300018", Terminal: "K9"}, URL: "http://hall/t/secret", PrintAt: a.at}, nil
}

// TestTheTerminalThatPrintsASlipForStaffSeesIt, whole, and tells what became of it; no other kiosk does, and it may do
// nothing else.
func TestTheTerminalThatPrintsASlipForStaffSeesIt(t *testing.T) {
	for at, want := range map[hall.TerminalID]bool{"": false, "K2": false, "T-kiosk": true} {
		n := nodeOf(&asked{at: at})
		text := ask(n, call{method: "GET", path: "/api/v1/tickets/t1", token: "kiosk"}).Body.String()
		if strings.Contains(text, "10126112300018") != want || strings.Contains(text, "secret") != want || !strings.Contains(text, "H001") {
			t.Errorf("asked at %q the kiosk reads %s", at, text)
		}
		for verb, may := range map[string]bool{"print": want, "cancel": false} {
			const key = "0192f3a4-0000-7000-8000-00000000abcd"
			body := map[string]string{"print": `{"paper":"printed"}`, "cancel": `{"ended_by":"visitor"}`}[verb]
			w := ask(n, call{method: "POST", path: "/api/v1/tickets/t1/" + verb, token: "kiosk", key: key, body: body})
			if (w.Code/100 == 2) != may {
				t.Errorf("asked at %q, %s: %d %s", at, verb, w.Code, w.Body)
			}
		}
	}
}
