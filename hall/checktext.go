package hall

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longestID is how many letters the id of a counter, a teller, a group or an item has at most.
const longestID = 32

// noID is what an id that soundID refuses is.
const noID = "no id of 1 to 32 letters from a to z, digits, - and _"

// soundID reports whether an id can stand in addresses, logs, file names and settings as it is.
func soundID[ID ~string](id ID) bool {
	return id != "" && len(id) <= longestID && !strings.ContainsFunc(string(id), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_'
	})
}

// longestLabel is how many letters the label of a window has at most: more fit on no board.
const longestLabel = 20

// checkLabel refuses a label that sends visitors nowhere, or to two windows; labels are those seen so far.
func (c CounterSetup) checkLabel(labels map[string]CounterID) error {
	if strings.TrimSpace(c.Label) == "" {
		return wrong("counter %s needs a label: it is what visitors are sent to", c.ID)
	}
	if utf8.RuneCountInString(c.Label) > longestLabel {
		return wrong("counter %s: a label has %d letters at most", c.ID, longestLabel)
	}
	read := asRead(c.Label)
	if other, twice := labels[read]; twice {
		return wrong("counters %s and %s have the same label %q", other, c.ID, c.Label)
	}
	labels[read] = c.ID
	return nil
}

// windowWords are what staff write behind a window's number, longest first; screens and voice say them themselves.
var windowWords = []string{"\u53f7\u7a97\u53e3", "\u7a97\u53e3", "\u53f7\u7a97", "\u7a97", "\u53f7"}

// asRead is a label as a visitor reads it: two that he cannot tell apart are the same.
func asRead(label string) string {
	read := strings.ToLower(strings.Join(strings.Fields(Halfwidth(Plain(label))), ""))
	for _, word := range windowWords {
		if number, ok := strings.CutSuffix(read, word); ok && number != "" && AllDigits(number[len(number)-1:]) {
			read = number
			break
		}
	}
	if number := strings.TrimLeft(read, "0"); AllDigits(number) {
		return number
	}
	return read
}

// checkTexts refuses texts that a reader cannot see as they are: control characters, invisible ones, and those that
// turn the writing.
func (s *Setup) checkTexts() error {
	for _, t := range s.texts() {
		if at := strings.IndexFunc(t.said, unseen); at >= 0 {
			return wrong("%s: %q has a sign that cannot be seen", t.of, t.said)
		}
	}
	return nil
}

type setupText struct{ of, said string }

// texts are all texts of a setup that people read. Lines of a notice may be broken.
func (s *Setup) texts() []setupText {
	var all []setupText
	add := func(of string, names ...Name) {
		for _, n := range names {
			all = append(all, setupText{of, n.Zh}, setupText{of, n.En})
		}
	}
	all = append(all, setupText{"outlet id", string(s.Outlet.ID)}, setupText{"outlet hotline", s.Outlet.Hotline})
	add("outlet name", s.Outlet.Name)
	for _, g := range s.Groups {
		add("group "+string(g.Code), g.Name, g.Short, g.Fact)
	}
	for _, i := range s.Items {
		add("item "+string(i.Code), i.Name, i.Limit)
		for _, p := range i.Papers {
			add("item "+string(i.Code)+", paper", p.Name)
		}
	}
	for _, c := range s.Counters {
		all = append(all, setupText{"label of counter " + string(c.ID), c.Label})
	}
	for _, t := range s.Tellers {
		all = append(all, setupText{"badge of teller " + string(t.ID), t.Badge})
		add("teller "+string(t.ID), t.Name)
	}
	lines := strings.NewReplacer("\r", "", "\n", "")
	for _, n := range s.Notices {
		add("notice", n.Title, Name{Zh: lines.Replace(n.Text.Zh), En: lines.Replace(n.Text.En)})
	}
	return all
}

// longestURL leaves a ticket's address short enough for the code on a slip.
const longestURL = 200

// CheckPublicURL reports what is wrong with the address under which visitors' phones reach the node, as Invalid. Ticket
// pages are below it, so it ends in a path or in none. The empty address is right: phones do not reach the node.
func CheckPublicURL(address string) error {
	const op = "hall.CheckPublicURL"
	if address == "" {
		return nil
	}
	if len(address) > longestURL {
		return E(op, Invalid, "public_url has 200 signs at most: it is printed in the code of every slip")
	}
	if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r >= unicode.MaxASCII }) {
		return E(op, Invalid, "public_url is ASCII without blanks: write another name as xn--… and a path with %")
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return E(op, Invalid, "public_url is no address such as https://hall.example/queue")
	case u.Scheme != "http" && u.Scheme != "https":
		return E(op, Invalid, "public_url begins with http:// or https://")
	case u.Hostname() == "" || !soundPort(u):
		return E(op, Invalid, "public_url names a host, and a port from 1 to 65535 or none")
	case u.User != nil:
		return E(op, Invalid, "public_url has no user and no password in it: it is printed on every slip")
	case strings.ContainsAny(address, "?#"):
		return E(op, Invalid, "public_url has no query (?) and no fragment (#): ticket pages are below it")
	}
	return nil
}

func soundPort(u *url.URL) bool {
	if u.Port() == "" {
		return !strings.HasSuffix(u.Host, ":")
	}
	port, err := strconv.Atoi(u.Port())
	return err == nil && port > 0 && port <= 65535
}
