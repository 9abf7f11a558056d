package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

// Lost says that a hall's log ends before the place to which it had come. Such a hall goes on in a new epoch, later
// than After, above what may have been Given: nobody gets a number a second time, and the doors open at eight. Nothing
// is stored in the old epoch.
type Lost struct {
	Has     hall.Cursor // end of the log
	Had     hall.Cursor // where it had come to; zero: not known
	At      hall.Millis // when; 0: not known
	Why     string
	known   queue.Given
	margin  int  // numbers to leave out beyond those known; 0: they are known exactly
	unknown bool // nothing tells what was given since, and so it may have been on a later day
}

// farDay bounds how far ahead a clock is believed about the day on which unknown numbers were given.
const farDay = 7 * 24 * time.Hour

// After is the latest epoch that anybody may have seen.
func (l *Lost) After() hall.Epoch { return max(l.Has.Epoch, l.Had.Epoch) }

// AfterAt is the epoch after which to go on. Where nobody knows how far the hall had come, a center may have any number
// of epochs since the copy, and the next in order may be one of them: the date stands above, and is another one at the
// next such start.
func (l *Lost) AfterAt(now time.Time) hall.Epoch {
	if l.Had != (hall.Cursor{}) || !l.unknown {
		return l.After()
	}
	now = now.UTC()
	year, month, day := now.Date()
	if year < 2000 || year > 2099 {
		return l.After()
	}
	return max(l.After(), hall.Epoch(year%100*10000+int(month)*100+day-1))
}

// Given is what may have been given, as far as numbers have to be left out. Where nothing is known of it, that was on
// the day of the database or on the one of now, which is another one where a clock had led.
func (l *Lost) Given(setup *hall.Setup, now time.Time) queue.Given {
	g, today := l.known, setup.Outlet.Day(now)
	if !l.unknown || today == g.Day || setup.Outlet.Day(now.Add(-farDay)) > g.Day {
		return g.Beyond(setup, l.margin)
	}
	other := queue.Given{Day: today}
	if i := slices.IndexFunc(g.Others, func(o queue.Given) bool { return o.Day == today }); i >= 0 {
		other = g.Others[i]
	}
	if today > g.Day {
		g, other = other, g
	}
	g.Others = []queue.Given{other.Beyond(setup, l.margin)}
	return g.Beyond(setup, l.margin)
}

// Unknown reports that nothing is known of what was given since.
func (l *Lost) Unknown() bool { return l.unknown }

// String tells it to whoever looks after the hall.
func (l *Lost) String() string {
	s := fmt.Sprintf("%s; the log ends at %s", l.Why, l.Has)
	if l.Had != (hall.Cursor{}) {
		s += fmt.Sprintf(", the hall had come to %s", l.Had)
	}
	if l.At > 0 {
		s += " at " + l.At.Time().UTC().Format("2006-01-02 15:04:05Z")
	}
	return s
}

// Lost tells what the hall has lost, nil nothing.
func (s *Store) Lost() *Lost {
	s.wmu.Lock()
	defer s.wmu.Unlock()
	return s.lost
}

// compare holds the database against the mark.
func (s *Store) compare(ctx context.Context) error {
	had, err := readMark(s.dir, s.key)
	var fit error
	switch hall.CodeOf(err) {
	case "":
		s.high.Center, s.high.Parted, s.ended = had.Center, had.Parted, had.Revoked
		if s.high.Terminals == nil {
			s.high.Terminals = had.Terminals
		}
		if had, fit = s.tear(had); fit == nil {
			s.lost, fit = s.behind(ctx, had)
		}
	case hall.NotFound, hall.Invalid:
		s.lost, fit = s.withoutMark(err)
	default:
		fit = err
	}
	if fit == nil {
		fit = s.delivered(ctx)
	}
	if fit != nil || s.lost == nil {
		return fit
	}
	return s.holdsTogether(ctx)
}

const selectDelivered = `
	SELECT epoch, seq
	  FROM outbox_cursor
	 ORDER BY epoch DESC, seq DESC
	 LIMIT 1`

// delivered holds the log against what was acknowledged of it: events that somebody took and that are not here were
// lost.
func (s *Store) delivered(ctx context.Context) error {
	var at hall.Cursor
	err := s.read.db.QueryRowContext(ctx, selectDelivered).Scan(&at.Epoch, &at.Seq)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil || !before(s.high.Last, at) {
		return err
	}
	if before(s.high.Center, at) {
		s.high.Center = at
	}
	s.lost = s.lost.centerHas(s.high)
	return nil
}

