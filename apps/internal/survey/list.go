package survey

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware"
)

// Machine is one row of the list that a person wrote down.
type Machine struct {
	Line       int    `json:"line"`
	Name       string `json:"name"`
	Count      int    `json:"count"`
	Kind       string `json:"kind"` // one of Kinds
	Make       string `json:"make,omitempty"`
	Model      string `json:"model,omitempty"`
	Connection string `json:"connection"`         // one of Connections
	Protocol   string `json:"protocol,omitempty"` // as the maker's sheet tells it
	Software   string `json:"software,omitempty"` // the maker's program, library or web interface, if there is one
}

// The words of the list. A queue machine and a double screen are foreign machines that do more than one device does; an
// office machine is the hall's own and no part of a queue.
var (
	Kinds       = []string{"printer", "idcard", "scanner", "voice", "led", "evaluator", "cash", "ups", "page-printer", "queue", "doublescreen", "payment", "office", "other"}
	Connections = []string{"serial", "usb", "hid", "network", "driver", "audio", "video", "none"}
	needed      = []string{"name", "kind", "connection"}
)

// maxList is how many bytes of a list are read: some ten thousand machines.
const maxList = 4 << 20

// List is what a person wrote down.
type List struct {
	Machines []Machine
	Unread   []string // its columns that say nothing about what becomes of a machine
	Noted    []string // its rows that were taken for a note about the list
}

// ReadList reads the list: CSV with a row of column names, in any order; name, kind and connection must be there. It
// may be anybody's inventory as a spreadsheet saves it: see text and rows. Words may be written as people write them:
// RS-232, 网口, 扫码枪. All that is wrong is told at once, each with its line and the nearest right word.
func ReadList(from io.Reader) (List, error) {
	raw, err := io.ReadAll(io.LimitReader(from, maxList))
	if err != nil {
		return List{}, err
	}
	text, err := text(raw)
	if err != nil {
		return List{}, err
	}
	head, rows := headed(text)
	if len(rows) == 0 {
		return List{}, errors.New("the list is empty: its first row names the columns name, kind, connection")
	}
	list, wrong := List{Unread: head.unread}, head.wrong()
	for _, row := range rows {
		if row.line <= head.line || row.sums() {
			continue
		}
		if row.noted() {
			list.Noted = append(list.Noted, strings.Join(row.said(), " "))
			continue
		}
		m := head.machine(row)
		wrong = append(append(append(wrong, row.tooLong(head.columns)...), m.wrong()...), head.miscounted(row)...)
		list.Machines = append(list.Machines, m)
	}
	return list, errors.Join(wrong...)
}

// heading is the row of column names.
type heading struct {
	line    int
	columns int            // how many it has
	at      map[string]int // where each known one stands
	unread  []string       // the others
}

// headingOf reads a row as column names. What stands between brackets explains a name, and of two columns with one
// meaning the first counts.
func headingOf(r row) heading {
	h := heading{line: r.line, columns: len(r.words), at: map[string]int{}}
	for i, said := range r.words {
		name, _, _ := strings.Cut(hall.Halfwidth(said), "(")
		name = canonical(name, known().Columns)
		_, again := h.at[name]
		switch _, ok := known().Columns[name]; {
		case ok && !again:
			h.at[name] = i
		case said != "":
			h.unread = append(h.unread, said)
		}
	}
	return h
}

// wrong are the columns that must be there and are not, with what was probably meant by one.
func (h heading) wrong() (wrong []error) {
	for _, column := range needed {
		if _, ok := h.at[column]; ok {
			continue
		}
		i := slices.IndexFunc(h.unread, func(said string) bool { return hardware.Nearest(strings.ToLower(said), needed) == column })
		if i >= 0 {
			wrong = append(wrong, unknown(h.line, "column", h.unread[i], needed))
			continue
		}
		wrong = append(wrong, fmt.Errorf("line %d: there is no column %q", h.line, column))
	}
	return wrong
}

// word is what the row says in a column.
func (h heading) word(r row, column string) string {
	if i, ok := h.at[column]; ok && i < len(r.words) {
		return r.words[i]
	}
	return ""
}

func (h heading) machine(r row) Machine {
	get := func(column string) string { return h.word(r, column) }
	n, _ := count(get("count"))
	m := Machine{Line: r.line, Name: get("name"), Count: n, Kind: kind(get("kind")), Make: get("make"), Model: get("model"),
		Connection: canonical(get("connection"), known().Connections), Protocol: get("protocol"), Software: get("software")}
	if m.Kind == "office" && !slices.Contains(Connections, m.Connection) {
		m.Connection = "none" // nothing asks how it is connected
	}
	return m
}

// maxCount is more of one machine than a hall has: what is above was meant for another column.
const maxCount = 999

// miscounted is the row's count that cannot be one.
func (h heading) miscounted(r row) []error {
	said := h.word(r, "count")
	if _, ok := count(said); ok {
		return nil
	}
	return []error{fmt.Errorf("line %d: count %q is no whole number from 1 to %d", r.line, said, maxCount)}
}

// number begins with a sign and digits: the number, the whole ones with the zeros that a spreadsheet adds, and what
// makes it another number.
var number = regexp.MustCompile(`^([-−]?)\+?(\d+)(?:\.0*)?([.,\d]|[eE][-+]?\d|\s*[-~/]\s*\d)?`)

// count is how many there are of a machine: 3, ３, 3.0 or 3台. A word that is no number, or none, is one machine. A
// number that cannot be how many is not made one that can.
func count(said string) (int, bool) {
	found := number.FindStringSubmatch(strings.TrimSpace(hall.Halfwidth(said)))
	if found == nil {
		return 1, true
	}
	n, err := strconv.Atoi(found[2])
	return n, err == nil && found[1] == "" && found[3] == "" && n >= 1 && n <= maxCount
}

func (m Machine) wrong() (wrong []error) {
	if m.Name == "" {
		wrong = append(wrong, fmt.Errorf("line %d: the machine has no name", m.Line))
	}
	if !slices.Contains(Kinds, m.Kind) {
		wrong = append(wrong, unknown(m.Line, "kind", m.Kind, Kinds))
	}
	if !slices.Contains(Connections, m.Connection) {
		wrong = append(wrong, unknown(m.Line, "connection", m.Connection, Connections))
	}
	return wrong
}

func unknown(line int, what, word string, known []string) error {
	return fmt.Errorf("line %d: %w", line, hardware.Unknown(what, word, known))
}
