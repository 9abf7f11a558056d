package hardware

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// Unknown says that a word is none of those known, with the one that was probably meant, or else all of them.
func Unknown(what, word string, known []string) error {
	if near := Nearest(word, known); near != "" {
		return fmt.Errorf("unknown %s %q, did you mean %q", what, word, near)
	}
	return fmt.Errorf("unknown %s %q, known: %s", what, word, strings.Join(slices.Sorted(slices.Values(known)), " "))
}

// Nearest returns the known word that word was probably meant to be: the one with the
// fewest changed, missing or extra letters, at most half of the word's. "" when none is near.
func Nearest(word string, known []string) string {
	known = append([]string(nil), known...)
	sort.Strings(known)
	best, least := "", len(word)/2+1
	for _, k := range known {
		if d := distance(word, k); d < least {
			best, least = k, d
		}
	}
	return best
}

// distance is the Levenshtein distance in bytes; names are ASCII.
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
