package sqlite

import (
	"context"
	"crypto/hmac"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
)

// MarkFile is the high-water mark of a data directory: how far its hall had come, outside the database. A database that
// is behind it has lost its end: its log was deleted or cut, or older files were copied over it.
const MarkFile = "hall.mark"

// mark is what the file holds. It is written every second, after the commits it tells of, and when the store is closed;
// and before a commit that gives more than UnknownMargin numbers beyond it, or gives any on another day.
type mark struct {
	Last      hall.Cursor            `json:"last"`          // of the last event
	MAC       []byte                 `json:"mac,omitempty"` // its fingerprint
	At        hall.Millis            `json:"at_ms"`         // its moment
	dayMark                          // of the hall's day
	Left      []dayMark              `json:"left,omitempty"`      // days that were left, to which the clock may return: the last one at the end
	Center    hall.Cursor            `json:"center,omitzero"`     // up to here the center had more of the log than the hall
	Parted    hall.Cursor            `json:"parted,omitzero"`     // from here on the center has another log
	Terminals []byte                 `json:"terminals,omitempty"` // fingerprint of all their rows
	Revoked   map[string]hall.Millis `json:"revoked,omitempty"`   // hashes of the tokens that may do nothing any more
	Log       int64                  `json:"log,omitempty"`       // bytes of the write-ahead log's file that were on the disk
	Torn      bool                   `json:"torn,omitempty"`      // the log was found broken, and the hall has not gone on since
	Clean     bool                   `json:"clean,omitempty"`     // written when the store was closed: exact
	Sum       []byte                 `json:"sum,omitempty"`       // fingerprint of the rest
}

func (m *mark) given() queue.Given {
	g := m.dayMark.given()
	for _, d := range m.Left {
		g.Others = append(g.Others, d.given())
	}
	return g
}

// parted reports whether a log that ends there has parted from the center's: up to a later place the center had another
// one.
func (m *mark) parted(end hall.Cursor) bool {
	return m.Center != (hall.Cursor{}) && end.Epoch <= m.Center.Epoch
}

// note goes on by changes that are stored; mac is the fingerprint of the last.
func (m *mark) note(changes []queue.Change, mac []byte) {
	m.noteGiven(changes)
	for i := range changes {
		m.Last, m.At = changes[i].Event.Cursor(), changes[i].Event.At
	}
	m.MAC = mac
}

// markOf is the mark of a database as it is.
func markOf(ctx context.Context, db asker) (m mark, err error) {
	if err := m.look(ctx, db); err != nil {
		return m, err
	}
	if m.MAC, err = macAt(ctx, db, m.Last); err != nil {
		return m, err
	}
	if m.Revoked, err = revoked(ctx, db); err != nil {
		return m, err
	}
	m.Terminals, _, err = terminalsSum(ctx, db)
	return m, err
}

// look reads how far a database tells, and what it gave on its day.
func (m *mark) look(ctx context.Context, db asker) (err error) {
	if m.Last, m.At, err = lastEvent(ctx, db); err != nil {
		return err
	}
	var day queue.DayState
	if day, m.Numbers, err = today(ctx, db); err != nil {
		return err
	}
	m.Day, m.Codes = day.Day, day.Seq
	m.Left, err = leftDays(ctx, db, m.Day)
	return err
}

// readMark reads the mark of a directory: NotFound when there is none, Invalid when it is not as this hall wrote it.
func readMark(dir string, key hall.Key) (m mark, err error) {
	const op = "sqlite.readMark"
	raw, err := os.ReadFile(filepath.Join(dir, MarkFile))
	if errors.Is(err, fs.ErrNotExist) {
		return m, hall.E(op, hall.NotFound, MarkFile+" is missing")
	}
	if err != nil {
		return m, hall.Wrap(op, err)
	}
	if err := json.Unmarshal(raw, &m); err != nil || !hmac.Equal(m.Sum, m.sum(key)) {
		return mark{}, hall.E(op, hall.Invalid, MarkFile+" is not as this hall wrote it")
	}
	return m, nil
}

func writeMark(dir string, key hall.Key, m mark) error {
	m.Sum = m.sum(key)
	return seal.WriteFile(filepath.Join(dir, MarkFile), append(m.encode(), '\n'))
}

