package web

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/sync/wire"
)

// view is what the page shows, in words.
type view struct {
	Lang    hall.Language
	Other   hall.Language // the language the link at the foot changes to
	Path    string        // of the page, as its own links say it
	Claim   template.URL  // what the slip's address says besides, for those links; empty while its ticket is here
	Status  int           // HTTP
	Outlet  string
	Demo    bool
	Hotline string
	Updated string // time of day at the hall

	Sorry     string // a sentence in place of the ticket
	Notice    string // a sentence above the ticket
	Confirm   bool
	MayCancel bool
	Version   int

	No      hall.TicketNo
	Service string
	State   hall.State
	Ahead   int
	Dots    []struct{} // people ahead, as many as fit
	Wait    string
	Range   string // "10–15", empty when Wait says it in words
	Unit    string // of the range
	Windows string
	Window  string // label of the one that called the ticket
	Papers  string
	Missed  string // what happens to one who does not come

	book *lang.Book
}

// maxDots is how many people ahead are drawn.
const maxDots = 5

// beside is the page's address as seen from the page a request was for: "./token", "../token". Relative links stay
// under whatever path a public address has, and whatever a proxy before the node takes off it.
func beside(r *http.Request, token string) string {
	asked, _, _ := strings.Cut(cmp.Or(r.RequestURI, r.URL.Path), "?")
	_, rest, _ := strings.Cut(strings.ToLower(asked), wire.Page)
	if up := strings.Count(rest, "/"); up > 0 {
		return strings.Repeat("../", up) + token
	}
	return "./" + token
}

// Say is a sentence in the page's language.
func (v *view) Say(key string, pairs ...any) string { return v.book.Say(v.Lang, key, pairs...) }

// Heading is a window at the head of a line.
func (v *view) Heading(label string) string { return v.book.Windows(v.Lang, v.At(label)) }

// At is a window within a sentence.
func (v *view) At(label string) lang.Windows { return lang.Window(label) }

// look reads the ticket of the request and says how it stands. refused is why the visitor's last act was not done.
func (p *Pages) look(r *http.Request, refused error) *view {
	in, token := p.language(r), r.PathValue("token")
	v := &view{Lang: in, Other: other(in), Path: beside(r, token), Status: http.StatusOK, book: p.book}
	h, err := p.snapshot(r.Context())
	if err == nil {
		v.ofHall(h)
	}
	claim := claimOf(r)
	s, err := p.find(r.Context(), token, "?"+claim)
	if err != nil {
		if hall.CodeOf(err) == hall.CodeLost {
			v.Claim = template.URL("&" + claim)
		}
		v.Status, v.Sorry = wire.Status(hall.CodeOf(err)), p.book.Error(in, err)
		return v
	}
	v.ofTicket(s, h)
	if refused != nil {
		v.Status, v.Notice = wire.Status(hall.CodeOf(refused)), p.book.Error(in, refused)
	}
	return v
}

// claimOf is what the slip's address says besides its token: number, service, day and signature.
func claimOf(r *http.Request) string {
	said, claim := r.URL.Query(), url.Values{}
	for _, name := range []string{"n", "s", "d", "m"} {
		for as, values := range said {
			if strings.EqualFold(as, name) {
				claim.Set(name, values[0])
			}
		}
	}
	return claim.Encode()
}

func (v *view) ofHall(h hall.Snapshot) {
	v.Outlet, v.Demo, v.Hotline = h.Outlet.Name.In(v.Lang), h.Outlet.Demo, h.Outlet.Hotline
	v.Updated = lang.Clock(h.At.Time().In(h.Outlet.Location()))
	v.Missed = v.Say("web.missed.rule", "calls", h.Outlet.Rules.CallLimit, "minutes", h.Outlet.Rules.MissedReturnMin)
}

func (v *view) ofTicket(s hall.Standing, h hall.Snapshot) {
	v.No, v.State, v.Ahead, v.Version = s.No, s.State, s.Ahead, s.Version
	v.Dots = make([]struct{}, min(s.Ahead, maxDots))
	v.Wait = v.book.Wait(v.Lang, s.WaitFor)
	if lang.HasFigures(s.WaitFor) {
		v.Range, v.Unit = v.book.WaitFigures(v.Lang, s.WaitFor)
	}
	v.Service, v.Papers = v.visit(s.Ticket, h)
	v.Windows = v.windows(s.Windows, h)
	v.Window = label(s.Counter, h)
	v.MayCancel = s.State == hall.Waiting || s.State == hall.Missed
}

// visit names what the visitor came for and the papers it needs.
func (v *view) visit(t hall.Ticket, h hall.Snapshot) (service, papers string) {
	setup := hall.Setup{Items: h.Items}
	var names, needed []string
	for _, code := range t.Items {
		item, _ := setup.Item(code)
		names = append(names, item.Name.In(v.Lang))
		for _, paper := range item.Papers {
			name := paper.Name.In(v.Lang)
			if paper.Later {
				name = v.Say("web.papers.later", "paper", name)
			}
			needed = append(needed, name)
		}
	}
	if len(names) == 0 {
		names = append(names, groupName(t.Group, h).In(v.Lang))
	}
	return strings.Join(names, v.Say("web.list")), strings.Join(needed, v.Say("web.list"))
}

func groupName(code hall.GroupCode, h hall.Snapshot) hall.Name {
	for _, g := range h.Groups {
		if g.Code == code {
			return g.Name
		}
	}
	return hall.Name{Zh: string(code)}
}

func (v *view) windows(ids []hall.CounterID, h hall.Snapshot) string {
	var labels lang.Windows
	for _, id := range ids {
		labels = append(labels, label(id, h))
	}
	return v.book.Windows(v.Lang, labels)
}

func label(id hall.CounterID, h hall.Snapshot) string {
	for _, c := range h.Counters {
		if c.ID == id {
			return c.Label
		}
	}
	return string(id)
}

// language is the one asked for by ?lang=, else the first of ours in Accept-Language, else Chinese.
func (p *Pages) language(r *http.Request) hall.Language {
	if l, ok := ours(r.URL.Query().Get("lang")); ok {
		return l
	}
	best, quality := hall.Chinese, 0.0
	for _, part := range strings.Split(r.Header.Get("Accept-Language"), ",") {
		tag, q := accepted(part)
		if l, ok := ours(tag); ok && q > quality {
			best, quality = l, q
		}
	}
	return best
}

// accepted reads "en-GB;q=0.8".
func accepted(part string) (tag string, quality float64) {
	tag, rest, has := strings.Cut(strings.TrimSpace(part), ";")
	if !has {
		return tag, 1
	}
	q, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(rest), "q="), 64)
	if err != nil {
		return tag, 0
	}
	return tag, q
}

func ours(tag string) (hall.Language, bool) {
	switch short, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-"); short {
	case "zh":
		return hall.Chinese, true
	case "en":
		return hall.English, true
	}
	return "", false
}

func other(l hall.Language) hall.Language {
	if l == hall.Chinese {
		return hall.English
	}
	return hall.Chinese
}
