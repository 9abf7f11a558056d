package wire

import (
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/hex"
	"strings"

	"github.com/brighthall/brighthall/hall"
)

// Fingerprint names a certificate: hex SHA-256 of its DER form.
func Fingerprint(der []byte) string {
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:])
}

// VerifyPin accepts a peer whose first certificate has the fingerprint that the enrolment printed.
func VerifyPin(chain []*x509.Certificate, pin string) error {
	const op = "wire.VerifyPin"
	if len(chain) == 0 {
		return hall.E(op, hall.Unauthenticated, "the peer shows no certificate")
	}
	got, want := Fingerprint(chain[0].Raw), strings.ToLower(strings.ReplaceAll(pin, ":", ""))
	if subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 0 {
		return hall.E(op, hall.Unauthenticated, "not the server this program was told to trust")
	}
	return nil
}
