package hall

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain is a text without what a reader cannot see: control characters, which move a cursor or end a line, and format
// characters, which turn the writing around or hide letters. A line break becomes a blank.
func Plain(s string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			return ' '
		case unseen(r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(plain)
}

func unseen(r rune) bool {
	return r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Cs, unicode.Co, unicode.Noncharacter_Code_Point)
}

// plainAll is each text plain, without those of which nothing is left.
func plainAll(texts []string) []string {
	var plain []string
	for _, t := range texts {
		if t = Plain(t); t != "" {
			plain = append(plain, t)
		}
	}
	return plain
}

// Plain is the action with its texts plain.
func (a Action) Plain() Action {
	a.Note, a.Reasons = Plain(a.Note), plainAll(a.Reasons)
	return a
}

// Halfwidth writes what a Chinese input method makes of a keyboard's signs as the keyboard has them: full-width letters
// and signs, the ideographic blank and stop, and the digits of any writing.
func Halfwidth(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '\u3000':
			return ' '
		case r == '。':
			return '.'
		case r == '、':
			return '/' // the key of the slash
		case r > unicode.MaxASCII && unicode.IsDigit(r):
			return '0' + digitOf(r)
		}
		return r
	}, s)
}

// digitOf is the value of a decimal digit: Unicode has those of a writing in a row, from zero.
func digitOf(r rune) rune {
	n := rune(0)
	for unicode.IsDigit(r - n - 1) {
		n++
	}
	return n % 10
}

// AllDigits reports whether a text is decimal digits and nothing else.
func AllDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// second reports whether a sign is a second way to write others (Unicode's compatibility forms, and marks apart from
// their letter): two names would look alike and not be alike.
func second(r rune) bool {
	return unicode.In(r, unicode.M, unicode.No, unicode.Nl, secondForms)
}

// secondForms are the blocks of compatibility forms: letterlike signs, enclosed ones, squared ones, radicals,
// ideographs of old charsets, ligatures, vertical and small forms, half and full widths, letters of formulas.
var secondForms = &unicode.RangeTable{
	R16: []unicode.Range16{{0x00aa, 0x00ba, 0x10}, {0x02b0, 0x02b8, 1}, {0x2100, 0x214f, 1}, {0x2460, 0x24ff, 1}, {0x2e80, 0x2fdf, 1}, {0x3130, 0x33ff, 1},
		{0xf900, 0xfb4f, 1}, {0xfe10, 0xfe6f, 1}, {0xff00, 0xffef, 1}},
	R32:         []unicode.Range32{{0x1d400, 0x1d7ff, 1}, {0x1f100, 0x1f2ff, 1}, {0x2f800, 0x2fa1f, 1}},
	LatinOffset: 1,
}

// longestName is how many letters the name of a terminal, an outlet or a person has at most.
const longestName = 40

// reserved are the names under which the hall itself keeps commands; devices are no files' names on Windows, whatever
// follows a dot.
var (
	reserved = []string{"web", "system", "center", "hall", "node"}
	devices  = regexp.MustCompile(`(?i)^(con|nul|prn|aux|com[0-9]|lpt[0-9])\s*(\.|$)`)
)

// CheckOutletID is CheckName for the id of an outlet, which has no blanks: it is typed in commands and stands in
// addresses.
func CheckOutletID(id OutletID) error {
	if strings.Contains(string(id), " ") {
		return E("hall.CheckOutletID", Invalid, "an outlet's id has no blanks: "+strings.ReplaceAll(string(id), " ", "-"))
	}
	return CheckName(string(id))
}

func in(scripts ...*unicode.RangeTable) func(rune) bool {
	return func(r rune) bool { return unicode.In(r, scripts...) }
}

// CheckName reports what is wrong with the name of a terminal, an outlet or a person, as Invalid. It becomes an id that
// stands in lists, in addresses and in the log, so two that look alike must be alike.
func CheckName(name string) error {
	const op = "hall.CheckName"
	switch {
	case strings.ContainsRune(name, utf8.RuneError): // in it, or what is no UTF-8
		return E(op, Invalid, "a name is UTF-8, and no sign of it was lost on its way")
	case strings.TrimSpace(name) == "":
		return E(op, Invalid, "a name says something")
	case name != strings.TrimSpace(name) || strings.Contains(name, "  "):
		return E(op, Invalid, "a name has no blanks at its ends and no two together")
	case utf8.RuneCountInString(name) > longestName:
		return E(op, Invalid, "a name has 40 letters at most")
	case strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }): // of the blanks it lets the ordinary one through
		return E(op, Invalid, "a name has no signs that cannot be seen")
	case strings.ContainsAny(name, `/\"'<>|?*:;%&#@$`+"`"):
		return E(op, Invalid, `a name has none of / \ " ' < > | ? * : ; % & # @ $`)
	case strings.HasPrefix(name, ".") || strings.HasPrefix(name, "-"):
		return E(op, Invalid, "a name begins with a letter or a digit")
	case name != Halfwidth(name):
		return E(op, Invalid, "a name is written as the keyboard has it: "+Halfwidth(name))
	case strings.ContainsFunc(name, second):
		return E(op, Invalid, "a name is written with ordinary signs: no accent apart from its letter, no circled digit")
	case strings.ContainsFunc(name, in(unicode.Latin)) && strings.ContainsFunc(name, in(unicode.Cyrillic, unicode.Greek)):
		return E(op, Invalid, "a name has letters of one alphabet: С of the Russian one looks like C")
	case devices.MatchString(name):
		return E(op, Invalid, "Windows keeps this name for a device: "+name)
	case slices.Contains(reserved, strings.ToLower(name)):
		return E(op, Invalid, "the hall itself goes by this name: "+name)
	}
	return nil
}
