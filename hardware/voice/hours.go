package voice

import (
	"fmt"
	"strings"
	"time"
)

// Hours are the times of day of a hall's voice. The zero value is never quiet and leaves the volume alone.
type Hours struct {
	Zone   func() *time.Location // the hall's, which may be known only later; nil, or nil given: the machine's
	Quiet  []Span                // nothing is spoken: captions only
	Volume []int                 // percent for each of the 24 hours; empty: the device's own
}

// Span is a time of day, since midnight. One that ends before it begins goes over midnight.
type Span struct{ From, To time.Duration }

// ParseSpan reads "12:00-13:30".
func ParseSpan(s string) (Span, error) {
	from, to, ok := strings.Cut(s, "-")
	a, err := clock(from)
	b, err2 := clock(to)
	if !ok || err != nil || err2 != nil || a == b {
		return Span{}, fmt.Errorf("voice.ParseSpan: %q, two times like 12:00-13:30", s)
	}
	return Span{a, b}, nil
}

// UnmarshalText implements encoding.TextUnmarshaler: a settings file may name a span.
func (s *Span) UnmarshalText(text []byte) (err error) {
	*s, err = ParseSpan(string(text))
	return err
}

// MarshalText implements encoding.TextMarshaler.
func (s Span) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// String is "12:00-13:30".
func (s Span) String() string {
	at := func(d time.Duration) string { return time.Time{}.Add(d).Format("15:04") }
	return at(s.From) + "-" + at(s.To)
}

func clock(s string) (time.Duration, error) {
	t, err := time.Parse("15:04", strings.TrimSpace(s))
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err
}

// Check refuses volumes that are none.
func (h Hours) Check() error {
	if len(h.Volume) != 0 && len(h.Volume) != 24 {
		return fmt.Errorf("voice.Hours: %d volumes, one for each of 24 hours", len(h.Volume))
	}
	for hour, v := range h.Volume {
		if v < 0 || v > 100 {
			return fmt.Errorf("voice.Hours: volume %d at %d:00, 0 to 100", v, hour)
		}
	}
	return nil
}

// silent reports whether it is quiet at a time. A volume of 0 is quiet too.
func (h Hours) silent(at time.Time) bool {
	if v, ok := h.volume(at); ok && v == 0 {
		return true
	}
	at = h.local(at)
	day := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute + time.Duration(at.Second())*time.Second
	for _, s := range h.Quiet {
		if s.From < s.To && s.From <= day && day < s.To || s.From > s.To && (day >= s.From || day < s.To) {
			return true
		}
	}
	return false
}

// volume is the percent of the hour, when hours have one.
func (h Hours) volume(at time.Time) (int, bool) {
	if len(h.Volume) != 24 {
		return 0, false
	}
	return h.Volume[h.local(at).Hour()], true
}

func (h Hours) local(at time.Time) time.Time {
	if h.Zone != nil {
		if zone := h.Zone(); zone != nil {
			return at.In(zone)
		}
	}
	return at.Local()
}
