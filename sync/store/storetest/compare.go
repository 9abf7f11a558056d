package storetest

import (
	"cmp"
	"reflect"
	"slices"
	"testing"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

func (d *Day) cursor() hall.Cursor { return hall.Cursor{Epoch: d.Epoch, Seq: d.Seq} }

func commit(t *testing.T, s queue.Store, changes ...queue.Change) {
	t.Helper()
	if err := s.Commit(t.Context(), changes); err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, s queue.Store) queue.Stored {
	t.Helper()
	st, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// zeroed takes empty maps and slices for none.
func zeroed(st queue.Stored) queue.Stored {
	if len(st.Numbers) == 0 {
		st.Numbers = nil
	}
	if len(st.Tickets) == 0 {
		st.Tickets = nil
	}
	if len(st.Counters) == 0 {
		st.Counters = nil
	}
	if len(st.Events) == 0 {
		st.Events = nil
	}
	return st
}

func same(t *testing.T, got, want queue.Stored) {
	t.Helper()
	sameTickets(t, got.Tickets, want.Tickets)
	got.Tickets, want.Tickets = nil, nil
	if got, want = zeroed(got), zeroed(want); !reflect.DeepEqual(got, want) {
		t.Errorf("the store tells\n%+v\nnot\n%+v", got, want)
	}
}

func sameTickets(t *testing.T, got, want []hall.Ticket) {
	t.Helper()
	byID := func(a, b hall.Ticket) int { return cmp.Compare(a.ID, b.ID) }
	got, want = slices.Clone(got), slices.Clone(want)
	slices.SortFunc(got, byID)
	slices.SortFunc(want, byID)
	if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
		t.Errorf("the store tells of tickets\n%+v\nnot\n%+v", got, want)
	}
}

func found(t *testing.T, s queue.Store, id hall.TicketID, code, hash string, want hall.Ticket) {
	t.Helper()
	byID, ok1, err1 := s.Ticket(t.Context(), id)
	byCode, ok2, err2 := s.TicketByCode(t.Context(), code)
	byHash, ok3, err3 := s.TicketByTokenHash(t.Context(), hash)
	if !ok1 || !ok2 || !ok3 || err1 != nil || err2 != nil || err3 != nil {
		t.Fatalf("found by id %v %v, by code %v %v, by token %v %v", ok1, err1, ok2, err2, ok3, err3)
	}
	for _, got := range []hall.Ticket{byID, byCode, byHash} {
		if !reflect.DeepEqual(got, want) {
			t.Errorf("found %+v, not %+v", got, want)
		}
	}
}

func seqs(events []hall.Event) []hall.Seq {
	var all []hall.Seq
	for _, e := range events {
		all = append(all, e.Seq)
	}
	return all
}
