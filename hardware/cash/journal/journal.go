package journal

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// File is the disk the journal stands on: *os.File.
type File interface {
	io.Reader
	io.Writer
	io.Seeker
	io.Closer
	Sync() error
	Truncate(size int64) error
}

// Options of a Journal; both may be nil.
type Options struct {
	Now   func() time.Time
	NewID func() string // unique for ever
}

// Mark is how far a coin acceptor's event counter was read.
type Mark struct {
	Count int
	Armed bool // coins were let in: what fell after this mark is money
}

// Note is a note in escrow, or a coin.
type Note struct {
	Device, Payment, Currency string
	Fen                       int64
}

// Journal is an opened journal. Any goroutine may use it.
type Journal struct {
	opts Options

	mu      sync.Mutex // guards all below
	file    File
	size    int64 // of what is surely written
	torn    bool  // a write failed: the end of the file is not known
	open    map[string]*entry
	order   []string // ids of open, oldest first
	marks   map[string]Mark
	credits map[string]int
	unlock  io.Closer
}

// New reads a journal from its file and decides what the last run left open. The file belongs to the Journal.
func New(f File, o Options) (*Journal, error) {
	const op = "journal.New"
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = rand.Text
	}
	j := &Journal{opts: o, file: f, open: map[string]*entry{}, marks: map[string]Mark{}, credits: map[string]int{}}
	if err := j.read(); err != nil {
		return nil, hardware.E(op, hardware.CashJournal, err)
	}
	if err := j.reckon(); err != nil {
		return nil, err
	}
	return j, nil
}

// read replays the file and cuts off a torn end.
func (j *Journal) read() error {
	text, err := io.ReadAll(j.file)
	if err != nil {
		return err
	}
	bad := 0
	for n := 1; len(text) > 0; n++ {
		line, rest, whole := bytes.Cut(text, []byte("\n"))
		r, err := parse(string(line))
		switch {
		case whole && err == nil && bad == 0:
			j.apply(r)
			j.size += int64(len(line)) + 1
		case whole && err == nil:
			return fmt.Errorf("damaged at line %d", bad)
		case bad == 0:
			bad = n
		}
		text = rest
	}
	if bad == 0 {
		return nil
	}
	return j.cut()
}

// cut makes the file end after its last good record.
func (j *Journal) cut() error {
	if err := j.file.Truncate(j.size); err != nil {
		return err
	}
	_, err := j.file.Seek(j.size, io.SeekStart)
	return err
}

// reckon makes a doubt of everything the last run did not bring to an end.
func (j *Journal) reckon() error {
	for _, id := range append([]string(nil), j.order...) {
		why := hardware.DoubtPower
		switch j.open[id].state {
		case doDoubt:
			continue
		case doStacked:
			why = hardware.DoubtHandover
		}
		if err := j.Doubt(id, why); err != nil {
			return err
		}
	}
	return nil
}

// Accept writes that a note is about to be taken out of escrow. Only after it has returned
// without error may the machine be told.
func (j *Journal) Accept(n Note) (hardware.Cash, error) {
	c := hardware.Cash{ID: j.opts.NewID(), Fen: n.Fen, Currency: n.Currency, At: j.opts.Now()}
	err := j.write("journal.Accept", record{Do: doAccept, ID: c.ID, Device: n.Device, Payment: n.Payment, Fen: n.Fen, Currency: n.Currency})
	return c, err
}

// Fell writes that a coin is inside, together with the machine's counter after it.
func (j *Journal) Fell(n Note, m Mark) (hardware.Cash, error) {
	c := hardware.Cash{ID: j.opts.NewID(), Fen: n.Fen, Currency: n.Currency, At: j.opts.Now()}
	err := j.write("journal.Fell", record{Do: doFell, ID: c.ID, Device: n.Device, Payment: n.Payment, Fen: n.Fen, Currency: n.Currency,
		Count: m.Count, Armed: m.Armed})
	return c, err
}

