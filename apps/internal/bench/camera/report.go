package camera

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

const giveUp = 150 * time.Millisecond

// tally is one reader's answers to some pictures.
type tally struct {
	pictures, read, accepted, wrong int // accepted: wrong texts that passed the keyed check; wrong: all wrong ones
	took                            []time.Duration
	missed                          []time.Duration
}

func (t *tally) add(p picture, a answer) {
	t.pictures++
	t.took = append(t.took, a.took)
	switch {
	case a.text == p.text:
		t.read++
		return
	case a.text != "":
		t.wrong++
		if p.office.genuine(a.text) {
			t.accepted++
		}
	}
	t.missed = append(t.missed, a.took)
}

func (t *tally) rate() float64 { return float64(t.read) / float64(max(t.pictures, 1)) }

func (t *tally) String() string {
	return fmt.Sprintf("%5.1f %% %2d (%d) %5.1f/%5.1f", 100*t.rate(), t.accepted, t.wrong, ms(t.took, .5), ms(t.took, .99))
}

func ms(all []time.Duration, q float64) float64 {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return float64(all[min(int(q*float64(len(all))), len(all)-1)]) / 1e6
}

// sum tallies the pictures that are meant.
func (r result) sum(all []picture, meant func(picture) bool) *tally {
	var t tally
	for i, p := range all {
		if meant(p) {
			t.add(p, r.answers[i])
		}
	}
	return &t
}

// report prints a row for every condition and symbol, the sums, and the aims.
func report(w io.Writer, all []picture, results []result) error {
	fmt.Fprintf(w, "%d pictures. Each reader: read, wrong texts accepted (refused by the keyed check too), ms p50/p99\n%-28s", len(all), "")
	for _, r := range results {
		fmt.Fprintf(w, " | %-27s", r.name)
	}
	fmt.Fprintln(w)
	for _, symbol := range []string{"QR", "Code128"} {
		for _, name := range conditionsOf(all, symbol) {
			row(w, symbol+", "+name, all, results, func(p picture) bool { return p.symbol == symbol && p.condition == name })
		}
		row(w, symbol+", all", all, results, func(p picture) bool { return p.symbol == symbol })
	}
	row(w, "all", all, results, everything)
	return aims(w, all, results)
}

func everything(picture) bool { return true }

func conditionsOf(all []picture, symbol string) []string {
	var names []string
	for _, p := range all {
		if p.symbol == symbol && !slices.Contains(names, p.condition) {
			names = append(names, p.condition)
		}
	}
	return names
}

func row(w io.Writer, name string, all []picture, results []result, meant func(picture) bool) {
	fmt.Fprintf(w, "%-28s", name)
	for _, r := range results {
		fmt.Fprintf(w, " | %-27s", r.sum(all, meant))
	}
	fmt.Fprintln(w)
}

// aims prints what was to be reached and whether it was.
func aims(w io.Writer, all []picture, results []result) error {
	if results[0].name != "ours" {
		return nil
	}
	for _, r := range results[1:] {
		compare(w, all, results[0], r)
	}
	mine := results[0].sum(all, everything)
	longest := ms(mine.missed, 1)
	figure(w, fmt.Sprintf("giving a picture up, the longest of %d", len(mine.missed)), "≤ 150 ms",
		fmt.Sprintf("%.0f ms, median %.0f ms", longest, ms(mine.missed, .5)), longest <= float64(giveUp.Milliseconds()))
	figure(w, "wrong texts accepted", "0", fmt.Sprint(mine.accepted), mine.accepted == 0)
	if mine.accepted > 0 {
		return errWrong
	}
	return nil
}

// compare prints how many pictures ours reads for each that another one reads.
func compare(w io.Writer, all []picture, mine, other result) {
	aim := map[string]float64{"gozxing": 1.2, zxingWASM: 1}[other.name]
	for _, symbol := range []string{"QR", "Code128"} {
		meant := func(p picture) bool { return p.symbol == symbol }
		what := fmt.Sprintf("%s pictures read : by %s", symbol, other.name)
		ratio := mine.sum(all, meant).rate() / max(other.sum(all, meant).rate(), 1e-9)
		if aim > 0 {
			figure(w, what, fmt.Sprintf("≥ %.1f×", aim), fmt.Sprintf("%.2f×", ratio), ratio >= aim)
		} else {
			fmt.Fprintf(w, "%-8s %-58s %.2f×\n", "", what, ratio)
		}
	}
}

func figure(w io.Writer, what, aim, got string, met bool) {
	word := "met"
	if !met {
		word = "MISSED"
	}
	fmt.Fprintf(w, "%-8s %-58s %s   aim %s\n", word, what, strings.TrimSpace(got), aim)
}
