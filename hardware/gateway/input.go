package gateway

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"slices"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// Bounds of what is kept of one machine's inputs.
const (
	keysKept  = 4096             // answered inputs whose keys are remembered
	inboxSize = 64               // inputs that wait for the house
	cardHeld  = 10 * time.Second // a card that nobody asked for yet
	inputTime = 10 * time.Second // how long a request waits for the house to take its input
)

// delivers says which inputs a kind has.
var delivers = map[hardware.Kind][]InputType{
	hardware.KindIDCard: {InCard, InLifted}, hardware.KindScanner: {InCode}, hardware.KindEvaluator: {InScore},
	hardware.KindCash: {InMoney}, hardware.KindQueue: {InNumber},
}

// input is one delivery on its way into the house.
type input struct {
	key    string
	hash   [32]byte // of the body; of a card nothing else is kept after it was read
	in     Input
	at     time.Time
	origin *input        // of one that was heard: the one whose answer is waited for
	answer chan struct{} // closed when it is decided
	no     *Problem      // why it was not accepted; read after answer
}

// deliver takes an input once.
func (d *device) deliver(ctx context.Context, key string, in Input) (Accepted, *Problem) {
	body, err := json.Marshal(in)
	if err != nil {
		return Accepted{}, refuse(Invalid, err.Error())
	}
	i, repeated, problem := d.offer(key, sha256.Sum256(body), in)
	if problem != nil {
		return Accepted{}, problem
	}
	t := time.NewTimer(inputTime)
	defer t.Stop()
	select {
	case <-i.answer:
	case <-ctx.Done():
	case <-t.C:
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	select {
	case <-i.answer:
		if i.no != nil {
			return Accepted{}, i.no
		}
		return Accepted{Key: key, Repeated: repeated}, nil
	default:
		return Accepted{}, refuse(Busy, "not taken over yet; ask again with the same key")
	}
}

// offer puts an input where the house finds it, unless it is there already.
func (d *device) offer(key string, hash [32]byte, in Input) (*input, bool, *Problem) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.live()
	if old := d.keys[key]; old != nil {
		if old.hash != hash {
			return nil, false, refuse(KeyReused, "this key came with another input")
		}
		return old, true, nil
	}
	if !slices.Contains(delivers[d.reg.Kind], in.Type) {
		return nil, false, refuse(WrongType, "a "+string(d.reg.Kind)+" delivers no "+string(in.Type))
	}
	i := &input{key: key, hash: hash, in: in, at: d.gateway.opts.Now(), answer: make(chan struct{})}
	switch {
	case in.Type == InLifted:
		d.cardDown = false
		d.dropCards(0)
		d.remember(i)
		d.decide(i, nil)
		return i, false, nil
	case !d.listening && in.Type == InMoney:
		d.unasked(i)
		return nil, false, refuse(NotAsked, "nobody takes money now; keep it on your list and show cash.uncertain")
	case !d.listening && in.Type != InCard:
		return nil, false, refuse(NotAsked, "nobody waits for this now")
	case len(d.inbox) >= inboxSize:
		return nil, false, refuse(Busy, "too many inputs wait")
	}
	d.remember(i)
	if in.Type == InCard {
		d.cardDown = true
		d.dropCards(0) // only the last card counts
		d.decide(i, nil)
	}
	d.inbox = append(d.inbox, i)
	d.stir()
	return i, false, nil
}

// remember keeps a key; the oldest decided one goes. mu is held.
func (d *device) remember(i *input) {
	d.keys[i.key] = i
	if d.keyOrder = append(d.keyOrder, i.key); len(d.keyOrder) > keysKept {
		delete(d.keys, d.keyOrder[0])
		d.keyOrder = d.keyOrder[1:]
	}
}

// decide answers an input. A refused one may come again with its key. mu is held.
func (d *device) decide(i *input, no *Problem) {
	i.no = no
	if no != nil {
		delete(d.keys, i.key)
		d.keyOrder = slices.DeleteFunc(d.keyOrder, func(k string) bool { return k == i.key })
	}
	close(i.answer)
}

// listen begins to wait for inputs, for one at a time. stop refuses what was not taken.
func (d *device) listen(op string) (stop func(), err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.listening {
		return nil, hardware.E(op, hardware.InUse, "somebody waits already")
	}
	d.listening = true
	return func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.listening = false
		for _, i := range d.inbox {
			if i.in.Type != InCard {
				d.decide(i, refuse(NotAsked, "nobody waits for this now"))
			}
		}
		d.inbox = slices.DeleteFunc(d.inbox, func(i *input) bool { return i.in.Type != InCard })
	}, nil
}

// heard waits for the next input.
func (d *device) heard(ctx context.Context, op string) (*input, error) {
	var got *input
	err := d.await(ctx, op, func() bool {
		d.dropCards(cardHeld)
		if len(d.inbox) == 0 {
			return false
		}
		first := *d.inbox[0]
		got, d.inbox[0].in = d.inbox[0], Input{} // the key stays known, the person is not kept
		d.inbox = d.inbox[1:]
		got = &input{key: first.key, in: first.in, at: first.at, origin: got}
		return true
	})
	return got, err
}

// dropCards forgets cards older than that which nobody asked for; mu is held.
func (d *device) dropCards(age time.Duration) {
	now := d.gateway.opts.Now()
	d.inbox = slices.DeleteFunc(d.inbox, func(i *input) bool {
		old := i.in.Type == InCard && now.Sub(i.at) >= age
		if old {
			i.in = Input{}
		}
		return old
	})
}

// settle answers an input that was heard.
func (d *device) settle(i *input, no *Problem) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.decide(i.origin, no)
}

// unasked notes money that nobody took over; mu is held.
func (d *device) unasked(i *input) {
	known := slices.ContainsFunc(d.doubts, func(c hardware.CashDoubt) bool { return c.ID == i.key })
	if known || len(d.doubts) >= inboxSize {
		return
	}
	d.doubts = append(d.doubts, hardware.CashDoubt{Cash: cashOf(i), Device: d.name, Why: hardware.DoubtUnasked, Since: i.at})
}
