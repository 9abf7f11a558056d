package survey

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hardware"
)

// Machine is one row of the list that a person wrote down.
type Machine struct {
	Line       int    `json:"line"`
	Name       string `json:"name"`
	Kind       string `json:"kind"` // one of Kinds
	Make       string `json:"make,omitempty"`
	Model      string `json:"model,omitempty"`
	Connection string `json:"connection"`         // one of Connections
	Protocol   string `json:"protocol,omitempty"` // as the maker's sheet tells it
	Software   string `json:"software,omitempty"` // the maker's program, library or web interface, if there is one
}

// The words of the list. A queue machine and a double screen are foreign machines that do more than one device does.
var (
	Kinds       = []string{"printer", "idcard", "scanner", "voice", "led", "evaluator", "cash", "ups", "page-printer", "queue", "doublescreen", "payment", "other"}
	Connections = []string{"serial", "usb", "hid", "network", "driver", "audio", "none"}
	columns     = []string{"name", "kind", "make", "model", "connection", "protocol", "software"}
)

// maxList is how many bytes of a list are read: some ten thousand machines.
const maxList = 4 << 20

// ReadList reads the list: CSV with the column names in its first row, in any order; name, kind and connection must be there. It may come
// as a spreadsheet saves it: in UTF-8, UTF-16 or GB18030, between its words a comma, a semicolon or a tab, with rows that are empty. Words
// may be written as people write them: RS-232, 网口, 扫码枪. All that is wrong is told at once, each with its line and the nearest right
// word.
func ReadList(from io.Reader) ([]Machine, error) {
	raw, err := io.ReadAll(io.LimitReader(from, maxList))
	if err != nil {
		return nil, err
	}
	text := string(config.Readable(raw))
	if !utf8.ValidString(text) {
		return nil, errors.New("the list is in no charset that is known here: save it as CSV UTF-8")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.TrimLeadingSpace, r.FieldsPerRecord = comma(text), true, -1
	rows, err := filled(r)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, errors.New("the list is empty: its first row names the columns name, kind, connection")
	}
	at, wrong := heading(rows[0])
	var list []Machine
	for _, row := range rows[1:] {
		m := machineOf(row.words, at)
		m.Line = row.line
		wrong = append(append(wrong, row.tooLong(len(rows[0].words))...), m.wrong()...)
		list = append(list, m)
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return list, nil
}

// row is a line of the list.
type row struct {
	line  int
	words []string
}

// filled are the rows that have a word. A spreadsheet's first row may only say how it separates: sep=;
func filled(r *csv.Reader) ([]row, error) {
	var rows []row
	for {
		words, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err // it names its line
		}
		line, _ := r.FieldPos(0)
		said := strings.TrimSpace(strings.Join(words, ""))
		if said != "" && !(len(rows) == 0 && strings.HasPrefix(strings.ToLower(said), "sep=")) {
			rows = append(rows, row{line, words})
		}
	}
}

// tooLong is told when a word stands behind the last column: a separator too many, and all words after it are in the wrong place.
func (r row) tooLong(columns int) []error {
	for _, word := range r.words[min(columns, len(r.words)):] {
		if strings.TrimSpace(word) != "" {
			return []error{fmt.Errorf("line %d: %q stands behind the last column; put a word that has a separator in it between quotes", r.line, word)}
		}
	}
	return nil
}

// comma is what separates the list's words: whatever its first row has most of.
func comma(text string) rune {
	text = strings.TrimLeft(text, "\r\n \uFEFF")
	if rest, ok := strings.CutPrefix(strings.ToLower(text), "sep="); ok && rest != "" {
		return rune(rest[0])
	}
	first, _, _ := strings.Cut(text, "\n")
	best := ','
	for _, c := range ";\t" {
		if strings.Count(first, string(c)) > strings.Count(first, string(best)) {
			best = c
		}
	}
	return best
}

func heading(head row) (at map[string]int, wrong []error) {
	at = map[string]int{}
	for i, h := range head.words {
		if strings.TrimSpace(h) == "" {
			continue // a spreadsheet's empty column
		}
		h = canonical(h, known().Columns)
		if !slices.Contains(columns, h) {
			wrong = append(wrong, unknown(head.line, "column", h, columns))
		}
		at[h] = i
	}
	for _, must := range []string{"name", "kind", "connection"} {
		if _, ok := at[must]; !ok {
			wrong = append(wrong, fmt.Errorf("line %d: there is no column %q", head.line, must))
		}
	}
	return at, wrong
}

func machineOf(row []string, at map[string]int) Machine {
	get := func(column string) string {
		if i, ok := at[column]; ok && i < len(row) {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	k := known()
	return Machine{Name: get("name"), Kind: canonical(get("kind"), k.Kinds), Make: get("make"), Model: get("model"),
		Connection: canonical(get("connection"), k.Connections), Protocol: get("protocol"), Software: get("software")}
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
