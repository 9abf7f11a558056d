package node

import (
	"context"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/google/uuid"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/serve"
	"github.com/brighthall/brighthall/sync/wire"
)

type terminalKey struct{}

// admit lets a request through when its terminal may do it and, for a command, when it has a key. Whatever comes of it,
// the program that asks is alive.
func (n *Node) admit(ctx huma.Context, next func(huma.Context)) {
	t, problem := n.check(ctx)
	defer n.attend(t)()
	if problem != nil {
		_, w := humago.Unwrap(ctx)
		n.refuse(w, ctx.Header("Accept-Language"), problem)
		return
	}
	next(huma.WithValue(ctx, terminalKey{}, t))
}

// attend tells the authority that a counter's program is there until leave is called.
func (n *Node) attend(t wire.Terminal) (leave func()) {
	if n.watcher == nil || t.Kind != wire.Counter {
		return func() {}
	}
	return n.watcher.Attend(t.ID)
}

func (n *Node) check(ctx huma.Context) (wire.Terminal, *wire.Problem) {
	const op = "node.admit"
	if p := ctx.Header(wire.HeaderProtocol); p != "" && p != wire.Protocol {
		return wire.Terminal{}, wire.NewProblem(hall.E(op, hall.Invalid, "this node speaks protocol "+wire.Protocol))
	}
	t, err := n.terminal(ctx)
	if err != nil {
		return t, wire.NewProblem(err)
	}
	if !May(t.Kind, ctx.Operation().OperationID) {
		return t, wire.NewProblem(hall.E(op, hall.Denied, "terminals of kind "+string(t.Kind)+" may not do this"))
	}
	if wait := n.rates.admit(t, ctx.Operation().OperationID); wait > 0 {
		return t, tooMany("this terminal asks too often", wait)
	}
	if ctx.Method() == "POST" {
		key, err := uuid.Parse(ctx.Header(wire.HeaderKey))
		if err != nil || len(ctx.Header(wire.HeaderKey)) != len(key.String()) {
			return t, wire.ProblemOf(400, hall.Invalid, wire.HeaderKey+" must be a UUID")
		}
		r, _ := humago.Unwrap(ctx)
		r.Header.Set(wire.HeaderKey, key.String()) // one spelling: the same key is the same command
		if problem := serve.JSON(r, bodyLimit); problem != nil {
			return t, problem
		}
	}
	return t, nil
}

func (n *Node) terminal(ctx huma.Context) (wire.Terminal, error) {
	scheme, token, ok := strings.Cut(ctx.Header("Authorization"), " ")
	if !ok || !strings.EqualFold(scheme, "bearer") || token == "" {
		return wire.Terminal{}, hall.E("node.terminal", hall.Unauthenticated, "no bearer token")
	}
	return n.opts.Terminals.Terminal(ctx.Context(), strings.TrimSpace(token))
}

func terminalOf(ctx context.Context) wire.Terminal {
	t, _ := ctx.Value(terminalKey{}).(wire.Terminal)
	return t
}

func actorOf(ctx context.Context) hall.Actor {
	t := terminalOf(ctx)
	return hall.Actor{Terminal: t.ID, Staff: t.Kind == wire.Counter}
}
