package tape

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
)

// Dir says what an entry of a tape is.
type Dir string

// The entries. The words are stored, so they never change.
const (
	Opened  Dir = "open"    // the port was opened
	Out     Dir = "out"     // the driver sent
	In      Dir = "in"      // the driver was answered
	Gone    Dir = "gone"    // the other end was no longer there
	Stalled Dir = "stalled" // the other end took no more
	Closed  Dir = "close"   // the driver closed the port
)

// Entry is one line of a tape.
type Entry struct {
	T   int64  // milliseconds since the tape began
	Dir Dir    //
	At  string // the port's URL, of Opened
	Hex []byte // of Out and In

	// Began is when the tape was made, in milliseconds UTC; only its first entry has it. A replay whose frames carry
	// the time sets its clock by it.
	Began int64

	// Device is the URL of the device that was used, with the driver's own settings; only the first entry has it, and
	// not of a line that was only listened to.
	Device string
}

// Bounds of a tape that is read. A session that is longer is cut by hand.
const (
	maxLine    = 1 << 20 // bytes of a line
	maxEntries = 200_000
)

type line struct {
	T   int64  `json:"t"`
	Dir Dir    `json:"dir"`
	At  string `json:"at,omitempty"`
	Hex string `json:"hex,omitempty"`

	Began  int64  `json:"began_at_ms,omitempty"`
	Device string `json:"device,omitempty"`
}

// MarshalJSON makes the line of a tape.
func (e Entry) MarshalJSON() ([]byte, error) {
	return json.Marshal(line{e.T, e.Dir, e.At, hex.EncodeToString(e.Hex), e.Began, e.Device})
}

// UnmarshalJSON reads the line of a tape.
func (e *Entry) UnmarshalJSON(text []byte) error {
	var l line
	if err := json.Unmarshal(text, &l); err != nil {
		return err
	}
	data, err := hex.DecodeString(l.Hex)
	if err != nil {
		return err
	}
	*e = Entry{l.T, l.Dir, l.At, data, l.Began, l.Device}
	return e.check()
}

func (e Entry) check() error {
	switch e.Dir {
	case Out, In:
		if len(e.Hex) == 0 {
			return fmt.Errorf("%s without hex", e.Dir)
		}
	case Opened, Gone, Stalled, Closed:
		if len(e.Hex) > 0 {
			return fmt.Errorf("%s with hex", e.Dir)
		}
	default:
		return fmt.Errorf("dir %q is none of open out in gone stalled close", e.Dir)
	}
	if e.T < 0 {
		return fmt.Errorf("t %d before the beginning", e.T)
	}
	return nil
}

// Read reads a tape. Empty lines are skipped; the error of a bad one names it.
func Read(r io.Reader) ([]Entry, error) {
	const op = "tape.Read"
	var all []Entry
	scan := bufio.NewScanner(r)
	scan.Buffer(nil, maxLine)
	for n := 1; scan.Scan(); n++ {
		if len(scan.Bytes()) == 0 {
			continue
		}
		var e Entry
		if err := json.Unmarshal(scan.Bytes(), &e); err != nil {
			return nil, fmt.Errorf("%s: line %d: %w", op, n, err)
		}
		if len(all) == maxEntries {
			return nil, fmt.Errorf("%s: more than %d entries", op, maxEntries)
		}
		all = append(all, e)
	}
	if err := scan.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", op, err)
	}
	return all, nil
}
