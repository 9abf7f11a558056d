package polltest

import (
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
)

// Values are what the kinds of notes are worth in yuan, from the lowest.
var Values = []int{1, 5, 10, 20, 50, 100}

// ErrWords lists what Act understands.
var ErrWords = errors.New("say: note 1|5|10|20|50|100|bad · hang on|off · full|away|jam|boxjam|pause|cheat|broken|comm · mend · latch on|off · " +
	"power on|off · silent on|off · stuck on|off · deaf N · mute N · nak N · spoil N · tear N · noise HEX")

// Act does in words what a person at the machine could do, or a bad cable.
func Act(m *Mechanism, w *Wire, words string) error {
	verb, rest, _ := strings.Cut(strings.TrimSpace(words), " ")
	switch s := State(verb); s {
	case Full, Away, Jam, BoxJam, Pause, Cheat, Broken, Comm:
		m.Trouble(s)
		return nil
	}
	on := rest != "off"
	switch verb {
	case "note":
		return note(m, rest)
	case "hang":
		m.SetHanging(on)
	case "mend":
		m.Mend()
	case "latch":
		m.SetLatched(on)
	case "power":
		m.Power(on)
	case "silent":
		w.SetSilent(on)
	case "stuck":
		w.SetStuck(on)
	default:
		return wire(w, verb, rest)
	}
	return nil
}

func note(m *Mechanism, what string) error {
	if what == "bad" {
		return m.Put(Bad)
	}
	for kind, yuan := range Values {
		if strconv.Itoa(yuan) == what {
			return m.Put(kind)
		}
	}
	return ErrWords
}

func wire(w *Wire, verb, rest string) error {
	if verb == "noise" {
		b, err := hex.DecodeString(strings.ReplaceAll(rest, " ", ""))
		w.SetNoise(b)
		return err
	}
	n, err := strconv.Atoi(rest)
	if err != nil {
		return ErrWords
	}
	switch verb {
	case "deaf":
		w.Deaf(Any, n)
	case "mute":
		w.Mute(Any, n)
	case "nak":
		w.Nak(n)
	case "spoil":
		w.Spoil(n)
	case "tear":
		w.Tear(n)
	default:
		return ErrWords
	}
	return nil
}
