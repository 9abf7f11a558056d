package serve

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"time"

	"github.com/brighthall/brighthall/sync/seal"
	"github.com/brighthall/brighthall/sync/wire"
)

// Own is the certificate that a server makes for itself.
type Own struct {
	Dir  string // the data directory
	File string // holds the certificate and its key, such as "node.pem"
	Name string // whose it is, for whoever looks at it
}

// Pin is the certificate's fingerprint; the certificate is made when it is missing.
func (o Own) Pin() (string, error) {
	_, pin, err := o.certificate()
	return pin, err
}

// certificate reads the server's certificate, or makes it. Peers trust it by its fingerprint alone, which the enrolment
// hands them: so it bears no names that could change and does not run out while the server stands.
func (o Own) certificate() (tls.Certificate, string, error) {
	file := filepath.Join(o.Dir, o.File)
	if err := seal.PrivateFile(file); err != nil {
		return tls.Certificate{}, "", fmt.Errorf("certificate: %w", err)
	}
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		text, err = makeCertificate(file, o.Name)
	}
	if err != nil {
		return tls.Certificate{}, "", fmt.Errorf("own certificate: %w", err)
	}
	cert, err := tls.X509KeyPair(text, text)
	if err != nil {
		return tls.Certificate{}, "", fmt.Errorf("own certificate %s: %w", file, err)
	}
	return cert, wire.Fingerprint(cert.Certificate[0]), nil
}

func makeCertificate(file, name string) ([]byte, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	from := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC) // the clock may be wrong on the first day
	form := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: name}, NotBefore: from,
		NotAfter: from.AddDate(80, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	text := append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})...)
	return text, seal.WriteFile(file, text)
}
