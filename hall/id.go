package hall

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// The identifiers of the house. Those of tickets and commands are UUIDs made by the caller before the first attempt.
type (
	OutletID   string // "gaoyang"
	TerminalID string // "K01"
	TicketID   string // a UUID, made by the terminal that asks
	TicketNo   string // "H023"
	CounterID  string // "3"
	TellerID   string // "t01"
	GroupCode  string // "H"
	ItemCode   string // "B05"
	CustomerID string // a random token; the person's row is kept apart, sealed
)

// Millis is a moment in milliseconds since 1970 UTC, as stored and sent. Zero means "not yet".
type Millis int64

// At turns a time into Millis.
func At(t time.Time) Millis { return Millis(t.UnixMilli()) }

// Time turns Millis into a time in UTC.
func (m Millis) Time() time.Time { return time.UnixMilli(int64(m)).UTC() }

// Add moves the moment by d.
func (m Millis) Add(d time.Duration) Millis { return m + Millis(d.Milliseconds()) }

// Sub is the time from o to m.
func (m Millis) Sub(o Millis) time.Duration { return time.Duration(m-o) * time.Millisecond }

// Fen is an amount of money in 1/100 yuan.
type Fen int64

// Day is a business day of an outlet, "2026-11-23".
type Day string

// DayOf is the business day of moment t for an outlet in zone loc whose day begins when the clock on its wall shows
// start. The calendar finds that moment, because on the nights of summer time it is not start after midnight.
func DayOf(t time.Time, loc *time.Location, start time.Duration) Day {
	year, month, day := t.In(loc).Date()
	if t.Before(time.Date(year, month, day, 0, int(start/time.Minute), 0, 0, loc)) {
		day--
	}
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
}

// Number is the day as three digits, days since 1970 modulo 1000: the form printed inside the ticket code.
func (d Day) Number() int {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return 0
	}
	return int(t.Unix()/86400) % 1000
}

// Seq is the place of an event in its epoch, from 1.
type Seq uint64

// Epoch counts the lives of an outlet's log; it rises when a hall is restored or another terminal is promoted.
type Epoch uint32

// Cursor is a place in the event log: after this event. Written "epoch.seq".
type Cursor struct {
	Epoch Epoch `json:"epoch"`
	Seq   Seq   `json:"seq"`
}

// String writes the cursor as "epoch.seq", the form of an SSE event id.
func (c Cursor) String() string { return fmt.Sprintf("%d.%d", c.Epoch, c.Seq) }

// ParseCursor reads "epoch.seq"; the empty text is the beginning.
func ParseCursor(s string) (Cursor, error) {
	if s == "" {
		return Cursor{}, nil
	}
	e, q, ok := strings.Cut(s, ".")
	epoch, err1 := strconv.ParseUint(e, 10, 32)
	seq, err2 := strconv.ParseUint(q, 10, 64)
	if !ok || err1 != nil || err2 != nil {
		return Cursor{}, E("hall.ParseCursor", Invalid, "a cursor is written epoch.seq")
	}
	return Cursor{Epoch(epoch), Seq(seq)}, nil
}

// Number forms a ticket number: prefix and at least three digits.
func Number(prefix string, n int) TicketNo { return TicketNo(fmt.Sprintf("%s%03d", prefix, n)) }

// ParseNumber reads a ticket number as a person types it: "H023", "h23", "Ｈ０２３".
func ParseNumber(text string) (TicketNo, bool) {
	text = strings.ToUpper(strings.TrimSpace(Halfwidth(text)))
	if len(text) < 2 || len(text) > 6 || text[0] < 'A' || text[0] > 'Z' || !AllDigits(text[1:]) {
		return "", false
	}
	n, err := strconv.Atoi(text[1:])
	return Number(text[:1], n), err == nil
}
