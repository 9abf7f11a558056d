package hall_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/brighthall/brighthall/hall"
)

// TestAnErrorIsToldWithoutOperationsAndCodes: people who look after a hall read "internal: serve.Listen: internal:
// listen tcp".
func TestAnErrorIsToldWithoutOperationsAndCodes(t *testing.T) {
	foreign := errors.New("listen tcp 127.0.0.1:7300: address already in use")
	reason := &hall.Error{Op: "serve.taken", Code: hall.Conflict, Reason: "the address is taken", Err: foreign}
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"a chain of operations around a foreign error", hall.Wrap("hallnode.Open", hall.Wrap("serve.Take", foreign)), foreign.Error()},
		{"a reason and its cause", hall.Wrap("hallnode.Open", reason), "the address is taken (" + foreign.Error() + ")"},
		{"a reason alone", hall.Wrap("a.B", hall.E("c.D", hall.Denied, "not here")), "not here"},
		{"a code alone", hall.Wrap("a.B", hall.E("c.D", hall.NotFound)), "not found"},
		{"within other words", fmt.Errorf("config k.toml: %w", hall.Wrap("a.B", hall.E("c.D", hall.Denied, "not here"))), "config k.toml: not here"},
		{"several", errors.Join(hall.E("a.B", hall.Denied, "not here"), hall.E("a.B", hall.Denied, "nor there")), "not here\nnor there"},
	} {
		t.Run(c.name, func(t *testing.T) {
			plain := hall.Plainly(c.err)
			if plain.Error() != c.want || hall.CodeOf(plain) != hall.CodeOf(c.err) {
				t.Errorf("%q with code %s, want %q with %s", plain, hall.CodeOf(plain), c.want, hall.CodeOf(c.err))
			}
		})
	}
	if hall.Plainly(nil) != nil {
		t.Error("no error became one")
	}
}
