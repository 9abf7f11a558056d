package survey

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

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

// ReadList reads the list: CSV with the column names in its first row, in any order; name, kind and connection must be there. Words may be
// written as people write them: RS-232, 网口, 扫码枪. All that is wrong is told at once, each with its line and the nearest right word.
func ReadList(from io.Reader) ([]Machine, error) {
	r := csv.NewReader(skipMark(from))
	r.TrimLeadingSpace = true
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("line 1: %w", err)
	}
	at, wrong := heading(head)
	var list []Machine
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err // it names its line
		}
		line, _ := r.FieldPos(0)
		m := machineOf(row, at)
		m.Line = line
		wrong = append(wrong, m.wrong()...)
		list = append(list, m)
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	return list, nil
}

// skipMark leaves out the byte order mark that spreadsheets put in front.
func skipMark(from io.Reader) io.Reader {
	first := make([]byte, 3)
	n, err := io.ReadFull(from, first)
	if err == nil && string(first) == "\uFEFF" {
		return from
	}
	return io.MultiReader(strings.NewReader(string(first[:n])), from)
}

func heading(head []string) (at map[string]int, wrong []error) {
	at = map[string]int{}
	for i, h := range head {
		h = canonical(h, known().Columns)
		if !slices.Contains(columns, h) {
			wrong = append(wrong, unknown(1, "column", h, columns))
		}
		at[h] = i
	}
	for _, must := range []string{"name", "kind", "connection"} {
		if _, ok := at[must]; !ok {
			wrong = append(wrong, fmt.Errorf("line 1: there is no column %q", must))
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
