package journal

import (
	"bytes"
	"fmt"
	"os"

	"github.com/brighthall/brighthall/hardware"
)

// Torn is the end of a file that is no whole record.
type Torn struct {
	Line  int // from 1; 0 when nothing is torn
	Bytes int
}

// Read reads the records of a journal in their order, and what is torn at its end, without changing or locking
// anything: the file may be in use. A damaged file gives the records before the damage, and an error.
func Read(path string) ([]Record, Torn, error) {
	const op = "journal.Read"
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, Torn{}, hardware.E(op, hardware.CashJournal, err)
	}
	all, whole, err := scan(text)
	if err != nil {
		return all, Torn{}, hardware.E(op, hardware.CashJournal, err)
	}
	if whole == len(text) {
		return all, Torn{}, nil
	}
	return all, Torn{Line: len(all) + 1, Bytes: len(text) - whole}, nil
}

// scan reads the records up to the first bad line; whole is how many bytes they are. A good line after a bad one means
// damage, for a power cut only tears the end.
func scan(text []byte) (all []Record, whole int, err error) {
	for rest := text; len(rest) > 0; {
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		r, err := parse(string(line))
		if !ended || err != nil {
			if good(after) {
				return all, whole, fmt.Errorf("damaged at line %d", len(all)+1)
			}
			return all, whole, nil
		}
		all, whole, rest = append(all, r), len(text)-len(after), after
	}
	return all, whole, nil
}

// good reports whether a whole record stands anywhere in the text.
func good(text []byte) bool {
	for len(text) > 0 {
		line, after, ended := bytes.Cut(text, []byte("\n"))
		if _, err := parse(string(line)); ended && err == nil {
			return true
		}
		text = after
	}
	return false
}
