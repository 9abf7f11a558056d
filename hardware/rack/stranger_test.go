package rack_test

import (
	"bufio"
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/rack"
)

// TestNonsenseOverANetworkHasNoBaudRate: another program at the address of a UPS's server and of a print queue.
func TestNonsenseOverANetworkHasNoBaudRate(t *testing.T) {
	for name, device := range map[string]struct{ scheme, path, says string }{
		"ups":  {"nut+tcp", "?ups=su700", "HTTP/1.1 400 Bad Request\r\n\r\n"},
		"form": {"page+ipp", "/printers/forms", "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: 5\r\n\r\nhello"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			var serving sync.WaitGroup
			serving.Go(func() {
				for {
					c, err := l.Accept()
					if err != nil {
						return
					}
					serving.Go(func() {
						defer c.Close()
						if line, _ := bufio.NewReader(c).ReadString('\n'); line != "" {
							c.Write([]byte(device.says))
						}
					})
				}
			})
			defer serving.Wait()
			defer l.Close()
			faults := make(chan rack.Fault, 100)
			r, err := rack.New(all.Registry(all.Resources{}), map[string]string{name: device.scheme + "://" + l.Addr().String() + device.path},
				rack.Options{Backoff: []time.Duration{50 * time.Millisecond}, Poll: 50 * time.Millisecond, OnFault: func(f rack.Fault) { faults <- f }})
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(t.Context())
			ended := make(chan struct{})
			go func() { defer close(ended); r.Run(ctx) }()
			defer func() { stop(); <-ended }()
			for {
				select {
				case f := <-faults:
					if f.Code == hardware.Garbled {
						t.Fatalf("%+v", f)
					}
					if f.Code == hardware.Stranger && f.Raised {
						return
					}
				case <-time.After(20 * time.Second):
					t.Fatal("nothing was told")
				}
			}
		})
	}
}
