package icttest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Values are what the channels are worth in yuan, as the usual EEPROM has it.
var Values = []string{"1", "5", "10", "20", "50", "100"}

// ErrWords lists what Act understands.
var ErrWords = errors.New("say: note 1|5|10|20|50|100|bad · jam|full|open|fish|motor|sensor|mend · pull · power on|off · silent on|off · noise on|off")

var troubles = map[string]byte{"motor": 0x20, "checksum": 0x21, "jam": 0x22, "open": 0x24, "sensor": 0x25, "fish": 0x27, "full": 0x28}

// Put puts a note of a channel to the slot.
func (v *Validator) Put(channel int) error {
	v.mu.Lock()
	if v.off || !v.open || v.holds || v.trouble != 0 {
		v.mu.Unlock()
		return ErrShut
	}
	if channel == Bad {
		v.send(0x29)
		v.mu.Unlock()
		return nil
	}
	v.held, v.holds = channel, true
	v.say(fmt.Sprintf("note %d in escrow", channel))
	v.await(decideWithin, v.giveBack)
	if v.bare {
		v.send(0x40 + byte(channel))
	} else {
		v.send(0x81, 0x40+byte(channel))
	}
	v.mu.Unlock()
	v.happen(Held)
	return nil
}

// Pull draws the note in escrow out again.
func (v *Validator) Pull() {
	v.with(func() {
		if v.holds {
			v.still()
			v.holds = false
			v.out = append(v.out, v.held)
			v.send(0x23)
		}
	})
}

// Trouble makes it ill with a status byte 20 to 28 and says so; 0 mends it, and it stays shut. A note in the path comes
// out then.
func (v *Validator) Trouble(status byte) {
	v.with(func() {
		v.trouble = status
		if status != 0 {
			v.open = false
			v.send(status)
			return
		}
		if v.holds {
			v.holds = false
			v.out = append(v.out, v.held)
		}
		v.send(0x2F)
	})
}

// Refuse has it say this instead of stacked, once, and give the note out.
func (v *Validator) Refuse(status byte) { v.with(func() { v.refuses = status }) }

// Say sends bytes of its own.
func (v *Validator) Say(b ...byte) { v.with(func() { v.send(b...) }) }

// SetPower switches it off or on.
func (v *Validator) SetPower(on bool) {
	v.with(func() {
		if on == !v.off {
			return
		}
		v.still()
		if v.off = !on; on {
			v.start()
		}
	})
}

// SetSilent has it hear and say nothing.
func (v *Validator) SetSilent(on bool) { v.with(func() { v.silent = on }) }

// SetNoise sends these bytes before everything it says.
func (v *Validator) SetNoise(b []byte) { v.with(func() { v.noise = b }) }

// SetBare has it say a channel without 81, as old firmware does.
func (v *Validator) SetBare(on bool) { v.with(func() { v.bare = on }) }

// At has something done once, at a moment of the next note's way.
func (v *Validator) At(m Moment, do func()) { v.with(func() { v.at[m] = do }) }

// Box tells which channels' notes lie in the box.
func (v *Validator) Box() (all []int) {
	v.with(func() { all = slices.Clone(v.box) })
	return all
}

// Out tells which were given out.
func (v *Validator) Out() (all []int) {
	v.with(func() { all = slices.Clone(v.out) })
	return all
}

// Heard is every byte it understood or not.
func (v *Validator) Heard() (all []byte) {
	v.with(func() { all = slices.Clone(v.heard) })
	return all
}

// Awaits reports whether a note would come in now; see package sims.
func (v *Validator) Awaits() bool { return v.IsOpen() }

// IsOpen reports whether a note would be drawn in.
func (v *Validator) IsOpen() (yes bool) {
	v.with(func() { yes = v.open && !v.off && !v.holds && v.trouble == 0 })
	return yes
}

// Act does in words what a person at the machine could do.
func (v *Validator) Act(words string) error {
	verb, rest, _ := strings.Cut(strings.TrimSpace(words), " ")
	if status, ok := troubles[verb]; ok {
		v.Trouble(status)
		return nil
	}
	switch verb {
	case "note":
		if rest == "bad" {
			return v.Put(Bad)
		}
		if channel := slices.Index(Values, rest); channel >= 0 {
			return v.Put(channel)
		}
		return ErrWords
	case "mend":
		v.Trouble(0)
	case "pull":
		v.Pull()
	case "power":
		v.SetPower(rest != "off")
	case "silent":
		v.SetSilent(rest != "off")
	case "noise":
		v.SetNoise(nil)
		if rest != "off" {
			v.SetNoise([]byte{0x00, 0xFF, 0x7F})
		}
	default:
		return ErrWords
	}
	return nil
}
