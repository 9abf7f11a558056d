package hallnode_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/hallnode"
	"github.com/brighthall/brighthall/assets/seed"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/client"
)

// named enrols a terminal under a name of its own.
func named(t *testing.T, n *hallnode.Node, kind, name string) *client.Client {
	t.Helper()
	token, err := n.Enrol(t.Context(), kind, name)
	if err != nil {
		t.Fatal(err)
	}
	return client.New(n.URL, token, client.Options{Pin: n.Pin})
}

func refused(t *testing.T, what string, err error, want hall.Code) {
	t.Helper()
	if hall.CodeOf(err) != want {
		t.Errorf("%s: %v, want %q", what, err, want)
	}
}

// TestAKioskCancelsWhatItIssuedOrWhatIsShownToIt: one token cancelled everybody who waited.
func TestAKioskCancelsWhatItIssuedOrWhatIsShownToIt(t *testing.T) {
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0"})
	own, other := named(t, n, "kiosk", "K01"), named(t, n, "kiosk", "K02")
	cancel := func(c *client.Client, s hall.Standing, slip string) error {
		a := hall.Action{Key: key(), Ticket: s.ID, Verb: hall.Cancel, EndedBy: hall.EndedByVisitor, Slip: slip}
		got, err := c.Act(t.Context(), a)
		if err != nil {
			return err
		}
		if again, err := c.Act(t.Context(), a); err != nil || again.Version != got.Version || got.State != hall.Cancelled {
			t.Errorf("sent again it is %s at %d, %v", again.State, again.Version, err)
		}
		return nil
	}
	a, b, c, d := take(t, own), take(t, own), take(t, own), take(t, own)
	refused(t, "another kiosk's ticket", cancel(other, a, ""), hall.Denied)
	refused(t, "with another slip", cancel(other, a, b.Code), hall.Denied)
	refused(t, "with an invented code", cancel(other, a, "10178700011765"), hall.Denied)
	refused(t, "with its id", cancel(other, a, string(a.ID)), hall.Denied)
	refused(t, "with another's address", cancel(other, a, b.URL), hall.Denied)
	if s, err := n.Authority.Ticket(t.Context(), a.ID); err != nil || s.State != hall.Waiting {
		t.Fatalf("it is %s, %v", s.State, err)
	}
	_, err := other.Act(t.Context(), hall.Action{Key: key(), Ticket: a.ID, Verb: hall.Print, Paper: hall.PaperNotPrinted})
	refused(t, "its slip", err, hall.Denied)
	for what, err := range map[string]error{"its own": cancel(own, a, ""), "by the code": cancel(other, b, b.Code), "by the address": cancel(other, c, c.URL),
		"at a counter": cancel(signedIn(t, n, "C01"), d, "")} {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// signedIn is a counter's program with a teller of the demo signed in at it.
func signedIn(t *testing.T, n *hallnode.Node, name string) *client.Client {
	t.Helper()
	c := named(t, n, "counter", name)
	if _, err := c.Desk(t.Context(), hall.CounterAction{Key: key(), Counter: "1", Verb: hall.OpenCounter, Teller: "t01", PIN: "246810"}); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestAKioskKnowsOfNoBooking: who says he booked is outside the slot's quota, and earlier.
func TestAKioskKnowsOfNoBooking(t *testing.T) {
	setup, err := seed.Demo()
	if err != nil {
		t.Fatal(err)
	}
	for i := range setup.Groups {
		setup.Groups[i].SlotMin, setup.Groups[i].SlotQuota, setup.Groups[i].Hours = 24*60, 1, nil
	}
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0", Seed: &setup})
	kiosk, counter := named(t, n, "kiosk", "K01"), signedIn(t, n, "C01")
	issue := func(c *client.Client, s hall.Source, p hall.Priority) error {
		_, err := c.Issue(t.Context(), hall.IssueRequest{ID: hall.TicketID(key()), Service: "H", Source: s, Priority: p})
		return err
	}
	for _, s := range []hall.Source{hall.FromBooking, hall.FromWeb, hall.FromCounter} {
		refused(t, "a kiosk's "+string(s), issue(kiosk, s, ""), hall.Denied)
	}
	refused(t, "a kiosk's booked", issue(kiosk, hall.FromKiosk, hall.Booked), hall.Denied)
	if err := issue(kiosk, hall.FromKiosk, hall.Care); err != nil {
		t.Errorf("care priority at a kiosk: %v", err)
	}
	refused(t, "beyond the slot's quota", issue(kiosk, hall.FromForeign, ""), hall.SlotFull)
	if err := issue(counter, hall.FromBooking, hall.Booked); err != nil {
		t.Errorf("booked at a counter: %v", err)
	}
}

// TestWhoFindsATicketByItsCodeGetsNoAddress: 14 digits are read over a shoulder; with the page's address one could
// watch and cancel.
func TestWhoFindsATicketByItsCodeGetsNoAddress(t *testing.T) {
	n, _ := start(t, hallnode.Options{Data: t.TempDir(), Listen: "127.0.0.1:0"})
	s := take(t, named(t, n, "kiosk", "K01"))
	for _, kind := range []string{"kiosk", "counter", "admin"} {
		got, err := named(t, n, kind, "finder-"+kind).Find(t.Context(), s.Code)
		if err != nil || got.ID != s.ID || got.URL != "" {
			t.Errorf("a %s finds %s %q %v", kind, got.No, got.URL, err)
		}
	}
	other := named(t, n, "kiosk", "K02")
	if got, err := other.Ticket(t.Context(), s.ID); err != nil || got.URL != "" || got.Code != "" {
		t.Errorf("another kiosk reads %q %q %v", got.URL, got.Code, err)
	}
	if got, err := other.Find(t.Context(), s.URL); err != nil || got.ID != s.ID {
		t.Errorf("by the address it finds %s %v", got.No, err)
	}
	if got, err := named(t, n, "counter", "C09").Ticket(t.Context(), s.ID); err != nil || !strings.Contains(got.URL, "/t/") { // staff print it anew
		t.Errorf("a counter reads %q %v", got.URL, err)
	}
}
