package kit

import (
	"strings"
	"unicode"
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

func wrapParagraph(text string, w float32, ink Ink) []string {
	var lines []string
	line := ""
	for _, piece := range pieces(text) {
		if line != "" && ink.Width(strings.TrimRight(line+piece, " \u3000")) > w {
			lines = append(lines, strings.TrimRight(line, " \u3000"))
			line, piece = "", strings.TrimLeft(piece, " \u3000")
		}
		line += piece
	}
	return append(lines, strings.TrimRight(line, " \u3000"))
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
	closing = "，。、；：？！）》”’…%℃,.;:?!)]"
	opening = "（《“‘(["
)

func isSpace(r rune) bool { return r == ' ' || r == '\u3000' }
func isDigit(r rune) bool { return r >= '0' && r <= '9' }
func isHan(r rune) bool   { return unicode.Is(unicode.Han, r) }
