package control

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net"
	"os"
	"path/filepath"
)

// port is what the node leaves in the data directory, whose rights keep others out.
type port struct {
	Address string `json:"address"`
	Token   string `json:"token"`
}

const portFile = "control.port"

func listen(dir string) (net.Listener, string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", err
	}
	p := port{Address: l.Addr().String(), Token: rand.Text()}
	text, err := json.Marshal(p)
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, portFile), text, 0o600)
	}
	if err != nil {
		l.Close()
		return nil, "", err
	}
	return l, p.Token, nil
}

func dial(ctx context.Context, dir string) (net.Conn, string, error) {
	text, err := os.ReadFile(filepath.Join(dir, portFile))
	if err != nil {
		return nil, "", err
	}
	var p port
	if err := json.Unmarshal(text, &p); err != nil {
		return nil, "", err
	}
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", p.Address)
	return c, p.Token, err
}
