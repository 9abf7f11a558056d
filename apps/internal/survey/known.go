package survey

import (
	_ "embed"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/brighthall/brighthall/hall"
)

// known.json is what people call things in such lists, and what the machines of a maker speak. A new maker is one row
// there. A word that ends in * stands for all that begin with it; "attempt" is for what is only worth a try, when its
// maker gives no software.
//
//go:embed known.json
var knownJSON []byte

type table struct {
	Columns     map[string][]string `json:"columns"`
	Totals      []string            `json:"totals"` // how a row of sums begins
	Part        string              `json:"part"`   // how the title of an inventory's part begins, as an expression
	Kinds       map[string][]string `json:"kinds"`
	Connections map[string][]string `json:"connections"`
	Protocols   map[string][]string `json:"protocols"` // by driver
	Unsaid      []string            `json:"unsaid"`    // words of somebody who does not know the protocol
	Usual       map[string][]string `json:"usual"`     // drivers, the best first, by kind/connection
	Attempt     map[string][]string `json:"attempt"`
	Makers      []maker             `json:"makers"` // the first that fits counts
	Closed      []maker             `json:"closed"` // whose protocol nobody has published, or that no port here can carry: no driver is a guess for them
}

// maker is whose machines of a kind speak what: the first driver that runs over the connection.
type maker struct {
	Kind    string   `json:"kind"`
	Makes   []string `json:"makes"`
	Models  []string `json:"models"` // beginnings
	Drivers []string `json:"drivers"`
	Profile string   `json:"profile,omitempty"`
	// Protocols are of a closed row: it is what they are, whoever made the machine.
	Protocols []string `json:"protocols,omitempty"`
}

var known = sync.OnceValue(func() table {
	var t table
	if err := json.Unmarshal(knownJSON, &t); err != nil {
		panic("survey: known.json: " + err.Error()) // a test reads it
	}
	return t
})

// plain is a word without what people write differently: case, spaces, signs, full width.
func plain(word string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, hall.Halfwidth(word))
}

// canonical is the word that stands for what somebody wrote; the word itself when nothing does.
func canonical(word string, all map[string][]string) string {
	w := plain(word)
	names := slices.Sorted(maps.Keys(all))
	for _, same := range []func(o string) bool{
		func(o string) bool { return w == plain(o) && !strings.HasSuffix(o, "*") },
		func(o string) bool { return strings.HasSuffix(o, "*") && strings.HasPrefix(w, plain(o)) },
	} {
		for _, name := range names {
			if w != "" && (same(name) || slices.ContainsFunc(all[name], same)) {
				return name
			}
		}
	}
	return strings.ToLower(strings.TrimSpace(word))
}

// kind is the kind of machine that somebody wrote. A name may say more than its kind: 窗口叫号屏（双色） is a 叫号屏;
// the longest known word in it counts. Words in Latin letters alone are too short to be looked for in others.
func kind(said string) string {
	all, w := known().Kinds, plain(said)
	best, longest := canonical(said, all), ""
	if _, ok := all[best]; ok {
		return best
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		for _, o := range all[name] {
			if utf8.RuneCountInString(o) < len(o) && len(o) > len(longest) && strings.Contains(w, plain(o)) {
				best, longest = name, o
			}
		}
	}
	return best
}

// unsaid: nobody wrote down a protocol, in whatever words.
func (t table) unsaid(protocol string) bool {
	w := plain(protocol)
	return w == "" || slices.ContainsFunc(t.Unsaid, func(u string) bool { return w == plain(u) })
}

// makes finds the row of a machine's maker, or of its model; an empty one when nobody knows it.
func (t table) makes(m Machine) maker {
	i := slices.IndexFunc(t.Makers, func(k maker) bool { return k.of(m) })
	if i < 0 {
		return maker{}
	}
	return t.Makers[i]
}

// closed reports whether a machine is one that no driver is a guess for.
func (t table) closed(m Machine) bool {
	protocol := plain(m.Protocol)
	return slices.ContainsFunc(t.Closed, func(k maker) bool {
		return k.of(m) || k.Kind == m.Kind && slices.ContainsFunc(k.Protocols, func(w string) bool { return protocol == plain(w) })
	})
}

// of reports whether a row is about a machine: by its maker, or by the beginning of its model.
func (k maker) of(m Machine) bool {
	by, model := plain(m.Make), plain(m.Model)
	return k.Kind == m.Kind && (slices.ContainsFunc(k.Makes, func(w string) bool { return named(by, plain(w)) }) ||
		model != "" && slices.ContainsFunc(k.Models, func(w string) bool { return strings.HasPrefix(model, plain(w)) }))
}

// named: the maker's name is among what was written. A short Latin name may stand in the middle of another.
func named(written, name string) bool {
	if len(name) <= 4 && name[0] < unicode.MaxASCII {
		return strings.HasPrefix(written, name) || strings.HasSuffix(written, name)
	}
	return strings.Contains(written, name)
}
