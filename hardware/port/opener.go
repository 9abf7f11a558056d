package port

import "context"

// Opener opens a port by its URL, as Open does.
type Opener func(ctx context.Context, rawURL string) (Port, error)

type openerKey struct{}

// WithOpener makes Open ask open instead of the system, wherever this context goes: so a session of any driver can be
// recorded or replayed (package tape) without the driver knowing. open may itself call Open with the context it was
// made from.
func WithOpener(ctx context.Context, open Opener) context.Context {
	return context.WithValue(ctx, openerKey{}, open)
}

func openerOf(ctx context.Context) Opener {
	open, _ := ctx.Value(openerKey{}).(Opener)
	return open
}
