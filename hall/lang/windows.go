package lang

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hall"
)

// Windows are windows by their labels. As the value of a placeholder they are said in the language of the sentence:
// "windows 4, 6". A label that is a number, or letters before one, is read as a number; any other word stands as it is
// painted.
type Windows []string

// Window is one window as the value of a placeholder.
func Window(label string) Windows { return Windows{label} }

// Sign is windows for a screen that writes the number larger than the words around it.
type Sign struct{ Before, Label, After string }

// Sign takes windows apart: "", "3–5", "号窗口". Words have nothing before or after them, and are all there is when
// some are words.
func (b *Book) Sign(in hall.Language, w Windows) Sign {
	numbers, words := w.sorted()
	if len(words) > 0 || len(numbers) == 0 {
		return Sign{Label: b.said(in, w)}
	}
	label := strings.Join(ranges(numbers), b.Say(in, "common.list"))
	before, after, _ := strings.Cut(b.Say(in, "common.window", "n", len(numbers)), "{label}")
	return Sign{strings.TrimSpace(before), label, strings.TrimSpace(after)}
}

// Head is the same where a line begins with it: our own words begin with a capital there.
func (s Sign) Head() Sign {
	s.Before = capital(s.Before)
	return s
}

// Windows says windows at the head of a line: "3–5 号窗口", "Windows 3–5". Our own words begin with a capital there; a
// label stays as it is painted on the window.
func (b *Book) Windows(in hall.Language, w Windows) string {
	said := b.said(in, w)
	if numbers, _ := w.sorted(); len(numbers) == 0 || strings.HasPrefix(said, numbers[0]) {
		return said
	}
	return capital(said)
}

// said is windows within a sentence.
func (b *Book) said(in hall.Language, w Windows) string {
	numbers, words := w.sorted()
	list := b.Say(in, "common.list")
	if len(numbers) > 0 {
		all := strings.Join(ranges(numbers), list)
		words = append([]string{b.Say(in, "common.window", "n", len(numbers), "label", painted(all))}, words...)
	}
	return strings.Join(words, list)
}

// painted is a text of the hall that stays as it is written, also where a line begins.
type painted string

func capital(text string) string {
	if text == "" || text[0] < 'a' || text[0] > 'z' {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// sorted parts the windows that have a number, in its order, from those that have a name.
func (w Windows) sorted() (numbers, words []string) {
	for _, label := range w {
		if n, ok := Numbered(label); ok {
			numbers = append(numbers, n)
		} else if label = strings.TrimSpace(label); label != "" {
			words = append(words, label)
		}
	}
	slices.SortStableFunc(numbers, byNumber)
	return numbers, words
}

// numbered is the number of a window as staff write it: "3", "A12", or with the words for "no." and "window" behind it.
var numbered = regexp.MustCompile(`^\s*([A-Za-z]*\d+)\s*(?:\x{53F7}?\x{7A97}\x{53E3}?|\x{53F7})?\s*$`)

// Numbered is the number in a window's label; false when its name is a word.
func Numbered(label string) (number string, ok bool) {
	found := numbered.FindStringSubmatch(hall.Halfwidth(label)) // an input method's digits are digits
	if found == nil {
		return "", false
	}
	return found[1], true
}

// byNumber puts plain numbers first, in their order; the others stay as they came.
func byNumber(a, b string) int {
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	switch {
	case errX == nil && errY == nil:
		return x - y
	case errX == nil:
		return -1
	case errY == nil:
		return 1
	}
	return 0
}

// ranges joins three and more numbers that follow each other: "3–5". Two of them are no range yet.
func ranges(numbers []string) []string {
	var parts []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && follows(numbers[j], numbers[j+1]) {
			j++
		}
		if j-i >= 2 {
			parts = append(parts, numbers[i]+"–"+numbers[j])
		} else {
			parts = append(parts, numbers[i:j+1]...)
		}
		i = j + 1
	}
	return parts
}

func follows(a, b string) bool {
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	return errX == nil && errY == nil && y == x+1
}

// Short is a name without its remark in brackets, for places with little room.
func Short(name string) string {
	if at := strings.IndexAny(name, "(\uff08"); at > 0 {
		return strings.TrimSpace(name[:at])
	}
	return name
}
