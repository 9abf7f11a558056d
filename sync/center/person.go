package center

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/center/api"
	"github.com/brighthall/brighthall/sync/center/archive"
)

const (
	wrongLimit  = 5
	lockFor     = 5 * time.Minute
	sessionFor  = 12 * time.Hour
	shortest    = 8 // characters of a password
	argonTime   = 3
	argonMemory = 64 << 10 // KiB
	argonLanes  = 1
)

// AddPerson adds a person who may sign in, or gives one a new password.
func (c *Center) AddPerson(ctx context.Context, name, password string) error {
	const op = "center.AddPerson"
	if name == "" || len([]rune(password)) < shortest {
		return hall.E(op, hall.Invalid, "a person has a name and a password of at least 8 characters")
	}
	return hall.Wrap(op, c.archive.PutPerson(ctx, name, hash(password)))
}

func (c *Center) signIn(ctx context.Context, in *body[api.SignIn]) (api.Session, error) {
	const op = "center.signIn"
	name := in.Body.Name
	p, err := c.archive.Person(ctx, name)
	if err != nil && hall.CodeOf(err) != hall.NotFound {
		return api.Session{}, hall.Wrap(op, err)
	}
	if p.LockedUntil > hall.At(c.now()) {
		return api.Session{}, hall.E(op, hall.Locked)
	}
	right, err := c.checked(ctx, p.Hash, in.Body.Password)
	if err != nil {
		return api.Session{}, err
	}
	if !right {
		c.log.Warn("wrong password", "person", name)
		if err := c.archive.Wrong(ctx, name, wrongLimit, lockFor); err != nil {
			return api.Session{}, hall.Wrap(op, err)
		}
		return api.Session{}, hall.E(op, hall.WrongPIN)
	}
	return c.begin(ctx, name)
}

// begin opens a session.
func (c *Center) begin(ctx context.Context, name string) (api.Session, error) {
	const op = "center.begin"
	if err := c.archive.Right(ctx, name); err != nil {
		return api.Session{}, hall.Wrap(op, err)
	}
	s := api.Session{Token: newToken(), Name: name, Expires: hall.At(c.now().Add(sessionFor))}
	err := c.archive.PutToken(ctx, hall.TokenHash(s.Token), archive.Token{Kind: KindAdmin, Name: name}, s.Expires)
	return s, hall.Wrap(op, err)
}

// checked compares a password, at most two at a time. An unknown name costs the same time as a known one.
func (c *Center) checked(ctx context.Context, hashed, password string) (bool, error) {
	select {
	case c.signing <- struct{}{}:
		defer func() { <-c.signing }()
	case <-ctx.Done():
		return false, ctx.Err()
	}
	if hashed == "" {
		hash(password)
		return false, nil
	}
	return matches(hashed, password), nil
}

var b64 = base64.RawStdEncoding

// hash is the password in the PHC form $argon2id$v=19$m=…,t=…,p=…$salt$sum.
func hash(password string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	sum := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonLanes, 32)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonLanes,
		b64.EncodeToString(salt), b64.EncodeToString(sum))
}

func matches(hashed, password string) bool {
	parts := strings.Split(hashed, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	var memory, rounds uint32
	var lanes uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &rounds, &lanes); err != nil {
		return false
	}
	salt, err1 := b64.DecodeString(parts[4])
	want, err2 := b64.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(want) == 0 {
		return false
	}
	got := argon2.IDKey([]byte(password), salt, rounds, memory, lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}
