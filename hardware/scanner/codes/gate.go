package codes

import (
	"bytes"
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

// Pass takes what a scanner sent for one code. It gives how much of it was sense, 0 for noise: by how many the
// characters kept outnumber those dropped, so that the texts that noise spells count for next to nothing.
func (g *Gate) Pass(raw []byte) (sense int) {
	code, sense := clean(g.Rules.text(raw))
	if sense == 0 {
		return 0
	}
	if code = strings.TrimPrefix(code, g.Rules.Prefix); code == "" {
		return sense
	}
	if at := g.Now(); g.once.New(code, at) {
		g.Found(hardware.Scan{Code: code, At: at})
	}
	return sense
}

// text is UTF-8, whatever the scanner sends.
func (r Rules) text(raw []byte) []byte {
	if !r.GBK || isUTF8(raw) {
		return raw
	}
	if text, err := simplifiedchinese.GBK.NewDecoder().Bytes(raw); err == nil {
		return text
	}
	return raw
}

// isUTF8 tells UTF-8 from GBK. A Chinese character is three bytes in one and two in the other, so what would be UTF-8
// of two bytes (Latin with accents, Greek, Cyrillic) is GBK by chance: 一 is D2 BB, which is also U+04BB.
func isUTF8(raw []byte) bool {
	two := func(c rune) bool { return c > 0x7F && c <= 0x7FF }
	return utf8.Valid(raw) && !bytes.ContainsFunc(raw, two)
}

// clean keeps what can be shown. It is no sense when nothing is left, or less than was dropped: then it was noise of
// the line.
func clean(raw []byte) (code string, sense int) {
	dropped := 0
	keep := func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			dropped++
			return -1
		}
		return r
	}
	code = strings.TrimSpace(strings.Map(keep, string(raw)))
	if code == "" {
		return "", 0
	}
	return code, max(0, utf8.RuneCountInString(code)-dropped+1)
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
