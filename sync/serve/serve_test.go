package serve_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/serve"
	"github.com/brighthall/brighthall/sync/wire"
)

var limits = serve.Limits{Read: time.Minute, Write: time.Minute, Connections: 6, PerAddress: 4}

// run serves h on an address until the test ends.
func run(t *testing.T, address string, h http.HandlerFunc, o serve.Limits) *serve.Listener {
	t.Helper()
	l, err := serve.Listen(t.Context(), address, serve.Own{Dir: t.TempDir(), File: "own.pem", Name: "test"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve.Run(ctx, l, h, o) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return l
}

func dial(t *testing.T, l *serve.Listener, from string) net.Conn {
	t.Helper()
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}}
	c, err := d.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// answered asks on a connection and reports whether an answer came; none does when the connection was closed.
func answered(c net.Conn) bool {
	io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	answer := make([]byte, 12)
	_, err := io.ReadFull(c, answer)
	return err == nil && string(answer) == "HTTP/1.1 200"
}

func TestOneAddressHoldsItsShareOfConnections(t *testing.T) {
	l := run(t, "127.0.0.1:0", func(http.ResponseWriter, *http.Request) {}, limits)
	var held []net.Conn
	for range limits.PerAddress {
		c := dial(t, l, "127.0.0.1")
		if held = append(held, c); !answered(c) {
			t.Fatal("within the share")
		}
	}
	if answered(dial(t, l, "127.0.0.1")) {
		t.Error("one beyond its share")
	}
	for range limits.Connections - limits.PerAddress {
		if !answered(dial(t, l, "127.0.0.2")) {
			t.Error("another address")
		}
	}
	if answered(dial(t, l, "127.0.0.3")) {
		t.Error("one beyond all")
	}
	held[0].Close()
	for !answered(dial(t, l, "127.0.0.1")) { // the server has not seen the end yet
		runtime.Gosched()
	}
}

// TestAHalfSentRequestIsGivenUp: header or body, slow or silent, a peer has its time and no more.
func TestAHalfSentRequestIsGivenUp(t *testing.T) {
	read := make(chan error, 1)
	short := limits
	short.Read = 100 * time.Millisecond
	l := run(t, "127.0.0.1:0", func(_ http.ResponseWriter, r *http.Request) {
		_, err := io.Copy(io.Discard, r.Body)
		read <- err
	}, short)
	c := dial(t, l, "127.0.0.1")
	io.WriteString(c, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\nhalf")
	var late net.Error
	if err := <-read; !errors.As(err, &late) || !late.Timeout() {
		t.Errorf("reading ended with %v", err)
	}
	silent := dial(t, l, "127.0.0.1")
	io.WriteString(silent, "GET / HTTP/1.1\r\nHo")
	if _, err := io.ReadAll(silent); err != nil { // ends when the server closes it
		t.Error(err)
	}
}

// TestAReaderMayWaitForNewsLongerThanARequestMayTake: the time for reading a request is none for answering it.
func TestAReaderMayWaitForNewsLongerThanARequestMayTake(t *testing.T) {
	short := limits
	short.Read = 50 * time.Millisecond
	l := run(t, "127.0.0.1:0", func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-time.After(4 * short.Read):
		case <-r.Context().Done():
			t.Error("the reader was given up")
		}
	}, short)
	if !answered(dial(t, l, "127.0.0.1")) {
		t.Error("no answer")
	}
}

func TestOffLoopbackItSpeaksTLS13WithACertificateOfItsOwn(t *testing.T) {
	l := run(t, "0.0.0.0:0", func(http.ResponseWriter, *http.Request) {}, limits)
	if !strings.HasPrefix(l.URL, "https://") || len(l.Pin) != 64 {
		t.Fatalf("%s, pin %q", l.URL, l.Pin)
	}
	_, port, _ := net.SplitHostPort(l.Addr().String())
	c, err := tls.Dial("tcp", "127.0.0.1:"+port, &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if s := c.ConnectionState(); s.Version != tls.VersionTLS13 || wire.VerifyPin(s.PeerCertificates, l.Pin) != nil {
		t.Errorf("version %x", s.Version)
	}
	if old, err := tls.Dial("tcp", "127.0.0.1:"+port, &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12}); err == nil {
		old.Close()
		t.Error("TLS 1.2 is spoken")
	}
}

func zipped(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, text)
	z.Close()
	return b.Bytes()
}

func TestABodyIsReadAsAStreamAndStopsAtItsLimit(t *testing.T) {
	long := strings.Repeat("x", 1000)
	for _, c := range []struct {
		name, encoding string
		body           []byte
		read           int
		code           hall.Code
	}{
		{"plain", "", []byte(long), 1000, ""},
		{"plain, too long", "identity", []byte(long + "x"), 1000, hall.Invalid},
		{"packed", "gzip", zipped(long), 1000, ""},
		{"packed, in capitals", " GZIP", zipped(long), 1000, ""},
		{"packed, too long when open", "gzip", zipped(long + "x"), 1000, hall.Invalid},
		{"packed, cut", "gzip", zipped(long)[:20], -1, hall.Invalid},
		{"no gzip", "gzip", []byte(long), 0, hall.Invalid},
		{"an encoding that is none of ours", "br", []byte(long), 0, hall.Invalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []byte
			r, err := serve.Body(bytes.NewReader(c.body), c.encoding, 1000)
			if err == nil {
				got, err = io.ReadAll(r)
			}
			if hall.CodeOf(err) != c.code || c.read >= 0 && len(got) != c.read {
				t.Errorf("%d bytes, %v", len(got), err)
			}
		})
	}
}

func TestNetwork(t *testing.T) {
	for remote, want := range map[string]string{
		"10.0.0.7:4000": "10.0.0.7", "[::ffff:10.0.0.7]:4000": "10.0.0.7", "[2001:db8:1:2:3:4:5:6]:4000": "2001:db8:1:2::/64",
		"[fe80::1%eth0]:1": "fe80::/64", "@": "@",
	} {
		if got := serve.Network(remote); got != want {
			t.Errorf("%s: %s, want %s", remote, got, want)
		}
	}
}
