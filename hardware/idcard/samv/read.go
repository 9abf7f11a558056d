package samv

import (
	"context"

	"github.com/brighthall/brighthall/hardware"
)

// Read waits for a card and reads it.
func (r *Reader) Read(ctx context.Context) (hardware.IDCard, error) {
	const op = "samv.Read"
	for {
		c, found, err := r.look(ctx, op)
		if found || err != nil {
			return c, err
		}
		if err := r.rest(ctx, op); err != nil {
			return c, err
		}
	}
}

// look tries once: find, select, read.
func (r *Reader) look(ctx context.Context, op string) (c hardware.IDCard, found bool, err error) {
	if err := r.begin(ctx, op); err != nil {
		return c, false, err
	}
	defer r.end()
	a, err := r.ask(ctx, op, find)
	switch {
	case err != nil:
		return c, false, err
	case a.SW[2] == swNotFound:
		return c, false, nil
	case a.SW[2] != swFound:
		return c, false, a.fault(op)
	}
	r.setLeft(false)
	for range tries {
		c, err = r.take(ctx, op)
		if hardware.CodeOf(err) != hardware.Garbled {
			break
		}
		if a, again := r.ask(ctx, op, find); again != nil {
			err = again
			break
		} else if a.SW[2] != swFound { // the module thinks it was read: only laying it down anew helps
			err = hardware.E(op, hardware.IDCardLifted, err)
			break
		}
	}
	return c, err == nil, err
}

// take selects the card that was found and reads it.
func (r *Reader) take(ctx context.Context, op string) (hardware.IDCard, error) {
	a, err := r.once(ctx, op, choose)
	if err == nil && a.SW[2] != swOK {
		err = a.fault(op)
	}
	if err != nil {
		return hardware.IDCard{}, err
	}
	if a, err = r.once(ctx, op, readText); err == nil && a.SW[2] != swOK {
		err = a.fault(op)
	}
	if err != nil {
		return hardware.IDCard{}, err
	}
	c, err := parse(op, a.Data)
	if err == nil && (c.Layout == hardware.CardResident || c.Layout == hardware.CardHKMT) {
		c.NewAddresses = r.more(ctx, op)
	}
	return c, err
}

// parse takes the text and overwrites everything else the card gave, the photo before all.
func parse(op string, data []byte) (hardware.IDCard, error) {
	defer clear(data)
	text, err := Text(data)
	if err != nil {
		return hardware.IDCard{}, hardware.E(op, hardware.Garbled, err)
	}
	return ParseText(text)
}

// more reads the additional addresses. A card without, or a reader that does not know them, has none: it is no reason
// to fail.
func (r *Reader) more(ctx context.Context, op string) []string {
	if r.old() {
		return nil
	}
	a, err := r.once(ctx, op, readMore)
	if hardware.CodeOf(err) == hardware.IDCardSilent || err == nil && a.SW[2] == 0x21 {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.noMore = true
	}
	if err != nil || a.SW[2] != swOK {
		return nil
	}
	all, _ := Addresses(a.Data)
	return all
}

func (r *Reader) old() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.noMore
}

// Lifted asks the card that was read until it does not answer any more, twice in a row. On a reader that does not know
// the question it returns at once.
func (r *Reader) Lifted(ctx context.Context) error {
	const op = "samv.Lifted"
	since := r.opts.Now()
	for gone := 0; !r.old(); {
		there, err := r.there(ctx, op)
		if err != nil {
			return err
		}
		if gone++; there {
			gone = 0
		}
		if gone == 2 {
			break
		}
		if there && r.opts.Now().Sub(since) >= r.opts.Left {
			r.setLeft(true)
		}
		if err := r.rest(ctx, op); err != nil {
			return err
		}
	}
	r.setLeft(false)
	return nil
}

func (r *Reader) there(ctx context.Context, op string) (bool, error) {
	if err := r.begin(ctx, op); err != nil {
		return false, err
	}
	defer r.end()
	a, err := r.ask(ctx, op, readMore)
	return err == nil && (a.SW[2] == swOK || a.SW[2] == swAbsent), err
}

func (r *Reader) setLeft(on bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.left = on
}
