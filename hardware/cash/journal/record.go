package journal

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// The deeds, as they stand in the file. They never change.
const (
	doAccept   = "accept"
	doFell     = "fell" // a coin: inside from the beginning
	doStacked  = "stacked"
	doCredited = "credited"
	doReturned = "returned"
	doDoubt    = "doubt"
	doHint     = "hint"
	doSettled  = "settled"
	doMark     = "mark"
)

// Record is one line of the file: what was about to be done, or was seen.
type Record struct {
	AtMS     int64               `json:"at"`
	Do       string              `json:"do"`
	ID       string              `json:"id,omitempty"`
	Device   string              `json:"device,omitempty"`
	Payment  string              `json:"payment,omitempty"`
	Fen      int64               `json:"fen,omitempty"`
	Currency string              `json:"currency,omitempty"`
	Why      hardware.CashReason `json:"why,omitempty"`
	Text     string              `json:"text,omitempty"`
	As       hardware.CashEnd    `json:"as,omitempty"`
	By       string              `json:"by,omitempty"`
	Machine  string              `json:"machine,omitempty"` // whose counter Count is
	Count    int                 `json:"count,omitempty"`
	Armed    bool                `json:"armed,omitempty"`
}

// line is the record as it is written: eight hex digits of CRC-32, a space, JSON, LF.
func (r Record) line() ([]byte, error) {
	text, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, "%08x %s\n", crc32.ChecksumIEEE(text), text), nil
}

func parse(line string) (Record, error) {
	sum, text, ok := strings.Cut(line, " ")
	want, err := strconv.ParseUint(sum, 16, 32)
	if !ok || err != nil || len(sum) != 8 || uint32(want) != crc32.ChecksumIEEE([]byte(text)) {
		return Record{}, fmt.Errorf("bad checksum")
	}
	var r Record
	err = json.Unmarshal([]byte(text), &r)
	return r, err
}

// entry is a note that has no end yet.
type entry struct {
	hardware.CashDoubt
	state string // doAccept, doStacked or doDoubt
}

// apply changes the picture in memory by one record.
func (j *Journal) apply(r Record) {
	at := time.UnixMilli(r.AtMS)
	e := j.open[r.ID]
	switch r.Do {
	case doAccept, doFell:
		e = &entry{state: doAccept, CashDoubt: hardware.CashDoubt{Device: r.Device, Payment: r.Payment,
			Cash: hardware.Cash{ID: r.ID, Fen: r.Fen, Currency: r.Currency, At: at}}}
		if r.Do == doFell {
			e.state = doStacked
			j.marks[r.Machine] = Mark{Count: r.Count, Armed: r.Armed}
		}
		j.last[r.Device] = Last{ID: r.ID}
		j.open[r.ID] = e
		j.order = append(j.order, r.ID)
	case doMark:
		j.marks[r.Machine] = Mark{Count: r.Count, Armed: r.Armed}
	}
	if e == nil {
		return
	}
	switch r.Do {
	case doStacked:
		e.state = doStacked
	case doDoubt:
		e.state, e.Why, e.Since = doDoubt, r.Why, at
	case doHint:
		e.Hints = append(e.Hints, r.Text)
	case doCredited, doReturned, doSettled:
		if r.Do == doCredited && j.last[e.Device].ID == r.ID {
			j.last[e.Device] = Last{ID: r.ID, Credited: true}
		}
		j.drop(r.ID)
	}
}

func (j *Journal) drop(id string) {
	delete(j.open, id)
	for i, o := range j.order {
		if o == id {
			j.order = append(j.order[:i:i], j.order[i+1:]...)
			return
		}
	}
}
