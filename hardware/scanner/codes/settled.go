package codes

import (
	"context"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// Settled is how a scanner has taken its settings. One that refuses them, or answers no command, still reads codes:
// many are set by their setup codes and know no more commands than to be lit. The zero Settled is ready.
type Settled struct {
	mu     sync.Mutex
	status hardware.Status // guarded by mu
	silent bool            // it answered nothing; guarded by mu
}

// A scanner that answered nothing is asked again after so long, and twice as long each time: it may have had no power.
const (
	firstAgain = 15 * time.Second
	lastAgain  = 4 * time.Minute
)

// Tell says how making the settings ended: nil when all were taken.
func (s *Settled) Tell(err error, at time.Time) {
	next := hardware.Status{State: hardware.Ready, Since: at}
	if err != nil {
		next = hardware.Status{State: hardware.Warning, Code: hardware.ScannerUnset, Since: at, Detail: err.Error()}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.status.State == next.State && s.status.Code == next.Code {
		next.Since = s.status.Since
	}
	s.status, s.silent = next, hardware.CodeOf(err) == hardware.ScannerSilent
}

// Status is Ready, or a Warning of ScannerUnset with what was refused or not answered.
func (s *Settled) Status() hardware.Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.status.State == "" {
		return hardware.Status{State: hardware.Ready}
	}
	return s.status
}

// Scan scans, and has the settings made meanwhile while nothing answers them.
func (s *Settled) Scan(ctx context.Context, scan, begin func(ctx context.Context) error) error {
	ctx, cancel := context.WithCancel(ctx)
	var again sync.WaitGroup
	defer again.Wait()
	defer cancel()
	again.Go(func() { s.again(ctx, begin) })
	return scan(ctx)
}

// again leaves what goes wrong to the scan, which meets it too.
func (s *Settled) again(ctx context.Context, begin func(ctx context.Context) error) {
	t := time.NewTimer(firstAgain)
	defer t.Stop()
	for wait := 2 * firstAgain; s.unanswered(); wait = min(2*wait, lastAgain) {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		if begin(ctx) != nil {
			return
		}
		t.Reset(wait)
	}
}

func (s *Settled) unanswered() bool { s.mu.Lock(); defer s.mu.Unlock(); return s.silent }

// Unset reports whether a setting ended so that the scanner can be used all the same.
func Unset(err error) bool {
	code := hardware.CodeOf(err)
	return code == hardware.ScannerSilent || code == hardware.ScannerRefused
}
