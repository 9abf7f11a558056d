package center

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/serve"
	"github.com/brighthall/brighthall/sync/wire"
)

// The kinds of tokens.
const (
	KindOutlet = "outlet" // a hall's node; its name is the outlet's id
	KindAdmin  = "admin"  // the management app, or a person's session
)

// kinds is who may do an operation; empty: anybody.
type kinds []string

var (
	open     = kinds{}
	ofOutlet = kinds{KindOutlet}
	ofAdmin  = kinds{KindAdmin}
)

// sessionOver names the sentence for a person who is not signed in any more; the code stays unauthenticated.
const sessionOver hall.Code = "session_over"

type callerKey struct{}

// caller is who asks; set by guard.
func caller(ctx context.Context) archive.Token {
	t, _ := ctx.Value(callerKey{}).(archive.Token)
	return t
}

// guard lets through callers whose token is of one of the kinds.
func (c *Center) guard(a huma.API, who kinds) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		if len(who) == 0 {
			next(ctx)
			return
		}
		t, err := c.known(ctx.Context(), ctx.Header("Authorization"))
		if err == nil && !slices.Contains(who, t.Kind) {
			err = hall.E("center.guard", hall.Denied, "not with a token of kind "+t.Kind)
		}
		if err != nil {
			p := c.said(ctx.Header("Accept-Language"), c.problem(ctx.Context(), "guard", err))
			if p.Code == hall.Unauthenticated && slices.Contains(who, KindAdmin) { // a person, and no machine
				p.Detail = c.say(wire.LanguageOf(ctx.Header("Accept-Language")), sessionOver, nil)
			}
			refuse(a, ctx, p)
			return
		}
		next(huma.WithValue(ctx, callerKey{}, t))
	}
}

// text puts a body before its handler as the log's own text is: UTF-8, to the letter.
func (c *Center) text(a huma.API, limit int64) func(huma.Context, func(huma.Context)) {
	return func(ctx huma.Context, next func(huma.Context)) {
		r, _ := humago.Unwrap(ctx)
		if problem := serve.JSON(r, limit); problem != nil {
			refuse(a, ctx, c.said(ctx.Header("Accept-Language"), problem))
			return
		}
		next(ctx)
	}
}

func (c *Center) known(ctx context.Context, header string) (archive.Token, error) {
	token := bearer(header)
	if token == "" {
		return archive.Token{}, hall.E("center.known", hall.Unauthenticated, "no bearer token")
	}
	return c.archive.Token(ctx, hall.TokenHash(token))
}

// bearer is the token of an Authorization header; empty: there is none.
func bearer(header string) string {
	scheme, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

func refuse(a huma.API, ctx huma.Context, p *wire.Problem) {
	ctx.SetHeader("Content-Type", wire.ProblemType)
	if p.GetStatus() == 401 {
		ctx.SetHeader("WWW-Authenticate", "Bearer")
	}
	ctx.SetStatus(p.GetStatus())
	a.Marshal(ctx.BodyWriter(), "application/json", p)
}

// AdminFor is how long a program's token is good when nothing else is asked for.
const AdminFor = 90 * 24 * time.Hour

// Enrol makes a token of a kind under a name and gives it; only its hash stays here. A hall's is good for half a year
// after its last use, a program's for AdminFor.
func (c *Center) Enrol(ctx context.Context, kind, name string) (string, error) {
	return c.EnrolFor(ctx, kind, name, 0)
}

// EnrolFor is Enrol for a time of its own; zero: the ordinary one.
func (c *Center) EnrolFor(ctx context.Context, kind, name string, good time.Duration) (string, error) {
	const op = "center.Enrol"
	if !slices.Contains([]string{KindOutlet, KindAdmin}, kind) {
		return "", hall.E(op, hall.Invalid, "a token has a kind (outlet, admin)")
	}
	if err := hall.CheckName(name); err != nil {
		return "", hall.Wrap(op, err)
	}
	if kind == KindOutlet {
		if err := hall.CheckOutletID(hall.OutletID(name)); err != nil {
			return "", hall.Wrap(op, err)
		}
		if err := c.archive.See(ctx, hall.OutletID(name), 0); err != nil {
			return "", hall.Wrap(op, err)
		}
		good = cmp.Or(good, archive.OutletFor)
	}
	token := newToken()
	err := c.archive.PutToken(ctx, hall.TokenHash(token),
		archive.Token{Kind: kind, Name: name, Expires: hall.At(c.now().Add(cmp.Or(good, AdminFor)))})
	return token, hall.Wrap(op, err)
}

// signOut ends the session that asks for it. A program's token is ended by whoever made it.
func (c *Center) signOut(ctx context.Context, in *signOutIn) (none, error) {
	if !caller(ctx).Session {
		return none{}, nil
	}
	return none{}, c.archive.EndToken(ctx, hall.TokenHash(bearer(in.Authorization)))
}

type signOutIn struct {
	Authorization string `header:"Authorization"`
}

// newToken is 256 random bits in hex.
func newToken() string {
	var b [32]byte
	rand.Read(b[:]) // never fails, see crypto/rand
	return hex.EncodeToString(b[:])
}
