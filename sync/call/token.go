package call

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/brighthall/brighthall/hall"
)

// ErrNoCenter: something answers at the center's address, and not as a center does: another server, a proxy that wants
// a name and a password, a page of the network.
var ErrNoCenter = errors.New("what answers is no center")

// NoCenter is the error of an answer that no center gives. A proxy whose center is away says so itself.
func NoCenter(op string, status int, words string) error {
	err := &hall.Error{Op: op, Code: hall.Unavailable, Reason: words}
	switch status {
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout, http.StatusTooManyRequests:
	default:
		err.Err = ErrNoCenter
	}
	return err
}

// Why is what a person has to do before a center takes anything from a hall. Empty: it is away, or it refuses for
// another reason.
func Why(outlet hall.OutletID, center string, err error) string {
	switch {
	case errors.Is(err, ErrNoCenter), hall.CodeOf(err) == hall.NotFound:
		return "what answers at " + center + " is no center that this program knows: look at center.url, and at what stands between"
	case TokenRefused(err):
		return NewToken(outlet, err)
	}
	return ""
}

// Away is how a log calls an error of a center that nobody need do anything about.
func Away(err error) string {
	if code := hall.CodeOf(err); code == hall.Unavailable {
		return "center away"
	}
	return "the center is there and takes nothing now"
}

// TokenRefused reports whether a center refused who asked. Somebody has to make a new token then; asking again soon
// costs the center nothing, and the new token is found within seconds.
func TokenRefused(err error) bool {
	code := hall.CodeOf(err)
	return code == hall.Unauthenticated || code == hall.Denied
}

// NewToken says what to do about a center that refuses a hall's token.
func NewToken(outlet hall.OutletID, err error) string {
	return fmt.Sprintf("the center refuses this hall's token (%s): make a new one there with center enrol --kind outlet --name %s, and put it "+
		"into the file that token_file names; it is read again at each try", hall.CodeOf(err), outlet)
}
