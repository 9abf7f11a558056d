package call

import (
	"bytes"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// Transport is a way to a server that a cut does not hold up for long: a connection that nobody takes is given up.
func Transport(pin string) *http.Transport {
	dialer := &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}
	return &http.Transport{Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, MaxIdleConnsPerHost: 64,
		IdleConnTimeout: 90 * time.Second, TLSHandshakeTimeout: 5 * time.Second, TLSClientConfig: trust(pin)}
}

// trust is one certificate by its fingerprint, neither names nor authorities; without a pin it is the system's
// authorities.
func trust(pin string) *tls.Config {
	if pin == "" {
		return &tls.Config{MinVersion: tls.VersionTLS13}
	}
	return &tls.Config{MinVersion: tls.VersionTLS13, InsecureSkipVerify: true, //nolint:gosec // VerifyConnection does it
		VerifyConnection: func(s tls.ConnectionState) error { return wire.VerifyPin(s.PeerCertificates, pin) }}
}

// Client makes a client over a transport that speaks plain HTTP on loopback alone; nil is the standard transport.
func Client(t http.RoundTripper) *http.Client {
	if t == nil {
		t = http.DefaultTransport
	}
	return &http.Client{Transport: guard{t}}
}

type guard struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := check(r.URL); err != nil {
		if r.Body != nil {
			r.Body.Close()
		}
		return nil, err
	}
	answer, err := g.RoundTripper.RoundTrip(r)
	if cert, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return nil, &hall.Error{Op: "call", Code: hall.Unauthenticated, Err: fmt.Errorf("%w (%w)", ErrNoPin, cert)}
	}
	if err == nil && r.URL.Scheme == "http" && answer.StatusCode == http.StatusBadRequest {
		return inClear(answer)
	}
	return answer, err
}

// What a server of ours says to a client whose settings miss a word.
var (
	// ErrNoPin: no authority of this system knows the server's certificate, and there is no pin to know it by.
	ErrNoPin = errors.New("the server's certificate is its own, and no authority knows it: set the pin, which node pin or center pin prints there")
	// ErrNeedsHTTPS: the server was asked in clear and answers over TLS alone.
	ErrNeedsHTTPS = errors.New("the server answers over TLS: write https:// into the address, and set the pin, which node pin or center pin prints there")
)

// saysTLS is how a Go server answers in clear where it speaks TLS.
const saysTLS = "Client sent an HTTP request to an HTTPS server."

// inClear tells the answer of a server that speaks TLS from other refusals.
func inClear(answer *http.Response) (*http.Response, error) {
	head, err := io.ReadAll(io.LimitReader(answer.Body, int64(len(saysTLS))))
	if err == nil && string(head) == saysTLS {
		answer.Body.Close()
		return nil, &hall.Error{Op: "call", Code: hall.Denied, Err: ErrNeedsHTTPS}
	}
	answer.Body = rest{io.MultiReader(bytes.NewReader(head), answer.Body), answer.Body}
	return answer, nil
}

// rest is an answer whose beginning was read already.
type rest struct {
	io.Reader
	io.Closer
}

// Check reports whether tokens may be sent to a server at base ("https://center:7400").
func Check(base string) error {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return hall.E("call.Check", hall.Invalid, "no address of a server: "+base)
	}
	return check(u)
}

func check(u *url.URL) error {
	if u.Scheme == "https" || u.Scheme == "http" && Loopback(u.Hostname()) {
		return nil
	}
	return hall.E("call.Check", hall.Denied, "plain HTTP only on this PC; "+u.Host+" is asked over https, with the pin that node pin or center pin prints there")
}

// Loopback reports whether a host in an address is this PC, however it is written.
func Loopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") || ip != nil && ip.IsLoopback()
}
