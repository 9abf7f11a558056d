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

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
	"github.com/brighthall/brighthall/sync/seal"
)

// MarkFile is the high-water mark of a data directory: how far its hall had come, outside the database. A database that is behind it
// has lost its end: its log was deleted or cut, or older files were copied over it.
const MarkFile = "hall.mark"

// mark is what the file holds. It is written at most every second, after the commits it tells of, and when the store is closed.
type mark struct {
	Last      hall.Cursor            `json:"last"`          // of the last event
	MAC       []byte                 `json:"mac,omitempty"` // its fingerprint
	At        hall.Millis            `json:"at_ms"`         // its moment
	Day       hall.Day               `json:"day,omitempty"`
	Codes     int                    `json:"codes,omitempty"`     // last sequence of a ticket code
	Numbers   map[string]int         `json:"numbers,omitempty"`   // last number of each prefix on the day
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
	return queue.Given{Day: m.Day, Last: maps.Clone(m.Numbers), Seq: m.Codes}
}

// parted reports whether a log that ends there has parted from the center's: up to a later place the center had another one.
func (m *mark) parted(end hall.Cursor) bool {
	return m.Center != (hall.Cursor{}) && end.Epoch <= m.Center.Epoch
}

// note goes on by changes that are stored; mac is the fingerprint of the last.
func (m *mark) note(changes []queue.Change, mac []byte) {
	for i := range changes {
		c := &changes[i]
		if c.Day != nil {
			if c.Day.Day != m.Day {
				m.Day, m.Numbers = c.Day.Day, nil
			}
			m.Codes = c.Day.Seq
		}
		if n := c.Number; n != nil && n.Day == m.Day {
			if m.Numbers == nil {
				m.Numbers = map[string]int{}
			}
			m.Numbers[n.Prefix] = n.Last
		}
		m.Last, m.At = c.Event.Cursor(), c.Event.At
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
	day, m.Numbers, err = today(ctx, db)
	m.Day, m.Codes = day.Day, day.Seq
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
	m.Numbers, m.Revoked, m.Clean = maps.Clone(m.Numbers), maps.Clone(m.Revoked), clean
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

// keepMark writes the mark when the hall has gone on since it was written. A hall that has lost its end keeps the mark it is behind,
// until it goes on in a new epoch.
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
	err := writeMark(s.dir, s.key, m)
	if err != nil {
		s.wmu.Lock()
		s.moved = true
		s.wmu.Unlock()
		if s.Full() { // the mark stays behind, as after a cut, and is written when there is room
			return nil
		}
	}
	return hall.Wrap("sqlite.keepMark", err)
}

// renewMark writes the mark though the hall has not gone on. The caller holds mmu and wmu.
func (s *Store) renewMark() error {
	if s.lost != nil {
		return nil
	}
	return hall.Wrap("sqlite.renewMark", writeMark(s.dir, s.key, s.high.copy(false)))
}

// Ahead notes up to which place the center has the log, and reports whether that is news. When it lies beyond the log's end here, the
// hall has lost something: Lost says so at once when nothing was stored since the store was opened, else after the next start.
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

// goesBack forgets that the center had more or other events when it takes the hall's own again: a person undid the epoch of a copy, or
// chose this log.
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
