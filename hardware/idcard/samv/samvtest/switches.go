package samvtest

import (
	"fmt"
	"strconv"
	"strings"
)

// Commands by their two bytes, for SetWord and SnatchAt.
const (
	Status    uint16 = 0x11FF
	Identity  uint16 = 0x12FF
	Find      uint16 = 0x2001
	Select    uint16 = 0x2002
	ReadCard  uint16 = 0x3001
	Addresses uint16 = 0x3003
)

func (r *Reader) with(change func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change()
}

// Put lays a card on the reader.
func (r *Reader) Put(c Card) {
	r.with(func() { r.card, r.stage = &c, fresh; r.say("card down") })
}

// Lift takes the card away.
func (r *Reader) Lift() { r.with(func() { r.card, r.stage = nil, fresh; r.say("card up") }) }

// SnatchAt takes the card away at the moment a command arrives.
func (r *Reader) SnatchAt(command uint16) { r.with(func() { r.snatch = command }) }

// SetPower off makes it silent; what was selected is forgotten.
func (r *Reader) SetPower(on bool) { r.with(func() { r.silent, r.stage = !on, fresh }) }

// SetStuck makes it send bytes without meaning.
func (r *Reader) SetStuck(on bool) { r.with(func() { r.stuck = on }) }

// Tear cuts the next n answers in the middle.
func (r *Reader) Tear(n int) { r.with(func() { r.torn = n }) }

// Spoil gives the next n answers a wrong checksum.
func (r *Reader) Spoil(n int) { r.with(func() { r.bad = n }) }

// SetNoise sends these bytes before every answer.
func (r *Reader) SetNoise(b []byte) { r.with(func() { r.noise = b }) }

// SetModule sets what the module says of itself: 0x90, 0x60 or 0x66.
func (r *Reader) SetModule(sw byte) { r.with(func() { r.status = sw }) }

// SetWord has a command answered with this status word; 0 ends it.
func (r *Reader) SetWord(command uint16, sw byte) {
	r.with(func() {
		delete(r.forced, command)
		if sw != 0 {
			r.forced[command] = sw
		}
	})
}

// SetOld makes it a reader that does not know additional addresses.
func (r *Reader) SetOld(on bool) { r.with(func() { r.noMore = on }) }

// SetFinger sets how many bytes of fingerprint a card gives when asked for them.
func (r *Reader) SetFinger(n int) { r.with(func() { r.finger = n }) }

// Asked counts the commands that arrived.
func (r *Reader) Asked() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked
}

// Act does what a person at the reader could do.
func (r *Reader) Act(words string) error {
	verb, rest, _ := strings.Cut(strings.TrimSpace(words), " ")
	switch verb {
	case "card":
		make, ok := cards[rest]
		if !ok {
			return fmt.Errorf("samvtest: card %q, one of: %s", rest, Cards())
		}
		r.Put(make())
	case "lift":
		r.Lift()
	case "power":
		r.SetPower(rest != "off")
	case "stuck":
		r.SetStuck(rest != "off")
	case "tear":
		r.Tear(1)
	case "spoil":
		r.Spoil(1)
	case "snatch":
		r.SnatchAt(ReadCard)
	case "module":
		sw, err := strconv.ParseUint(rest, 16, 8)
		if err != nil {
			return fmt.Errorf("samvtest: module 90, 60 or 66: %w", err)
		}
		r.SetModule(byte(sw))
	default:
		return fmt.Errorf("samvtest: %q, one of: card %s, lift, power on|off, stuck on|off, tear, spoil, snatch, module 90|60|66",
			words, strings.ReplaceAll(Cards(), " ", "|"))
	}
	return nil
}
