package seal

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// cost is what one hash of a secret takes.
type cost struct {
	memory uint32 // KiB
	passes uint32
}

var (
	// pinCost is OWASP's argon2id minimum, about 40 ms on a hall node.
	pinCost = cost{19 * 1024, 2}
	// passwordCost is of the center's passwords: a server has more memory, and a stolen archive is worth more.
	passwordCost = cost{64 * 1024, 3}
)

const secretSize = 32

// HashSecret makes the argon2id hash of a PIN, in the PHC string form of RFC 9106 implementations.
func HashSecret(secret string) string { return pinCost.hash(secret) }

// HashPassword makes the argon2id hash of a password, in the same form.
func HashPassword(secret string) string { return passwordCost.hash(secret) }

func (c cost) hash(secret string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	return c.format(salt, argon2.IDKey([]byte(secret), salt, c.passes, c.memory, 1, secretSize))
}

func (c cost) format(salt, sum []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, c.memory, c.passes,
		b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// MatchSecret reports whether secret has the hash of a PIN. A hash it cannot read, such as that of a teller whom nobody
// knows, matches nothing and takes as long.
func MatchSecret(hash, secret string) bool { return pinCost.match(hash, secret) }

// MatchPassword reports whether secret has the hash of a password, on the terms of MatchSecret.
func MatchPassword(hash, secret string) bool { return passwordCost.match(hash, secret) }

func (c cost) match(hash, secret string) bool {
	at, salt, want, ok := parseSecret(hash)
	if !ok {
		at, salt, want = c, make([]byte, 16), make([]byte, secretSize)
	}
	got := argon2.IDKey([]byte(secret), salt, at.passes, at.memory, 1, secretSize)
	return subtle.ConstantTimeCompare(got, want) == 1 && ok
}

func parseSecret(hash string) (c cost, salt, sum []byte, ok bool) {
	var version int
	var tail string
	if _, err := fmt.Sscanf(hash, "$argon2id$v=%d$m=%d,t=%d,p=1$%s", &version, &c.memory, &c.passes, &tail); err != nil {
		return c, nil, nil, false
	}
	if version != argon2.Version || c.memory == 0 || c.memory > 1<<17 || c.passes == 0 || c.passes > 16 {
		return c, nil, nil, false
	}
	salt, sum, ok = splitSecret(tail)
	return c, salt, sum, ok
}

// splitSecret reads "salt$sum", both in unpadded base64.
func splitSecret(tail string) (salt, sum []byte, ok bool) {
	head, rest, found := strings.Cut(tail, "$")
	salt, err1 := base64.RawStdEncoding.DecodeString(head)
	sum, err2 := base64.RawStdEncoding.DecodeString(rest)
	return salt, sum, found && err1 == nil && err2 == nil && len(sum) == secretSize
}