// Stacked writes that the note is in the box. Only after it may it be credited.
func (j *Journal) Stacked(id string) error {
	return j.write("journal.Stacked", record{Do: doStacked, ID: id})
}

// Credited writes that the caller has taken the credit over.
func (j *Journal) Credited(id string) error {
	return j.write("journal.Credited", record{Do: doCredited, ID: id})
}

// Returned writes that the payer has the note back.
func (j *Journal) Returned(id string) error {
	return j.write("journal.Returned", record{Do: doReturned, ID: id})
}

// Doubt writes that nobody can know. Even when the disk refuses, the doubt is seen until the
// program ends, and the next start finds it again by the missing end.
func (j *Journal) Doubt(id string, why hardware.CashReason) error {
	r := record{Do: doDoubt, ID: id, Why: why}
	err := j.write("journal.Doubt", r)
	if err != nil {
		j.mu.Lock()
		defer j.mu.Unlock()
		r.AtMS = j.opts.Now().UnixMilli()
		j.apply(r)
	}
	return err
}

// Hint adds to a doubt what the machine said later.
func (j *Journal) Hint(id, text string) error {
	return j.write("journal.Hint", record{Do: doHint, ID: id, Text: text})
}

// SetMark writes how far a coin acceptor's counter was read.
func (j *Journal) SetMark(device string, m Mark) error {
	return j.write("journal.SetMark", record{Do: doMark, Device: device, Count: m.Count, Armed: m.Armed})
}

// MarkOf is the last mark of a device; false when there is none.
func (j *Journal) MarkOf(device string) (Mark, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	m, ok := j.marks[device]
	return m, ok
}

// Credits is how many notes of a device were credited since the file began.
func (j *Journal) Credits(device string) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.credits[device]
}

// Doubts lists what a person has to settle, oldest first; device "" means of all.
func (j *Journal) Doubts(device string) []hardware.CashDoubt {
	j.mu.Lock()
	defer j.mu.Unlock()
	var all []hardware.CashDoubt
	for _, id := range j.order {
		e := j.open[id]
		if e.state == doDoubt && (device == "" || e.Device == device) {
			d := e.CashDoubt
			d.Hints = append([]string(nil), d.Hints...)
			all = append(all, d)
		}
	}
	return all
}

// Settle closes a doubt. A verdict needs a name under it.
func (j *Journal) Settle(id string, v hardware.CashVerdict) error {
	const op = "journal.Settle"
	j.mu.Lock()
	e := j.open[id]
	known := e != nil && e.state == doDoubt
	j.mu.Unlock()
	switch v.As {
	case hardware.EndCredited, hardware.EndReturned, hardware.EndKept, hardware.EndNothing:
	default:
		return hardware.E(op, hardware.BadConfig, fmt.Sprintf("verdict %q", v.As))
	}
	if !known || strings.TrimSpace(v.By) == "" {
		return hardware.E(op, hardware.BadConfig, fmt.Sprintf("doubt %q, settled by %q", id, v.By))
	}
	return j.write(op, record{Do: doSettled, ID: id, As: v.As, By: v.By, Text: v.Note})
}

// Close closes the file. Nothing is written: what is open stays open.
func (j *Journal) Close() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	err := j.file.Close()
	if j.unlock != nil {
		j.unlock.Close()
	}
	return err
}

// write puts one record on the disk and then into the picture in memory.
func (j *Journal) write(op string, r record) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	r.AtMS = j.opts.Now().UnixMilli()
	line, err := r.line()
	if err == nil {
		err = j.append(line)
	}
	if err != nil {
		return hardware.E(op, hardware.CashJournal, err)
	}
	j.apply(r)
	return nil
}

func (j *Journal) append(line []byte) error {
	if j.torn {
		if err := j.cut(); err != nil {
			return err
		}
	}
	j.torn = true
	if _, err := j.file.Write(line); err != nil {
		return err
	}
	if err := j.file.Sync(); err != nil {
		return err
	}
	j.torn, j.size = false, j.size+int64(len(line))
	return nil
}
