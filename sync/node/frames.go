package node

import (
	"sync"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/wire"
)

// framesKept is how many frames are remembered; readers that are further behind encode for themselves.
const framesKept = 128

// frames encodes each event once, however many screens watch the hall.
type frames struct {
	shown func(hall.Event) (hall.Event, error) // what its readers may see of an event; nil: all

	mu   sync.Mutex
	kept [framesKept]frame // guarded by mu; an event's place is its seq modulo the length
}

type frame struct {
	at   hall.Cursor
	text []byte
}

// of gives the frame of an event. It is shared and must not be changed.
func (f *frames) of(e hall.Event) ([]byte, error) {
	if e.Kind == hall.Reset { // its cursor is that of another event
		return wire.EventFrame(e)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	k := &f.kept[e.Seq%framesKept]
	if k.at == e.Cursor() {
		return k.text, nil
	}
	text, err := f.encode(e)
	if err == nil && newer(e.Cursor(), k.at) {
		*k = frame{at: e.Cursor(), text: text}
	}
	return text, err
}

func (f *frames) encode(e hall.Event) (_ []byte, err error) {
	if f.shown != nil {
		if e, err = f.shown(e); err != nil {
			return nil, err
		}
	}
	return wire.EventFrame(e)
}

func newer(a, b hall.Cursor) bool { return a.Epoch > b.Epoch || a.Epoch == b.Epoch && a.Seq > b.Seq }
