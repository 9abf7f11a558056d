package seal

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// The cost of a secret's hash: OWASP's argon2id minimum (19 MiB, two passes), about 40 ms on a hall node.
const (
	secretMemory = 19 * 1024 // KiB
	secretPasses = 2
	secretSize   = 32
)

// HashSecret makes the argon2id hash of a PIN or password, in the PHC string form of RFC 9106 implementations.
func HashSecret(secret string) string {
	salt := make([]byte, 16)
	rand.Read(salt)
	return formatSecret(salt, argon2.IDKey([]byte(secret), salt, secretPasses, secretMemory, 1, secretSize))
}

func formatSecret(salt, sum []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, secretMemory, secretPasses,
		b64.EncodeToString(salt), b64.EncodeToString(sum))
}

// MatchSecret reports whether secret has the hash. A hash it cannot read matches nothing.
func MatchSecret(hash, secret string) bool {
	var version int
	var memory, passes uint32
	var tail string
	if _, err := fmt.Sscanf(hash, "$argon2id$v=%d$m=%d,t=%d,p=1$%s", &version, &memory, &passes, &tail); err != nil {
		return false
	}
	if version != argon2.Version || memory == 0 || memory > 1<<20 || passes == 0 || passes > 16 {
		return false
	}
	salt, want, ok := splitSecret(tail)
	if !ok {
		return false
	}
	got := argon2.IDKey([]byte(secret), salt, passes, memory, 1, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// splitSecret reads "salt$sum", both in unpadded base64.
func splitSecret(tail string) (salt, sum []byte, ok bool) {
	head, rest, found := strings.Cut(tail, "$")
	salt, err1 := base64.RawStdEncoding.DecodeString(head)
	sum, err2 := base64.RawStdEncoding.DecodeString(rest)
	return salt, sum, found && err1 == nil && err2 == nil && len(sum) == secretSize
}
