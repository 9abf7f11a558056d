package codes

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/brighthall/brighthall/hardware"
)

// again: the same code within this time is the same scan. A scanner held over a ticket fires many times.
const again = time.Second

// Rules of a Gate; the zero Rules take UTF-8 as it comes.
type Rules struct {
	Prefix string // sent before each code, and taken away where it is
	GBK    bool   // text that is no UTF-8 is GBK, as some scanners send Chinese
}

// Gate is where every code passes on its way out.
type Gate struct {
	Rules Rules
	Now   func() time.Time
	Found func(hardware.Scan)
	once  Once
}

// Pass takes what a scanner sent for one code. It reports false when that was nothing but noise.
func (g *Gate) Pass(raw []byte) bool {
	if g.Rules.GBK && !utf8.Valid(raw) {
		if text, err := simplifiedchinese.GBK.NewDecoder().Bytes(raw); err == nil {
			raw = text
		}
	}
	code, ok := Clean(raw)
	if !ok {
		return false
	}
	if code = strings.TrimPrefix(code, g.Rules.Prefix); code == "" {
		return true
	}
	if at := g.Now(); g.once.New(code, at) {
		g.Found(hardware.Scan{Code: code, At: at})
	}
	return true
}

// Clean keeps what can be shown. It reports false when nothing is left, or less than was dropped: then it was noise of the line.
func Clean(raw []byte) (string, bool) {
	dropped := 0
	keep := func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			dropped++
			return -1
		}
		return r
	}
	code := strings.TrimSpace(strings.Map(keep, string(raw)))
	return code, code != "" && utf8.RuneCountInString(code) >= dropped
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
