package hall

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Choice is a word that none of the few allowed ones is. An Error carries it, so that a person can be told what may be
// said instead.
type Choice struct {
	Field string   // as the request names it
	Word  string   // what was said
	Words []string // what may be said
}

// Choose refuses a word that is none of words, as Invalid with the choice. An empty word among them means that the
// field may be left out.
func Choose[W ~string](op, field string, word W, words ...W) error {
	if slices.Contains(words, word) {
		return nil
	}
	c := &Choice{Field: field, Word: string(word)}
	for _, w := range words {
		if w != "" {
			c.Words = append(c.Words, string(w))
		}
	}
	return &Error{Op: op, Code: Invalid, Reason: c.String(), Choice: c}
}

// String says it to programmers.
func (c *Choice) String() string {
	s := fmt.Sprintf("%s: %q is none of %s", c.Field, c.Word, strings.Join(c.Words, ", "))
	if near := c.Nearest(); near != "" {
		s += fmt.Sprintf("; the nearest is %q", near)
	}
	return s
}

// Nearest is the allowed word that was probably meant: one of the two begins the other, or it is the one with the
// fewest changed, missing or extra letters, at most half of the word's. "" when none is near.
func (c *Choice) Nearest() string {
	said := strings.ToLower(c.Word)
	best, least := "", len(said)/2+1
	for _, w := range c.Words {
		known := strings.ToLower(w)
		if len(said) > 1 && (strings.HasPrefix(known, said) || strings.HasPrefix(said, known)) {
			return w
		}
		if d := distance(said, known); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance is the Levenshtein distance in bytes; our words are ASCII.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}

// ChoiceOf is the choice that err is about, or nil.
func ChoiceOf(err error) *Choice {
	for e := (*Error)(nil); errors.As(err, &e); err = e.Err {
		if e.Choice != nil {
			return e.Choice
		}
	}
	return nil
}
