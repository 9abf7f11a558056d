package config

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/call"
)

// Peer refuses the address of a server to which no token may be sent, and a pin that is no certificate's. Each is told
// by the name of its setting, and a pin by the command that prints it: a program that only could not reach its server
// would look as if the server were away.
func Peer(setting, address, pinSetting, pin string) error {
	if err := call.Check(address); err != nil {
		return fmt.Errorf("%s: %q: %w", setting, address, err)
	}
	if raw, err := hex.DecodeString(strings.ReplaceAll(pin, ":", "")); pin != "" && (err != nil || len(raw) != sha256.Size) {
		prints := "center pin --data DIR prints at the center"
		if pinSetting == nodePin {
			prints = "node pin --data DIR prints on the node's PC"
		}
		return &hall.Error{Op: "config.Peer", Code: hall.Invalid, Reason: fmt.Sprintf("%s: %q is no fingerprint: give the 64 hex digits that %s",
			pinSetting, pin, prints)}
	}
	return nil
}

// nodePin is the setting of a node's pin.
const nodePin = "node.pin"

// Check refuses a node that the terminal could not ask.
func (n Node) Check() error {
	if n.Address == Embedded {
		return nil
	}
	return Peer("node.address", n.Address, nodePin, n.Pin)
}

// Check refuses a center that the desktop could not ask.
func (a *Admin) Check() error { return Peer("center", a.Center, "center_pin", a.CenterPin) }
