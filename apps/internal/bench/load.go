package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/brighthall/brighthall/sync/wire"
)

// groups are the demo outlet's, taken in turn.
var groups = []string{"A", "H", "Q", "K"}

// issues lets so many clients take tickets one after another for a while, or until they have taken limit in all (0: no limit).
func (p *process) issues(clients int, long time.Duration, limit int) (side, error) {
	ctx, cancel := context.WithTimeout(context.Background(), long)
	defer cancel()
	caller := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	defer caller.CloseIdleConnections()
	var (
		all   sync.WaitGroup
		mu    sync.Mutex
		s     side
		fault error
	)
	began := time.Now()
	for c := range clients {
		all.Go(func() {
			took, err := p.take(ctx, caller, c, limit/clients)
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

func (p *process) take(ctx context.Context, caller *http.Client, c, limit int) (times, error) {
	var took times
	for n := 0; ctx.Err() == nil && (limit == 0 || n < limit); n++ {
		began := time.Now()
		if err := p.issue(caller, groups[(c+n)%len(groups)]); err != nil {
			return took, err
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func (p *process) issue(caller *http.Client, group string) error {
	return p.issueAs(caller, newID(), group)
}

func (p *process) issueAs(caller *http.Client, id, group string) error {
	body := []byte(`{"service":"` + group + `","source":"kiosk"}`)
	r, err := http.NewRequest(http.MethodPost, p.url+wire.Tickets, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+p.token)
	r.Header.Set(wire.HeaderKey, id)
	r.Header.Set("Content-Type", "application/json")
	res, err := caller.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode != http.StatusCreated {
		err = fmt.Errorf("%s: %s", res.Status, text)
	}
	return err
}
