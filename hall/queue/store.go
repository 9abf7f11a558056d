package queue

import (
	"context"
	"encoding/json"
	"time"

	"github.com/brighthall/brighthall/hall"
)

// Store keeps a queue's facts. sync/store/sqlite is the real one, queuetest.Memory the one of tests. Only Commit
// writes, and KeepRan before it; they are called by one goroutine at a time, the readers by many.
type Store interface {
	// Load reads what the queue needs to go on. An empty store gives the zero Stored. After a Commit that erred, Load
	// must read what is really on the disk (reopen the file), because the queue asks it what became of that commit.
	Load(ctx context.Context) (Stored, error)
	// Commit writes all changes in their order as one transaction: all or nothing, on the disk before it returns nil.
	// An error means unknown. It must not keep the slice. Without changes it writes something that tells nothing, which
	// proves that it can.
	Commit(ctx context.Context, changes []Change) error
	// KeepRan keeps how long the machine has run at a start, for the next one: until something is committed no change
	// tells it.
	KeepRan(ctx context.Context, ran Ran) error
	// Receipt finds the answer that was given for a key. The queue asks this for every new key, so it is one indexed
	// read.
	Receipt(ctx context.Context, scope hall.TerminalID, key string) (Receipt, bool, error)
	// Events reads at most limit events after a cursor, of the cursor's epoch, in order. Events that were archived away
	// are left out.
	Events(ctx context.Context, after hall.Cursor, limit int) ([]hall.Event, error)
	// Back reads a day that was before and comes again, because the clock was corrected.
	Back(ctx context.Context, day hall.Day) (Back, error)
	// Ticket finds a ticket of any day.
	Ticket(ctx context.Context, id hall.TicketID) (hall.Ticket, bool, error)
	// TicketByCode finds the newest ticket of an earlier day with a 14-digit code: codes come again after 1000 days.
	// The queue knows today's itself, so a store need not find them. Several tickets may have no code at all (""); they
	// are never asked for.
	TicketByCode(ctx context.Context, code string) (hall.Ticket, bool, error)
	// TicketByTokenHash finds the ticket of an earlier day whose page token has this hash.
	TicketByTokenHash(ctx context.Context, hash string) (hall.Ticket, bool, error)
}

// Ring is how many of the last events a queue keeps in memory for its listeners.
const Ring = 4096

// Stored is what Load gives.
type Stored struct {
	Setup    *hall.Setup              // with PIN hashes; nil when nothing was ever stored
	Last     hall.Cursor              // of the last event; zero when there is none
	LastAt   hall.Millis              // of the last event
	Day      DayState                 // the current business day
	Numbers  map[string]int           // prefix → last number given in the common range on that day
	Tickets  []hall.Ticket            // of that day in all states, and those of other days that are still open
	Counters []hall.Counter           // all that were ever opened
	Events   []hall.Event             // the last of the current epoch in order, at most Ring
	Notes    map[hall.TicketID]string // of these tickets, as far as they can still be read
	Later    map[hall.Day]Given       // what was given on days after that day, before the hall's clock was corrected: usually none
	Ran      Ran                      // of the last change that had one
}

// Ran is a moment of the hall and how long its machine had run then. A start in the same boot of the machine knows by
// it how much time has passed, whatever the machine's clock shows.
type Ran struct {
	Boot string // which boot of which machine; empty: nobody knows
	For  time.Duration
	At   hall.Millis // by the hall's clock
}

// DayState is the business day that the hall is in.
type DayState struct {
	Day    hall.Day `json:"day"`
	Seq    int      `json:"seq"`              // last sequence used in a ticket code, 0 none
	Closed bool     `json:"closed,omitempty"` // it was closed by hand; it still is the day until the next begins
	// Unsure is since when nobody vouches for the hall's clock; 0: it is right. See clock.go.
	Unsure hall.Millis `json:"unsure_ms,omitempty"`
	// Wall is what the machine's clock showed then: it tells a restart how much time has passed.
	Wall hall.Millis `json:"wall_ms,omitempty"`
	// Moved is how far the last correction of the day moved the hall's clock, and MovedAt where it came to; 0: there
	// was none.
	Moved   hall.Millis `json:"moved_ms,omitempty"`
	MovedAt hall.Millis `json:"moved_at_ms,omitempty"`
}

// Change is one event and the rows it leaves behind. Event is always set, the others where the event touches them. The
// rows are the whole row after the event: the store writes them over what it has (insert or update by key). The
// pointers are shared with the queue and are not to be changed.
type Change struct {
	Event   hall.Event
	Ticket  *hall.Ticket  // by ID
	Counter *hall.Counter // by ID
	Number  *Number       // by day and prefix
	Day     *DayState     // the one current day; DayState.Day changes when a new day opens
	Setup   *hall.Setup   // with PIN hashes, kept apart from the events
	Receipt *Receipt      // by Scope and Key; insert only
	Back    *Back         // of Day, when it was the day before; the store has it
	Slip    *hall.SlipAsk // kept in memory alone: after a restart nobody waits for the slip any more
	Note    *Note         // by Ticket; kept apart and sealed, never with the event or the ticket
	Ran     *Ran          // kept apart from the log: it is of this machine
}

// Back is a day that comes again.
type Back struct {
	Tickets []hall.Ticket      // that are of it, in all states
	Given   Given              // on it
	Later   map[hall.Day]Given // on the days after it
}

// Note is a colleague's word about a visitor. Unlike the log it may be erased: a ticket has the last one only, none
// when Text is empty, and a store forgets it when the next day begins without the ticket.
type Note struct {
	Ticket hall.TicketID
	At     hall.Millis
	Text   string
}

// Number is the last number given to a prefix on a day, in the common range. Of a day that is not the hall's, the empty
// prefix stands for the last sequence of a ticket code.
type Number struct {
	Day    hall.Day
	Prefix string
	Last   int
}

// Receipt is the answer a command got, kept under its key for at least 30 days. A refused command has no effect and no
// receipt.
type Receipt struct {
	Scope    hall.TerminalID // who asked: the key is unique within it
	Key      string
	BodyHash string // hex SHA-256 of the command; another hash under the same key is KeyReused
	At       hall.Millis
	Answer   json.RawMessage // what the caller was told, without secrets
}
