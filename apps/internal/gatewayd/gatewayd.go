// Package gatewayd opens the device gateway of a terminal: where it listens, and whom it lets in.
//
//	g, part, err := gatewayd.Open(ctx, config.Gateway{Listen: "127.0.0.1:7310", TokenFile: file}, log)
//	token, err := gatewayd.Invite(file, "acme")        // what hallctl devices invite does
//
// The token file holds a line for each vendor: the SHA-256 of his token in hex, and his name. It is read at every
// request, so a line that was taken out lets nobody in from then on.
package gatewayd

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware/gateway"
	"github.com/brighthall/brighthall/sync/call"
	"github.com/brighthall/brighthall/sync/serve"
)

// Open makes the gateway and the part that serves it. It speaks plain HTTP, so it listens on this PC alone; what stands
// elsewhere joins by an adapter here. Without an address there is no gateway: nil and nil.
func Open(ctx context.Context, c config.Gateway, log *slog.Logger) (*gateway.Gateway, *boot.Part, error) {
	if c.Listen == "" {
		return nil, nil, nil
	}
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil || !call.Loopback(host) {
		return nil, nil, fmt.Errorf("gateway: listen %q: an address of this PC, such as 127.0.0.1:7310", c.Listen)
	}
	if _, err := config.Secret(c.TokenFile, log); err != nil {
		return nil, nil, fmt.Errorf("gateway: tokens (hallctl devices invite makes one): %w", err)
	}
	l, err := serve.Listen(ctx, c.Listen, serve.Own{}) // on loopback no certificate is made
	if err != nil {
		return nil, nil, fmt.Errorf("gateway: %w", err)
	}
	g := gateway.New(gateway.Options{Owner: owner(c.TokenFile)})
	return g, &boot.Part{Name: "device gateway", Run: func(ctx context.Context) error { return serve.Run(ctx, l, plain(g.Handler()), limits) }}, nil
}

// limits of a terminal's few foreign machines; their streams lift the times for themselves.
var limits = serve.Limits{Read: 15 * time.Second, Write: 30 * time.Second, Connections: 64, PerAddress: 64}

// longestBody is more than the gateway takes; it refuses what is longer than its own limit.
const longestBody = 1 << 20

// plain lets bodies through that can be read to the letter, as UTF-8.
func plain(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			h.ServeHTTP(w, r)
			return
		}
		if p := serve.JSON(r, longestBody); p != nil {
			w.Header().Set("Content-Type", gateway.ProblemType)
			w.WriteHeader(p.Status)
			_ = json.NewEncoder(w).Encode(gateway.Problem{Title: p.Title, Status: p.Status, Code: gateway.Invalid, Reason: p.Reason}) // the reader is gone, nobody to tell
			return
		}
		h.ServeHTTP(w, r)
	})
}

// owner finds the holder of a token in the file.
func owner(file string) gateway.Owner {
	return func(_ context.Context, token string) (string, bool) {
		text, err := config.Text(file)
		if err != nil || token == "" {
			return "", false
		}
		given := hashed(token)
		for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
			hash, name, ok := strings.Cut(strings.TrimSpace(lines.Text()), " ")
			if ok && subtle.ConstantTimeCompare([]byte(hash), []byte(given)) == 1 {
				return name, true
			}
		}
		return "", false
	}
}

func hashed(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Invite adds a vendor to the file, which it makes when there is none, and gives his token. The token is nowhere else
// afterwards.
func Invite(file, name string) (token string, err error) {
	if err := hall.CheckName(name); err != nil {
		return "", fmt.Errorf("gateway: name %q: %w", name, err)
	}
	if strings.Contains(name, " ") {
		return "", fmt.Errorf("gateway: name %q: one word", name)
	}
	secret := make([]byte, 32)
	rand.Read(secret)
	token = base64.RawURLEncoding.EncodeToString(secret)
	f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return "", fmt.Errorf("gateway: %w", err)
	}
	_, err = fmt.Fprintln(f, hashed(token), name)
	return token, errors.Join(err, f.Sync(), f.Close())
}
