package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"sync"
	"time"

	"github.com/brighthall/brighthall/sync/wire"
)

const (
	readers   = 200
	tickets   = 200
	ticketGap = 50 * time.Millisecond
	eventsAim = 50 * time.Millisecond
)

// arrivals collects when readers saw what. The clock starts when the ticket is asked for, so the commit itself is
// counted in.
type arrivals struct {
	mu    sync.Mutex
	asked map[string]time.Time // by ticket
	took  times
}

func (a *arrivals) ask(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked[id] = time.Now()
}

func (a *arrivals) see(id string, at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if asked, ok := a.asked[id]; ok {
		a.took = append(a.took, at.Sub(asked))
	}
}

// benchEvents sends tickets to a hall that 200 screens watch.
func benchEvents(o options) error {
	dir, err := o.scratch("events")
	if err != nil {
		return err
	}
	p, err := startNode(o, filepath.Join(dir, "node"))
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	a := &arrivals{asked: map[string]time.Time{}}
	caller := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: readers + 1}}
	var open, done sync.WaitGroup
	open.Add(readers)
	for range readers {
		done.Go(func() { p.read(ctx, caller, a, sync.OnceFunc(open.Done)) })
	}
	open.Wait()
	err = p.drip(a)
	time.Sleep(time.Second) // the last ones arrive
	stop()
	done.Wait()
	met := len(a.took) == readers*tickets && a.took.at(.99) <= eventsAim
	figure(fmt.Sprintf("ticket asked → each of %d streams, %d of %d arrived", readers, len(a.took), readers*tickets), fmt.Sprint("p99 ≤ ", eventsAim),
		fmt.Sprintf("p50 %v p99 %v max %v", round(a.took.at(.5)), round(a.took.at(.99)), round(a.took.at(1))), met)
	return errors.Join(err, p.stop())
}

func (p *process) drip(a *arrivals) error {
	k, err := p.connect()
	if err != nil {
		return err
	}
	defer k.Close()
	tick := time.NewTicker(ticketGap)
	defer tick.Stop()
	for n := range tickets {
		<-tick.C
		id := newID()
		a.ask(id)
		if err := k.issue(id, groups[n%len(groups)]); err != nil {
			return err
		}
	}
	return nil
}

// read watches one stream; ready is called when it stands.
func (p *process) read(ctx context.Context, caller *http.Client, a *arrivals, ready func()) {
	defer ready()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+wire.Events, nil)
	if err != nil {
		return
	}
	r.Header.Set("Authorization", "Bearer "+p.token)
	res, err := caller.Do(r)
	if err != nil {
		return
	}
	defer res.Body.Close()
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		ready()
		if ticket, ok := issued(lines.Bytes()); ok {
			a.see(ticket, time.Now())
		}
	}
}

// issued finds the ticket in a line of the stream without reading all of it: 200 readers share this machine with the
// node.
func issued(line []byte) (string, bool) {
	if !bytes.HasPrefix(line, []byte("data:")) || !bytes.Contains(line, []byte(`"kind":"ticket.issued"`)) {
		return "", false
	}
	_, rest, ok := bytes.Cut(line, []byte(`"subject":"`))
	ticket, _, _ := bytes.Cut(rest, []byte(`"`))
	return string(ticket), ok
}
