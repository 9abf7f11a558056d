package center_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/centertest"
)

// The tests of this file are what a stranger to the code tried first.

func TestTicketsOfOneOutletAndOfSomeDays(t *testing.T) {
	r := newRig(t)
	l := centertest.New("gaoyang").Visits(3)
	if status, p := r.do("POST", api.OutletPath("gaoyang", "events"), r.outlet, api.Batch{Events: l.Events}, nil); status != 200 {
		t.Fatal(status, p)
	}
	day := string(centertest.Day)
	for query, want := range map[string]int{
		"": 3, "?outlet=gaoyang": 3, "?outlet=elsewhere": 0, "?outlet=gaoyang&from=" + day + "&to=" + day: 3, "?from=2030-01-01": 0,
		"?to=2001-01-01": 0, "?outlet=gaoyang&limit=2": 2,
	} {
		var page api.Tickets
		r.get(api.TicketsAt+query, &page)
		if len(page.Tickets) != want {
			t.Errorf("%q gives %d tickets, want %d", query, len(page.Tickets), want)
		}
	}
	for _, query := range []string{"?from=yesterday", "?to=20261124", "?limit=0", "?after=zzz"} {
		if status, p := r.do("GET", api.TicketsAt+query, r.admin, nil, nil); status != 422 || p.Code != hall.Invalid || p.Reason == "" {
			t.Errorf("%s: %d %+v", query, status, p)
		}
	}
}

func TestAnOrderOfNoKindIsRefusedAtOnce(t *testing.T) {
	r := newRig(t)
	for _, body := range []string{`{"id":"o1","kind":"explode"}`, `{"id":"o1"}`, `{"kind":"close_day"}`} {
		if status, p := r.do("POST", api.OutletPath("gaoyang", "orders"), r.admin, []byte(body), nil); status != 422 || p.Code != hall.Invalid {
			t.Errorf("%s: %d %+v", body, status, p)
		}
	}
}

func TestEveryRefusalHasASentence(t *testing.T) {
	r := newRig(t)
	r.Speak(func(in hall.Language, c hall.Code, _ *hall.Choice) string { return string(in) + " " + string(c) })
	for _, c := range []struct{ method, path, token, want string }{
		{"GET", "/api/v1/x", "", "en not_found"},
		{"DELETE", api.Outlets, "", "en invalid"},
		{"GET", api.Outlets, "", "en session_over"}, // a person's
		{"GET", api.Outlets, strings.Repeat("0", 64), "en session_over"},
		{"GET", api.MirrorAt, strings.Repeat("0", 64), "en unauthenticated"}, // a hall's node
		{"GET", api.Outlets, r.outlet, "en denied"},
		{"GET", api.MirrorAt + "?since=-1", r.outlet, "en invalid"},
		{"GET", api.LiveHall + "?outlet=elsewhere", r.admin, "en not_found"},
	} {
		req, _ := http.NewRequestWithContext(t.Context(), c.method, r.url+c.path, strings.NewReader(""))
		req.Header.Set("Authorization", "Bearer "+c.token)
		req.Header.Set("Accept-Language", "en")
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		var p map[string]any
		if err := json.NewDecoder(res.Body).Decode(&p); err != nil || p["detail"] != c.want || p["reason"] == "" {
			t.Errorf("%s %s: %v %v", c.method, c.path, p, err)
		}
		res.Body.Close()
	}
}

// TestTheDescriptionSaysWhatIsAsked: every query of the reads, and the token, are in /openapi.json.
func TestTheDescriptionSaysWhatIsAsked(t *testing.T) {
	r := newRig(t)
	var d struct {
		Paths map[string]map[string]struct {
			Parameters []struct{ Name string }
			Security   []map[string][]string
		}
	}
	r.do("GET", "/openapi.json", "", nil, &d)
	for path, want := range map[string]string{api.TicketsAt: "outlet from to after", api.Daily: "outlet from to", api.MirrorAt: "since"} {
		get, names := d.Paths[path]["get"], ""
		for _, p := range get.Parameters {
			names += " " + p.Name
		}
		for name := range strings.FieldsSeq(want) {
			if !strings.Contains(names+" ", " "+name+" ") {
				t.Errorf("%s: no %s in%s", path, name, names)
			}
		}
		if len(get.Security) == 0 {
			t.Errorf("%s needs a token and does not say so", path)
		}
	}
}

