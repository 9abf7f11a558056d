package center

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/auth"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/archive"
	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/serve"
)

const (
	sessionFor = 12 * time.Hour
	shortest   = 8 // characters of a password
)

// signInRules bound the tries at passwords. Two comparisons at once take 128 MB.
var signInRules = auth.Rules{Own: 5, All: 20, Place: 30, For: 5 * time.Minute, Together: 2}

// AddPerson adds a person who may sign in, or gives one a new password, which ends the sessions that the old one
// opened.
func (c *Center) AddPerson(ctx context.Context, name, password string) error {
	const op = "center.AddPerson"
	if err := hall.CheckName(name); err != nil {
		return hall.Wrap(op, err)
	}
	if len([]rune(password)) < shortest {
		return hall.E(op, hall.Invalid, "a password has at least 8 characters")
	}
	if untypable(password) {
		return hall.E(op, hall.Invalid, "a password has signs that can be typed: no control characters, no blank at its ends, none that was lost "+
			"on its way")
	}
	if why := auth.WeakPassword(password, name); why != "" {
		return hall.E(op, hall.Invalid, "choose another password: "+why)
	}
	return hall.Wrap(op, c.archive.PutPerson(ctx, name, seal.HashPassword(password)))
}

// untypable reports whether nobody could sign in with a password, typed into a field.
func untypable(password string) bool {
	return !utf8.ValidString(password) || strings.TrimSpace(password) != password ||
		strings.ContainsFunc(password, func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) })
}

type signInIn struct {
	from string
	Body api.SignIn
}

// Resolve implements huma.Resolver: it notes where the request comes from.
func (in *signInIn) Resolve(ctx huma.Context) []error {
	r, _ := humago.Unwrap(ctx)
	in.from = serve.Network(r.RemoteAddr)
	return nil
}

// signIn opens a session. A name that nobody has is refused as late and locked as soon as one that somebody has.
func (c *Center) signIn(ctx context.Context, in *signInIn) (api.Session, error) {
	const op = "center.signIn"
	name := in.Body.Name
	p, err := c.archive.Person(ctx, name)
	if err != nil && hall.CodeOf(err) != hall.NotFound {
		return api.Session{}, hall.Wrap(op, err)
	}
	try := auth.Attempt{Account: name + " " + p.Hash, Place: in.from}
	err = c.tries.Check(ctx, try, func() bool { return seal.MatchPassword(p.Hash, in.Body.Password) })
	if hall.CodeOf(err) == hall.WrongPIN {
		c.log.Warn("wrong password", "person", loggable(name, p), "from", in.from)
	}
	if err != nil {
		return api.Session{}, hall.Wrap(op, err)
	}
	return c.begin(ctx, name)
}

// loggable is a name as the log may have it: that of a person whom the center knows, or a hash. People type their ID
// number where a name belongs, or the password.
func loggable(typed string, known archive.Person) string {
	if known.Name != "" {
		return known.Name
	}
	return "unknown:" + auth.Hidden(typed)
}

// begin opens a session.
func (c *Center) begin(ctx context.Context, name string) (api.Session, error) {
	s := api.Session{Token: newToken(), Name: name, Expires: hall.At(c.now().Add(sessionFor))}
	err := c.archive.PutToken(ctx, hall.TokenHash(s.Token), archive.Token{Kind: KindAdmin, Name: name, Session: true, Expires: s.Expires})
	return s, hall.Wrap("center.begin", err)
}
