package system

import (
	"context"
	"errors"
	"net"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/sync/call"
)

// Cause is what keeps a terminal from working, as the staff is told it: a code for the telephone and a sentence of the
// catalogue.
type Cause string

// The causes. The codes are on screens and in manuals; they are never given another meaning.
const (
	BadSettings Cause = "settings" // the settings file cannot be read, or says what cannot be
	NoToken     Cause = "token"    // there is no token of this terminal, or an empty one
	NotJoined   Cause = "join"     // the node of this PC gives no token
	PortTaken   Cause = "port"     // another program answers at our address
	DataTaken   Cause = "taken"    // another process has the data
	DataLost    Cause = "data"     // the data cannot be opened
	NodeAway    Cause = "node"     // the node cannot be reached
	NotKnown    Cause = "refused"  // the node does not know our token
	OtherNode   Cause = "pin"      // what answers is not the node this terminal was enrolled at
	NoPin       Cause = "nopin"    // the node's certificate is its own, and the settings have no pin to know it by
	InClear     Cause = "inclear"  // the node answers over TLS and is asked in clear
	OtherCause  Cause = "other"
)

var causeCodes = map[Cause]string{BadSettings: "E-SET-01", NoToken: "E-TOK-01", NotJoined: "E-TOK-02", PortTaken: "E-PORT-01", DataTaken: "E-DATA-01",
	DataLost: "E-DATA-02", NodeAway: "E-NET-01", NotKnown: "E-NET-02", OtherNode: "E-NET-03", NoPin: "E-NET-04", InClear: "E-NET-05",
	OtherCause: "E-SYS-01"}

// because marks an error with its cause and what the sentence names: a file, an address.
type because struct {
	cause Cause
	what  string
	err   error
}

func (b *because) Error() string { return b.err.Error() }
func (b *because) Unwrap() error { return b.err }

func wrong(c Cause, what string, err error) error {
	if err == nil {
		return nil
	}
	return &because{c, what, err}
}

// reason is what the staff reads about an error, in the language of the screen. long: with the sentence, not the code
// alone.
func reason(book *lang.Book, in hall.Language, err error, long bool) string {
	if !long {
		return codeOf(err)
	}
	c, what := causeOf(err)
	return causeCodes[c] + "\u3000" + book.Say(in, "terminal."+string(c), "what", strings.Join(strings.Fields(what), " "))
}

// codeOf is the staff's code of an error.
func codeOf(err error) string {
	c, _ := causeOf(err)
	return causeCodes[c]
}

// causeOf is the cause of an error: as it was marked, or what its kind tells.
func causeOf(err error) (Cause, string) {
	marked := &because{}
	if errors.As(err, &marked) {
		if marked.cause == NodeAway { // where it was asked is marked, why it failed is not
			return awayOf(marked.err), marked.what
		}
		return marked.cause, marked.what
	}
	return OtherCause, err.Error()
}

// awayOf is why a node could not be read. A refusal below another failure is the handshake's: its certificate is not
// the one we know.
func awayOf(err error) Cause {
	switch code := hall.CodeOf(err); {
	case errors.Is(err, call.ErrNoPin):
		return NoPin
	case errors.Is(err, call.ErrNeedsHTTPS):
		return InClear
	case code == hall.Unauthenticated, code == hall.Denied:
		return NotKnown
	case deep(err, hall.Unauthenticated):
		return OtherNode
	}
	return NodeAway
}

// deep reports whether a code stands anywhere in an error.
func deep(err error, c hall.Code) bool {
	for ; err != nil; err = errors.Unwrap(err) {
		if e, ok := err.(*hall.Error); ok && e.Code == c {
			return true
		}
	}
	return false
}

// openCause is why the node of this program does not open.
func openCause(err error, g Given) error {
	var op *net.OpError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &op) && op.Op == "listen":
		return wrong(PortTaken, g.Node.Listen, err)
	case hall.CodeOf(err) == hall.Conflict:
		return wrong(DataTaken, filepath.Base(g.Node.Data), err)
	}
	return wrong(DataLost, err.Error(), err)
}

// nodeCause says which node it was.
func nodeCause(err error, address string) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	if u, parsed := url.Parse(address); parsed == nil && u.Host != "" {
		address = u.Host
	}
	return wrong(NodeAway, address, err)
}
