package lang

import (
	"sort"
	"strconv"
	"strings"
)

// Labels writes windows the way people say them: those that follow each other as a range, "3–5", others apart, "1 3". Labels that are
// no numbers stay as they are.
func Labels(labels []string) string {
	var n []int
	for _, l := range labels {
		i, err := strconv.Atoi(l)
		if err != nil {
			return strings.Join(labels, " ")
		}
		n = append(n, i)
	}
	sort.Ints(n)
	var parts []string
	for i := 0; i < len(n); {
		j := i
		for j+1 < len(n) && n[j+1] == n[j]+1 {
			j++
		}
		parts = append(parts, run(n[i:j+1])...)
		i = j + 1
	}
	return strings.Join(parts, " ")
}

// run writes numbers that follow each other; two of them are no range yet.
func run(n []int) []string {
	switch len(n) {
	case 1:
		return []string{strconv.Itoa(n[0])}
	case 2:
		return []string{strconv.Itoa(n[0]), strconv.Itoa(n[1])}
	}
	return []string{strconv.Itoa(n[0]) + "–" + strconv.Itoa(n[len(n)-1])}
}
