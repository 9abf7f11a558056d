package journal

import (
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
	last    map[string]Last // by device
	dropped int             // bytes of a torn end
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
	j := &Journal{opts: o, file: f, open: map[string]*entry{}, marks: map[string]Mark{}, last: map[string]Last{}}
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
	all, whole, err := scan(text)
	if err != nil {
		return err
	}
	for _, r := range all {
		j.apply(r)
	}
	j.size, j.dropped = int64(whole), len(text)-whole
	if j.dropped == 0 {
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
	err := j.write("journal.Accept", Record{Do: doAccept, ID: c.ID, Device: n.Device, Payment: n.Payment, Fen: n.Fen, Currency: n.Currency})
	return c, err
}

// Fell writes that a coin is inside, together with the counter of a machine after it.
func (j *Journal) Fell(n Note, machine string, m Mark) (hardware.Cash, error) {
	c := hardware.Cash{ID: j.opts.NewID(), Fen: n.Fen, Currency: n.Currency, At: j.opts.Now()}
	err := j.write("journal.Fell", Record{Do: doFell, ID: c.ID, Device: n.Device, Payment: n.Payment, Fen: n.Fen, Currency: n.Currency,
		Machine: machine, Count: m.Count, Armed: m.Armed})
	return c, err
}

// Stacked writes that the note is in the box. Only after it may it be credited.
func (j *Journal) Stacked(id string) error {
	return j.write("journal.Stacked", Record{Do: doStacked, ID: id})
}

// Credited writes that the caller has taken the credit over.
func (j *Journal) Credited(id string) error {
	return j.write("journal.Credited", Record{Do: doCredited, ID: id})
}

// Returned writes that the payer has the note back.
func (j *Journal) Returned(id string) error {
	return j.write("journal.Returned", Record{Do: doReturned, ID: id})
}

// Doubt writes that nobody can know. Even when the disk refuses, the doubt is seen until the
// program ends, and the next start finds it again by the missing end.
func (j *Journal) Doubt(id string, why hardware.CashReason) error {
	r := Record{Do: doDoubt, ID: id, Why: why}
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
	return j.write("journal.Hint", Record{Do: doHint, ID: id, Text: text})
}

// SetMark writes how far the counter of a coin acceptor was read. The machine is named by itself (its serial number):
// the counter is in it and moves with it to another port.
func (j *Journal) SetMark(machine string, m Mark) error {
	return j.write("journal.SetMark", Record{Do: doMark, Machine: machine, Count: m.Count, Armed: m.Armed})
}

// MarkOf is the last mark of a machine; false when there is none.
func (j *Journal) MarkOf(machine string) (Mark, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	m, ok := j.marks[machine]
	return m, ok
}

// Last is the note a device was last told to take.
type Last struct {
	ID       string // "" for none
	Credited bool
}

// Last tells which note a device has taken last and whether it was credited.
func (j *Journal) Last(device string) Last {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.last[device]
}

// Dropped is how many bytes of a torn record were cut off the end when the file was opened: a power cut left them, and
// nothing was done on their strength.
func (j *Journal) Dropped() int { return j.dropped }

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
	return j.write(op, Record{Do: doSettled, ID: id, As: v.As, By: v.By, Text: v.Note})
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
func (j *Journal) write(op string, r Record) error {
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