// tear notes in the mark that the write-ahead log was broken when it was found: SQLite writes over it, and a start that
// is cut short is not to be the only one to know. The log of a hall that was closed holds nothing.
func (s *Store) tear(had mark) (mark, error) {
	if had.Clean || had.Torn || s.log.lacks(had) == "" {
		return had, nil
	}
	had.Torn = true
	err := writeMark(s.dir, s.key, had)
	if s.fullFor(err) {
		err = nil
	}
	return had, err
}

// lacks says why commits that were told must be missing in a log, by the mark of its hall as well.
func (l logFile) lacks(had mark) string {
	switch {
	case had.Clean:
		return ""
	case l.size == 0 && had.Log > 0:
		return "the write-ahead log is gone"
	case l.size < had.Log:
		return "the write-ahead log was cut"
	case l.broken != "":
		return "in the write-ahead log " + l.broken
	case had.Torn:
		return "the write-ahead log was damaged"
	}
	return ""
}

// behind is what the hall has lost by its mark and by its write-ahead log, which tells of what came after the mark.
func (s *Store) behind(ctx context.Context, had mark) (*Lost, error) {
	has := s.high
	if has.Last == (hall.Cursor{}) && had.Last != has.Last {
		return nil, gone(s.dir, "holds no event, though the hall had come to "+had.Last.String())
	}
	lost := &Lost{Has: has.Last, Had: had.Last, At: had.At, known: had.given(), margin: queue.UnknownMargin}
	lacks := s.log.lacks(had)
	if had.Clean {
		lost.margin = 0
	}
	if had.parted(has.Last) {
		has.Center = had.Center
		return lost.centerHas(has), nil
	}
	if before(has.Last, had.Last) {
		lost.Why = "the end of the log is missing"
		return lost, nil
	}
	mac, err := macAt(ctx, s.read.db, had.Last)
	if err == nil && !bytes.Equal(mac, had.MAC) {
		lost.Why = "the log is another one than the hall wrote"
		return lost, nil
	}
	if err == nil && lacks != "" {
		lost.Why = "the end of the log is missing: " + lacks
		return lost, nil
	}
	return nil, err
}

// centerHas is what a hall has lost of which the center has more: what was given is known to nobody here. l is what it
// has lost besides, or nil.
func (l *Lost) centerHas(m mark) *Lost {
	more := &Lost{Has: m.Last, known: m.given()}
	if l != nil {
		more.known = l.known
	}
	more.Had, more.margin, more.unknown, more.Why = m.Center, queue.UnknownMargin, true, "the center has more of the log than the database"
	return more
}

// withoutMark is what a hall without a mark that could be read has lost. A hall is marked before its first event, so a
// database with events was brought here without its mark.
func (s *Store) withoutMark(err error) (*Lost, error) {
	has := s.high
	if has.Last != (hall.Cursor{}) {
		return &Lost{Has: has.Last, known: has.given(), margin: queue.UnknownMargin, unknown: true, Why: "the database is here without its mark (" + reason(err) + ")"}, nil
	}
	if hall.CodeOf(err) == hall.Invalid {
		return nil, gone(s.dir, "holds no event, and "+MarkFile+" cannot be read")
	}
	return nil, nil
}

func reason(err error) string {
	if e, ok := err.(*hall.Error); ok && e.Reason != "" {
		return e.Reason
	}
	return err.Error()
}

// holdsTogether refuses to go on from a database that has lost its end and is not whole either.
func (s *Store) holdsTogether(ctx context.Context) error {
	report, err := s.verify(ctx, nil)
	if err != nil {
		return damaged(s.dir, err)
	}
	if report.Count > 0 {
		return hall.E("sqlite.holdsTogether", hall.Internal, fmt.Sprintf("this hall has lost its last events (%s), and what is left does not hold "+
			"together: %d differences, the first: %s. Put the last copy back with %s", s.lost, report.Count, report.Problems[0], restoreWith(s.dir)))
	}
	return nil
}

// before reports whether a place lies before another in one log and its epochs.
func before(a, b hall.Cursor) bool {
	return a.Epoch < b.Epoch || a.Epoch == b.Epoch && a.Seq < b.Seq
}

// admits refuses events that would give the place of a lost event to another one.
func (l *Lost) admits(changes []queue.Change) error {
	if l == nil || len(changes) == 0 || changes[0].Event.Epoch > l.After() {
		return nil
	}
	return hall.E("sqlite.Commit", hall.Conflict, "this hall has lost its last events ("+l.String()+"): it goes on in a new epoch, when its node is started")
}
