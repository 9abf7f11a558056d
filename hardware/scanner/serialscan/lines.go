package serialscan

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Lines cuts a scanner's bytes into codes.
type Lines struct {
	line []byte
	long bool // the line is too long: drop it up to its end
}

// Feed takes bytes and returns the codes they complete.
func (l *Lines) Feed(p []byte) []string {
	var codes []string
	for _, c := range p {
		switch c {
		case '\r', '\n', '\t', 0x03:
			codes = append(codes, l.end()...)
		default:
			l.add(c)
		}
	}
	return codes
}

// Idle tells that the line has been quiet: an open code is complete.
func (l *Lines) Idle() []string { return l.end() }

// Open reports whether a code has begun and not ended.
func (l *Lines) Open() bool { return len(l.line) > 0 || l.long }

func (l *Lines) add(c byte) {
	if len(l.line) >= maxCode {
		l.long, l.line = true, l.line[:0]
	}
	if !l.long {
		l.line = append(l.line, c)
	}
}

func (l *Lines) end() []string {
	code, long := clean(l.line), l.long
	l.line, l.long = l.line[:0], false
	if code == "" || long {
		return nil
	}
	return []string{code}
}

// clean keeps what can be shown; bytes that are no UTF-8 are noise of the line.
func clean(b []byte) string {
	keep := func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}
	return strings.TrimSpace(strings.Map(keep, string(b)))
}

// Once drops a code that comes again within a second of its last firing.
type Once struct {
	code string
	at   time.Time
}

// New reports whether a code read at that time is a new scan.
func (o *Once) New(code string, at time.Time) bool {
	fresh := code != o.code || at.Sub(o.at) >= again || at.Before(o.at)
	o.code, o.at = code, at
	return fresh
}
