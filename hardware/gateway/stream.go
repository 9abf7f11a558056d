package gateway

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// stream writes a machine's work to its adapter until the adapter is gone or connects anew.
func (d *device) stream(ctx context.Context, w http.ResponseWriter, last string) {
	after := d.place(last)
	mine := d.connect()
	defer d.disconnect(mine)
	s := sse{w, http.NewResponseController(w), d.gateway.opts.Patience}
	s.open()
	if s.send(fmt.Sprintf("retry: 1000\nid: %s.%d\n\n", d.gateway.epoch, after)) != nil {
		return
	}
	for ctx.Err() == nil {
		changed, current := d.watch(mine)
		if !current {
			return
		}
		out, seq, ok := d.next(after)
		if !ok {
			if d.quiet(ctx, changed, s) != nil {
				return
			}
			continue
		}
		after = seq
		data, err := json.Marshal(out)
		if err != nil || s.send(fmt.Sprintf("id: %s.%d\nevent: %s\ndata: %s\n\n", d.gateway.epoch, seq, out.Type, data)) != nil {
			return
		}
	}
}

// quiet waits for a change; when none comes a comment keeps the line alive and finds out that the reader is gone.
func (d *device) quiet(ctx context.Context, changed <-chan struct{}, s sse) error {
	t := time.NewTimer(d.gateway.opts.Beat)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-changed:
		return nil
	case <-t.C:
		return s.send(": beat\n\n")
	}
}

// place is the sequence number of a Last-Event-ID; 0 for one of another epoch, so that nothing is left out.
func (d *device) place(last string) uint64 {
	epoch, seq, _ := strings.Cut(last, ".")
	n, err := strconv.ParseUint(seq, 10, 64)
	if err != nil || epoch != d.gateway.epoch {
		return 0
	}
	return n
}

func (d *device) connect() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.reader++
	d.online = true
	d.live()
	return d.reader
}

func (d *device) disconnect(mine int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.reader == mine {
		d.online = false
	}
}

func (d *device) watch(mine int) (changed <-chan struct{}, current bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.changed, d.reader == mine
}

// sse is one reader's line. One who leaves a write unread for too long is cut off; he resumes by his place.
type sse struct {
	w        http.ResponseWriter
	rc       *http.ResponseController
	patience time.Duration
}

func (s sse) open() {
	h := s.w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	_ = s.rc.SetReadDeadline(time.Time{}) // the server's limit on reading a request would end the stream
	s.w.WriteHeader(http.StatusOK)
}

func (s sse) send(text string) error {
	_ = s.rc.SetWriteDeadline(time.Now().Add(s.patience)) // a recorder in a test has no deadlines
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.rc.Flush()
}
