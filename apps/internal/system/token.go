package system

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/apps/internal/control"
	"github.com/brighthall/brighthall/sync/call"
	"github.com/brighthall/brighthall/sync/store/sqlite"
)

// joining is how long one try to get a token from the node of this PC may take. They are started together, so the first
// tries may find nobody; the program tries again and says so.
const joining = 3 * time.Second

// token is what the terminal shows the node. Where there is none yet and the node is on this PC, the node makes one, as
// for hallctl enrol: who may open the node's data may ask.
func token(ctx context.Context, g Given) (string, error) {
	file := g.Node.TokenFile
	if file == "" {
		file = filepath.Join(g.Node.Data, g.ID+".token")
	}
	given, err := config.Token(file, g.Log)
	if err == nil {
		return given, nil
	}
	if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, config.ErrNoToken) || !onThisPC(g.Node) {
		return "", wrong(NoToken, file, fmt.Errorf("no token of this terminal in %s; hallctl enrol makes one: %w", file, err))
	}
	made, err := enrol(ctx, g)
	if err != nil && livesElsewhere(ctx, g.Node) {
		return "", wrong(NoToken, file, fmt.Errorf("no token of this terminal in %s, and the node of this PC has its data elsewhere than in "+
			"%s; hallctl enrol makes one there: %w", file, g.Node.Data, err))
	}
	if err != nil {
		return "", wrong(NotJoined, file, fmt.Errorf("this terminal has no token, and no node of this PC could make one: start the kiosk "+
			"or the node, or put a token from hallctl enrol into %s: %w", file, err))
	}
	return made, keep(file, made)
}

// onThisPC reports whether the node answers on this PC and may be asked through its data.
func onThisPC(n config.Node) bool {
	u, err := url.Parse(n.Address)
	if err != nil || n.Data == "" {
		return false
	}
	return call.Loopback(u.Hostname())
}

// livesElsewhere reports whether the node answers although its data is not in the directory where it was asked: waiting
// for it would help nobody.
func livesElsewhere(ctx context.Context, n config.Node) bool {
	if _, err := os.Stat(filepath.Join(n.Data, sqlite.File)); err == nil {
		return false
	}
	ctx, stop := context.WithTimeout(ctx, joining)
	defer stop()
	u, err := url.Parse(n.Address)
	if err != nil {
		return false
	}
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", u.Host)
	if err != nil {
		return false
	}
	_ = c.Close()
	return true
}

func enrol(ctx context.Context, g Given) (string, error) {
	ctx, stop := context.WithTimeout(ctx, joining)
	defer stop()
	var made control.Enrolled
	err := control.Ask(ctx, g.Node.Data, control.Enrol, control.EnrolArgs{Kind: g.Kind, Name: g.ID}, &made)
	return made.Token, err
}

// keep writes the token where the next start finds it.
func keep(file, token string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("the token of this terminal: %w", err)
	}
	if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
		return fmt.Errorf("the token of this terminal: %w", err)
	}
	return nil
}
