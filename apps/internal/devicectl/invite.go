package devicectl

import (
	"fmt"

	"github.com/brighthall/brighthall/apps/internal/gatewayd"
)

// Invite lets a vendor's adapter join a terminal's device gateway.
type Invite struct {
	Name   string `arg:"" help:"The vendor, one word."`
	Tokens string `required:"" type:"path" help:"The gateway's token file, as in the terminal's settings." placeholder:"FILE"`
}

// Run prints the token alone. It is told once: the file keeps its hash.
func (i *Invite) Run() error {
	token, err := gatewayd.Invite(i.Tokens, i.Name)
	if err != nil {
		return err
	}
	fmt.Println(token)
	return nil
}
