package center

import (
	"sync"

	"github.com/brighthall/brighthall/hall"
)

// bell wakes the mirror calls of an outlet when there is something new for it.
type bell struct {
	mu    sync.Mutex
	ropes map[hall.OutletID]chan struct{} // guarded by mu; closed by ring
}

// wait gives a channel that the next ring closes. Take it before looking, so that nothing falls between.
func (b *bell) wait(id hall.OutletID) <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.ropes == nil {
		b.ropes = map[hall.OutletID]chan struct{}{}
	}
	if b.ropes[id] == nil {
		b.ropes[id] = make(chan struct{})
	}
	return b.ropes[id]
}

func (b *bell) ring(id hall.OutletID) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if rope := b.ropes[id]; rope != nil {
		close(rope)
		delete(b.ropes, id)
	}
}
