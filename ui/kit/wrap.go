package kit

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Wrap breaks a text into lines of at most this width. Line feeds in the text break as well; most limits the
// number of lines (0: no limit), the last one then ends in “…”.
//
// Chinese breaks between any two characters, but a closing mark never begins a line, an opening one never ends
// it, and a number is never parted from what it counts (“12–20 分钟”).
func Wrap(text string, w float32, ink Ink, most int) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		lines = append(lines, wrapParagraph(paragraph, w, ink)...)
	}
	if most > 0 && len(lines) > most {
		rest := strings.Join(lines[most-1:], "")
		lines = append(lines[:most-1], Shorten(rest, w, ink))
	}
	return lines
}

// wrapParagraph fills lines, and ends one early after a comma or a space where that costs no line: Chinese may break
// anywhere, but is read in phrases.
func wrapParagraph(text string, w float32, ink Ink) []string {
	parts := pieces(text)
	full, phrases := fill(parts, w, ink, never), fill(parts, w, ink, phraseEnds)
	if len(phrases) == len(full) && !wider(phrases, w, ink) {
		return phrases
	}
	return full
}

// early is the least part of a line that a phrase must fill to end it.
const early = 0.5

// fill puts pieces on lines; ends says after which pieces a line may end early.
func fill(parts []string, w float32, ink Ink, ends func(piece, next string) bool) []string {
	var lines []string
	line, phrase := "", 0 // phrase is how much of the line is whole phrases, in bytes
	for i, piece := range parts {
		if line != "" && ink.Width(strings.TrimRight(line+piece, spaces)) > w {
			cut := len(line)
			if phrase > 0 && ink.Width(line[:phrase]) >= w*early {
				cut = phrase
			}
			lines = append(lines, strings.TrimRight(line[:cut], spaces))
			line, phrase = strings.TrimLeft(line[cut:]+piece, spaces), 0
			continue
		}
		line += piece
		if i+1 < len(parts) && ends(piece, parts[i+1]) {
			phrase = len(line)
		}
	}
	return append(lines, strings.TrimRight(line, spaces))
}

func never(_, _ string) bool { return false }

// phraseEnds reports whether a piece ends with a comma, a stop or a wide space, or with the blank between two words of
// a Chinese list.
func phraseEnds(piece, next string) bool {
	last, _ := utf8.DecodeLastRuneInString(piece)
	first, _ := utf8.DecodeRuneInString(next)
	return strings.ContainsRune("，。；：！？、\u3000", last) || last == ' ' && isHan(first)
}

// wider reports whether a line does not fit.
func wider(lines []string, w float32, ink Ink) bool {
	return slices.ContainsFunc(lines, func(l string) bool { return ink.Width(l) > w })
}

// pieces cuts a text at the places where a line may end.
func pieces(text string) []string {
	runes := []rune(text)
	var parts []string
	from := 0
	for i := 1; i < len(runes); i++ {
		if mayBreak(runes, i) {
			parts = append(parts, string(runes[from:i]))
			from = i
		}
	}
	if from < len(runes) {
		parts = append(parts, string(runes[from:]))
	}
	return parts
}

// mayBreak reports whether a line may end before runes[i].
func mayBreak(runes []rune, i int) bool {
	before, after := runes[i-1], runes[i]
	switch {
	case strings.ContainsRune(closing, after), strings.ContainsRune(opening, before):
		return false
	case isSpace(after):
		return false // spaces hang at the end of the line
	case isSpace(before):
		return before == '\u3000' || !countsUnit(runes, i)
	case isHan(before) && isHan(after):
		return !countsUnit(runes, i)
	case isHan(before) != isHan(after):
		return !isDigit(before) // “5人” stays together, “约5” may part
	}
	return false
}

// countsUnit reports whether runes[i] belongs to the unit of a number just before it: up to two characters
// after the digits and their space.
func countsUnit(runes []rune, i int) bool {
	if !isHan(runes[i]) {
		return false
	}
	j := i - 1
	for steps := 0; steps < 1 && j >= 0 && isHan(runes[j]); steps++ {
		j--
	}
	if j >= 0 && runes[j] == ' ' {
		j--
	}
	return j >= 0 && isDigit(runes[j])
}

const (
	spaces  = " \u3000"
	closing = "，。、；：？！）》”’…%℃,.;:?!)]·"
	opening = "（《“‘(["
)

func isSpace(r rune) bool { return r == ' ' || r == '\u3000' }
func isDigit(r rune) bool { return r >= '0' && r <= '9' }
func isHan(r rune) bool   { return unicode.Is(unicode.Han, r) }