// copy is a mark to be written while the hall goes on.
func (m mark) copy(clean bool) mark {
	m.Numbers, m.Revoked, m.Left, m.Clean = maps.Clone(m.Numbers), maps.Clone(m.Revoked), slices.Clone(m.Left), clean
	for i := range m.Left {
		m.Left[i].Numbers = maps.Clone(m.Left[i].Numbers)
	}
	return m
}

func (m mark) sum(key hall.Key) []byte {
	m.Sum = nil
	return newFingerprint(key, useMark).of(string(m.encode()))
}

func (m mark) encode() []byte {
	raw, err := json.Marshal(m)
	if err != nil {
		panic(err) // only plain words and numbers are in it
	}
	return raw
}

// keepMark writes the mark when the hall has gone on since it was written. A hall that has lost its end keeps the mark
// it is behind, until it goes on in a new epoch.
func (s *Store) keepMark(clean bool) error {
	s.mmu.Lock()
	defer s.mmu.Unlock()
	s.wmu.Lock()
	m, due := s.high.copy(clean), (s.moved || clean) && s.lost == nil
	s.moved = false
	s.wmu.Unlock()
	if !due {
		return nil
	}
	err := s.tellMark(m)
	if s.fullFor(err) { // the mark stays behind, as after a cut, and is written when there is room
		return nil
	}
	return hall.Wrap("sqlite.keepMark", err)
}

// renewMark writes the mark though the hall has not gone on. The caller holds mmu and wmu.
func (s *Store) renewMark() error {
	if s.lost != nil {
		return nil
	}
	m := s.high.copy(false)
	err := writeMark(s.dir, s.key, m)
	if err == nil {
		s.told = m
	}
	return hall.Wrap("sqlite.renewMark", err)
}

// markAhead writes the mark before changes are stored that give more than the one on the disk allows for: whatever
// becomes of the database, nobody is given a number of which the mark does not know. The caller holds mmu.
func (s *Store) markAhead(changes []queue.Change) error {
	s.wmu.Lock()
	m := s.high.copy(false)
	s.wmu.Unlock()
	m.noteGiven(changes)
	err := s.tellMark(m)
	if s.fullFor(err) {
		return &hall.Error{Op: "sqlite.markAhead", Code: hall.DiskFull, Err: err}
	}
	return hall.Wrap("sqlite.markAhead", err)
}

// tellMark writes the mark. The caller holds mmu.
func (s *Store) tellMark(m mark) error {
	err := writeMark(s.dir, s.key, m)
	s.wmu.Lock()
	defer s.wmu.Unlock()
	if err != nil {
		s.moved = true
		return err
	}
	s.told = m
	return nil
}

// Ahead notes up to which place the center has the log, and reports whether that is news. When it lies beyond the log's
// end here, the hall has lost something: Lost says so at once when nothing was stored since the store was opened, else
// after the next start.
func (s *Store) Ahead(at hall.Cursor) (news bool, err error) {
	s.wmu.Lock()
	news = before(s.high.Last, at) && before(s.high.Center, at)
	if news {
		s.high.Center, s.moved = at, true
	}
	s.wmu.Unlock()
	if !news {
		return false, nil
	}
	err = s.keepMark(false)
	s.wmu.Lock()
	defer s.wmu.Unlock()
	if s.last == s.began {
		s.lost = s.lost.centerHas(s.high)
	}
	return true, err
}

// Parted notes from which place on the center has another log of this hall, and reports whether that is news.
func (s *Store) Parted(at hall.Cursor) (news bool, err error) {
	s.wmu.Lock()
	news = s.high.Parted != at
	if news {
		s.high.Parted, s.moved = at, true
	}
	s.wmu.Unlock()
	if !news {
		return false, nil
	}
	return true, s.keepMark(false)
}

// goesBack forgets that the center had more or other events when it takes the hall's own again: a person undid the
// epoch of a copy, or chose this log.
func (s *Store) goesBack(to hall.Cursor) {
	s.wmu.Lock()
	defer s.wmu.Unlock()
	if before(to, s.high.Center) {
		s.high.Center, s.moved = hall.Cursor{}, true
	}
	if s.high.Parted != (hall.Cursor{}) && !before(to, s.high.Parted) {
		s.high.Parted, s.moved = hall.Cursor{}, true
	}
}
