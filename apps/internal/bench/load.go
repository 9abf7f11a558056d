package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/sync/wire"
)

// groups are the demo outlet's, taken in turn.
var groups = []string{"A", "H", "Q", "K"}

// issues lets so many clients take tickets one after another for a while, or until they have taken limit in all (0: no
// limit).
func (p *process) issues(clients int, long time.Duration, limit int) (side, error) {
	ctx, cancel := context.WithTimeout(context.Background(), long)
	defer cancel()
	var (
		all   sync.WaitGroup
		mu    sync.Mutex
		s     side
		fault error
	)
	began := time.Now()
	for c := range clients {
		all.Go(func() {
			took, err := p.take(ctx, c, limit/clients)
			mu.Lock()
			defer mu.Unlock()
			s.took = append(s.took, took...)
			fault = firstOf(fault, err)
		})
	}
	all.Wait()
	s.elapsed = time.Since(began)
	return s, fault
}

func firstOf(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func (p *process) take(ctx context.Context, c, limit int) (times, error) {
	k, err := p.connect()
	if err != nil {
		return nil, err
	}
	defer k.Close()
	var took times
	for n := 0; ctx.Err() == nil && (limit == 0 || n < limit); n++ {
		began := time.Now()
		if err := k.issue(newID(), groups[(c+n)%len(groups)]); err != nil {
			return took, err
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// kiosk is a connection that is kept. It writes its requests itself: load and node share this machine's cores, and Go's
// own HTTP client takes as much of them as the node.
type kiosk struct {
	net.Conn
	answers *bufio.Reader
	head    string // of every request, up to the key
}

func (p *process) connect() (*kiosk, error) {
	host := strings.TrimPrefix(p.url, "http://")
	c, err := net.Dial("tcp", host)
	if err != nil {
		return nil, err
	}
	head := fmt.Sprintf("POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n%s: ",
		wire.Tickets, host, p.token, wire.HeaderKey)
	return &kiosk{c, bufio.NewReader(c), head}, nil
}

// issue takes a ticket and reads the whole answer.
func (k *kiosk) issue(id, group string) error {
	body := `{"service":"` + group + `","source":"kiosk"}`
	if _, err := fmt.Fprintf(k, "%s%s\r\nContent-Length: %d\r\n\r\n%s", k.head, id, len(body), body); err != nil {
		return err
	}
	res, err := http.ReadResponse(k.answers, nil)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusCreated {
		err = fmt.Errorf("%s: %s", res.Status, text)
	}
	return err
}
