package keyboard

import (
	"encoding/binary"
	"strconv"
	"time"
)

// Bits of the kernel's time stamps, which differ between machines.
const (
	Bits64 = 64 // struct input_event of 24 bytes
	Bits32 = 32 // of 16 bytes
)

// bitsHere are those of the machine this program was built for.
const bitsHere = strconv.IntSize

// Types of an Event, and the codes and values that matter (linux/input-event-codes.h).
const (
	evSyn = 0
	evKey = 1

	synDropped = 3 // the kernel's queue was full: events are missing

	keyUp   = 0
	keyDown = 1
)

// Event is one struct input_event of the Linux kernel.
type Event struct {
	At    time.Time
	Type  uint16
	Code  uint16
	Value int32
}

// Key is the key an event tells of, and whether it went down or up. A key that is held is told again and again; only
// the first is told here.
func (e Event) Key() (key uint16, down, ok bool) {
	return e.Code, e.Value == keyDown, e.Type == evKey && (e.Value == keyDown || e.Value == keyUp)
}

// Lost reports whether events before this one are missing: which keys are held is not known any more.
func (e Event) Lost() bool { return e.Type == evSyn && e.Code == synDropped }

// Decoder cuts bytes into events, little-endian as all machines are that we build for. The kernel hands over whole
// events only; over any other line the decoder finds its place again after bytes that cannot be an event. The zero
// Decoder is for the machine's own events.
type Decoder struct {
	Bits int // 0: of this machine
	held []byte
}

// Feed takes bytes and gives the events they complete.
func (d *Decoder) Feed(p []byte) []Event {
	var all []Event
	d.held = append(d.held, p...)
	at := 0
	for len(d.held)-at >= d.size() {
		e, ok := d.parse(d.held[at:])
		if !ok {
			at++
			continue
		}
		all = append(all, e)
		at += d.size()
	}
	d.held = append(d.held[:0], d.held[at:]...)
	return all
}

// Open reports whether an event has begun and not ended.
func (d *Decoder) Open() bool { return len(d.held) > 0 }

// Idle drops the beginning of an event whose rest will not come.
func (d *Decoder) Idle() { d.held = d.held[:0] }

func (d *Decoder) size() int {
	if d.wide() {
		return 24
	}
	return 16
}

func (d *Decoder) wide() bool { return d.Bits == Bits64 || d.Bits == 0 && bitsHere == 64 }

// parse reads one event, and refuses what no kernel sends.
func (d *Decoder) parse(b []byte) (Event, bool) {
	var seconds, micros uint64
	if d.wide() {
		seconds, micros, b = binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[8:]), b[16:]
	} else {
		seconds, micros, b = uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[4:])), b[8:]
	}
	e := Event{Type: binary.LittleEndian.Uint16(b), Code: binary.LittleEndian.Uint16(b[2:]), Value: int32(binary.LittleEndian.Uint32(b[4:]))}
	if seconds >= 1<<40 || micros >= 1e6 || e.Type > 0x1F || e.Code > 0x2FF {
		return Event{}, false
	}
	e.At = time.Unix(int64(seconds), int64(micros)*1000)
	return e, true
}