// TestTheDescriptionShowsABatch: who writes a sender from /openapi.json alone finds the events and their fields in it.
func TestTheDescriptionShowsABatch(t *testing.T) {
	r := newRig(t)
	type schema struct {
		Ref        string `json:"$ref"`
		Type       any
		Items      *schema
		Properties map[string]schema
	}
	var d struct {
		Paths map[string]map[string]struct {
			RequestBody struct {
				Content map[string]struct{ Schema schema }
			}
		}
		Components struct{ Schemas map[string]schema }
	}
	r.do("GET", "/openapi.json", "", nil, &d)
	named := func(s schema) schema { return d.Components.Schemas[strings.TrimPrefix(s.Ref, "#/components/schemas/")] }
	body := d.Paths[api.Outlets+"/{outlet}/events"]["post"].RequestBody.Content["application/json"].Schema
	events := named(body).Properties["events"]
	if events.Items == nil {
		t.Fatalf("the body of put-events is %+v", body)
	}
	event := named(*events.Items)
	for name := range strings.FieldsSeq("outlet epoch seq kind at_ms v body") {
		if _, ok := event.Properties[name]; !ok {
			t.Errorf("an event has no %s", name)
		}
	}
}

func TestAnOrderWhoseTimeIsOverSaysSo(t *testing.T) {
	r := newRig(t)
	for _, c := range []struct {
		id      string
		expires hall.Millis
		given   bool
	}{{"late", 1000, false}, {"in-time", 0, true}} {
		var made api.OrderState
		order := hall.Order{ID: c.id, Kind: "close_day", Expires: c.expires}
		if status, p := r.do("POST", api.OutletPath("gaoyang", "orders"), r.admin, order, &made); status != 200 || made.Expired == c.given {
			t.Errorf("%s: %d %+v, expired %v", c.id, status, p, made.Expired)
		}
	}
	var m api.Mirror
	if r.do("GET", api.MirrorAt+"?since=0", r.outlet, nil, &m); len(m.Orders) != 1 || m.Orders[0].ID != "in-time" {
		t.Errorf("the hall is given %+v", m.Orders)
	}
}

// TestAnOrderOfNoKindIsToldWhichThereAre, in the description and in the refusal.
func TestAnOrderOfNoKindIsToldWhichThereAre(t *testing.T) {
	r := newRig(t)
	r.Speak(func(_ hall.Language, _ hall.Code, c *hall.Choice) string { return c.String() }) // every refusal here has one
	for kind, near := range map[string]string{"close_shop": "", "close-day": "close_day", "": ""} {
		_, p := r.do("POST", api.OutletPath("gaoyang", "orders"), r.admin, hall.Order{ID: "o", Kind: kind}, nil)
		if p.Code != hall.Invalid || !strings.Contains(p.Detail, strings.Join(hall.OrderKinds, ", ")) || !strings.Contains(p.Detail, near) {
			t.Errorf("%q: %+v", kind, p)
		}
	}
	var d struct {
		Components struct {
			Schemas map[string]struct {
				Properties map[string]struct{ Enum []string }
			}
		}
	}
	r.do("GET", "/openapi.json", "", nil, &d)
	if got := d.Components.Schemas["Order"].Properties["kind"].Enum; !slices.Equal(got, hall.OrderKinds) {
		t.Errorf("the description knows the kinds %q", got)
	}
}

// TestTheDescriptionSaysWhatEachOperationDoes, each in words of its own.
func TestTheDescriptionSaysWhatEachOperationDoes(t *testing.T) {
	r := newRig(t)
	var d struct {
		Paths map[string]map[string]struct {
			Summary string `json:"summary"`
		} `json:"paths"`
	}
	r.do("GET", "/openapi.json", "", nil, &d)
	if len(d.Paths) < 10 {
		t.Fatalf("%d paths", len(d.Paths))
	}
	seen := map[string]bool{}
	for path, methods := range d.Paths {
		for method, o := range methods {
			if o.Summary == "" || seen[o.Summary] {
				t.Errorf("%s %s has the summary %q", method, path, o.Summary)
			}
			seen[o.Summary] = true
		}
	}
}
