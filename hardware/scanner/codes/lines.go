package codes

import (
	"bytes"
	"time"
	"unicode"
	"unicode/utf8"
)

// Longest is how many bytes a line may have; a longer one is no code of ours and no reason to use memory.
const Longest = 256

// Lines cuts the bytes of a scanner that sends plain lines: CR, LF, CR LF, TAB or ETX ends a code, and so does a quiet
// line. It is a Parser. The zero Lines is ready.
type Lines struct {
	line []byte
	long bool // the line is too long: drop it up to its end
	ends bool // it has sent the end of a code
}

// How long a line must be quiet to end a code: a USB hub, a serial server or a busy PC holds bytes back for some tenths
// of a second. A scanner that sends an end of its own is waited for longer.
const (
	unended = 500 * time.Millisecond
	ended   = time.Second
)

// Quiet is how long a line must be quiet to end what is open, of which so many bytes make no sense yet. Only what looks
// like a code from its first byte on is worth waiting for: noise is judged burst by burst.
func (l *Lines) Quiet(unmade int) time.Duration {
	switch {
	case l.long, unmade >= len(l.line)+speck, !utf8.Valid(l.line), bytes.ContainsFunc(l.line, unicode.IsControl):
		return quiet
	case l.ends:
		return ended
	}
	return unended
}

// Feed takes bytes and returns the codes they complete.
func (l *Lines) Feed(p []byte) []Heard {
	var all []Heard
	for _, c := range p {
		all = append(all, l.Byte(c)...)
	}
	return all
}

// Byte takes one byte.
func (l *Lines) Byte(c byte) []Heard {
	switch c {
	case '\r', '\n', '\t', 0x03:
		l.ends = true
		return l.Idle()
	}
	if len(l.line) >= Longest {
		l.long, l.line = true, l.line[:0]
	}
	if !l.long {
		l.line = append(l.line, c)
	}
	return nil
}

// Idle tells that the line has been quiet: an open code is complete.
func (l *Lines) Idle() []Heard {
	code, long := string(l.line), l.long
	l.line, l.long = l.line[:0], false
	if code == "" || long {
		return nil
	}
	return []Heard{{Code: []byte(code)}}
}

// Open reports whether a code has begun and not ended.
func (l *Lines) Open() bool { return len(l.line) > 0 || l.long }
