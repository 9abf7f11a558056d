package call

import (
	"fmt"

	"github.com/brighthall/brighthall/hall"
)

// TokenRefused reports whether a center refused who asked. Somebody has to make a new token then; asking again soon costs the center
// nothing, and the new token is found within seconds.
func TokenRefused(err error) bool {
	code := hall.CodeOf(err)
	return code == hall.Unauthenticated || code == hall.Denied
}

// NewToken says what to do about a center that refuses a hall's token.
func NewToken(outlet hall.OutletID, err error) string {
	return fmt.Sprintf("the center refuses this hall's token (%s): make a new one there with center enrol --kind outlet --name %s, and put it "+
		"into the file that token_file names; it is read again at each try", hall.CodeOf(err), outlet)
}
