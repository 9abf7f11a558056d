package web

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/sync/wire"
)

// Authority is what the page asks of the hall.
type Authority interface {
	Find(ctx context.Context, scanned string) (hall.Standing, error)
	Ticket(ctx context.Context, id hall.TicketID) (hall.Standing, error)
	Act(ctx context.Context, a hall.Action) (hall.Ticket, error)
	Hall(ctx context.Context) (hall.Snapshot, error)
}

// Terminal is who the authority sees behind a visitor's phone.
const Terminal hall.TerminalID = "web"

// hallAge is how old the hall's names and rules on a page may be: many phones ask every few seconds.
const hallAge = time.Second

// Options change the page; the zero value is good.
type Options struct {
	Now func() time.Time // nil: time.Now
}

// Pages answers everything under /t/.
type Pages struct {
	authority Authority
	book      *lang.Book
	now       func() time.Time
	mux       *http.ServeMux

	mu     sync.Mutex
	hall   hall.Snapshot // guarded by mu
	hallAt time.Time     // guarded by mu
}

// New makes the pages of a hall.
func New(authority Authority, book *lang.Book, o Options) *Pages {
	p := &Pages{authority: authority, book: book, now: o.Now, mux: http.NewServeMux()}
	if p.now == nil {
		p.now = time.Now
	}
	for i, handle := range []http.HandlerFunc{p.page, p.state, p.cancel} {
		p.mux.HandleFunc(wire.PagePatterns[i], handle)
	}
	return p
}

// ServeHTTP implements http.Handler.
func (p *Pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Robots-Tag", "noindex")
	p.mux.ServeHTTP(w, r)
}

// page is the whole page; ?give-up=1 asks whether the visitor really gives up.
func (p *Pages) page(w http.ResponseWriter, r *http.Request) {
	v := p.look(r, nil)
	v.Confirm = v.MayCancel && r.URL.Query().Get("give-up") != ""
	write(w, v, "page")
}

// state is the changing part alone, for the script.
func (p *Pages) state(w http.ResponseWriter, r *http.Request) {
	write(w, p.look(r, nil), "ticket")
}

// cancel gives the ticket up. The key comes from the ticket's version, so a form sent twice has its effect once.
func (p *Pages) cancel(w http.ResponseWriter, r *http.Request) {
	token := r.PathValue("token")
	s, err := p.find(r.Context(), token, "")
	if err == nil && s.State.Open() {
		key := uuid.NewSHA1(uuid.NameSpaceURL, []byte("cancel "+token+" "+r.PostFormValue("version")))
		_, err = p.authority.Act(r.Context(), hall.Action{Key: key.String(), Ticket: s.ID, Verb: hall.Cancel, EndedBy: hall.EndedByVisitor,
			By: hall.Actor{Terminal: Terminal}})
	}
	if err != nil {
		write(w, p.look(r, err), "page")
		return
	}
	w.Header().Set("Location", beside(r, token)+"?lang="+string(p.language(r))) // not by http.Redirect, which makes it absolute
	w.WriteHeader(http.StatusSeeOther)
}

// find reads the ticket of a token, also one that is finished. What a slip claims besides tells one that the hall lost
// from one that never was.
func (p *Pages) find(ctx context.Context, token, claim string) (hall.Standing, error) {
	s, err := p.authority.Find(ctx, wire.Page+token+claim)
	if id := hall.SubjectOf(err); hall.CodeOf(err) == hall.CodeUsed && id != "" {
		return p.authority.Ticket(ctx, hall.TicketID(id))
	}
	return s, err
}

// snapshot is the hall, at most a second old.
func (p *Pages) snapshot(ctx context.Context) (hall.Snapshot, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if age := now.Sub(p.hallAt); age >= 0 && age < hallAge {
		return p.hall, nil
	}
	s, err := p.authority.Hall(ctx)
	if err == nil {
		p.hall, p.hallAt = s, now
	}
	return s, err
}
