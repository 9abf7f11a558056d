package codes

import (
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// Settled is how a scanner has taken its settings. One that refuses them, or answers no command, still reads codes: many are set by their
// setup codes and know no more commands than to be lit. The zero Settled is ready.
type Settled struct {
	mu     sync.Mutex
	status hardware.Status // guarded by mu
}

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
	s.status = next
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

// Unset reports whether a setting ended so that the scanner can be used all the same.
func Unset(err error) bool {
	code := hardware.CodeOf(err)
	return code == hardware.ScannerSilent || code == hardware.ScannerRefused
}
