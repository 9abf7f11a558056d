// Package wedgetest is a virtual scanner that types, as the Linux kernel tells of it: it writes struct input_event to
// its line. It shares no code with the driver.
package wedgetest

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
)

// Keyboard is a virtual scanner. New makes one as it comes from the box: fast, with Return after each code.
type Keyboard struct {
	say func(string)

	mu     sync.Mutex
	link   io.Writer
	bits   int
	at     time.Time     // of the kernel's clock
	gap    time.Duration // between characters
	ending uint16        // the key after a code, 0: none
	lose   bool          // the kernel's queue overflows in the middle of the next code
}

// New makes a scanner. It says one line for everything that a person would hear; say may be nil.
func New(say func(string)) *Keyboard {
	if say == nil {
		say = func(string) {}
	}
	return &Keyboard{say: say, bits: strconv.IntSize, at: time.Unix(1000, 0), gap: 4 * time.Millisecond, ending: 28}
}

// Serve takes the link for its events until ctx ends or the link is gone. Nothing that comes means anything to a
// keyboard.
func (k *Keyboard) Serve(ctx context.Context, link io.ReadWriteCloser) error {
	defer context.AfterFunc(ctx, func() { link.Close() })()
	k.mu.Lock()
	k.link = link
	k.mu.Unlock()
	_, err := io.Copy(io.Discard, onlyReader{link})
	k.mu.Lock()
	k.link = nil
	k.mu.Unlock()
	return errors.Join(ctx.Err(), err)
}

type onlyReader struct{ io.Reader }

// Bits makes it the keyboard of another machine.
func (k *Keyboard) Bits(n int) { k.mu.Lock(); defer k.mu.Unlock(); k.bits = n }

// Point reads a code and types it.
func (k *Keyboard) Point(code string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.say("read " + code)
	return k.write(k.typed(code, k.gap, k.ending))
}

// Type is a person typing on it, and pressing Return.
func (k *Keyboard) Type(text string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.write(k.typed(text, 130*time.Millisecond, 28))
}

// Send sends raw bytes.
func (k *Keyboard) Send(b []byte) error { k.mu.Lock(); defer k.mu.Unlock(); return k.write(b) }

// Frame is what the kernel tells when a code is read.
func (k *Keyboard) Frame(code string) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.typed(code, k.gap, k.ending)
}

func (k *Keyboard) write(b []byte) error {
	if k.link == nil {
		return errors.New("wedgetest: nobody is connected")
	}
	_, err := k.link.Write(b)
	return err
}

// typed is a second after what came before. The caller holds mu.
func (k *Keyboard) typed(text string, gap time.Duration, ending uint16) []byte {
	var out bytes.Buffer
	k.at = k.at.Add(time.Second)
	for i, r := range text {
		if k.lose && i == len(text)/2 {
			k.lose = false
			k.event(&out, 0, 3, 0)
			continue
		}
		code, shift := place(r)
		if code == 0 {
			continue
		}
		if shift {
			k.stroke(&out, 42, 1)
		}
		k.stroke(&out, code, 1)
		k.stroke(&out, code, 0)
		if shift {
			k.stroke(&out, 42, 0)
		}
		k.at = k.at.Add(gap)
	}
	if ending != 0 {
		k.stroke(&out, ending, 1)
		k.stroke(&out, ending, 0)
	}
	return out.Bytes()
}

// stroke is three events: the key's place, the key, the end of the report.
func (k *Keyboard) stroke(out *bytes.Buffer, code uint16, value int32) {
	k.event(out, 4, 4, 0x70000+int32(code))
	k.event(out, 1, code, value)
	k.event(out, 0, 0, 0)
}

func (k *Keyboard) event(out *bytes.Buffer, kind, code uint16, value int32) {
	seconds, micros := k.at.Unix(), int64(k.at.Nanosecond()/1000)
	if k.bits == 64 {
		binary.Write(out, binary.LittleEndian, [2]int64{seconds, micros})
	} else {
		binary.Write(out, binary.LittleEndian, [2]int32{int32(seconds), int32(micros)})
	}
	binary.Write(out, binary.LittleEndian, [2]uint16{kind, code})
	binary.Write(out, binary.LittleEndian, value)
}

// places are the keys of characters without Shift, with it those above them.
const places = "1=2 2=3 3=4 4=5 5=6 6=7 7=8 8=9 9=10 0=11 -=12 q=16 w=17 e=18 r=19 t=20 y=21 u=22 i=23 o=24 p=25 [=26 ]=27 a=30 s=31 d=32 f=33 " +
	"g=34 h=35 j=36 k=37 l=38 ;=39 '=40 z=44 x=45 c=46 v=47 b=48 n=49 m=50 ,=51 .=52 /=53"

const above = "!1@2#3$4%5^6&7*8(9)0_-:;?/<,>.\"'{[}]"

// place is the key of a character, 0 for one that this keyboard has not.
func place(r rune) (code uint16, shift bool) {
	switch r {
	case ' ':
		return 57, false
	case '=', '+':
		return 13, r == '+'
	}
	if i := strings.IndexRune(above, r); i >= 0 && i%2 == 0 {
		r, shift = rune(above[i+1]), true
	}
	if unicode.IsUpper(r) {
		r, shift = unicode.ToLower(r), true
	}
	for _, p := range strings.Fields(places) {
		if p[0] == byte(r) && r < 128 {
			n, _ := strconv.Atoi(p[2:])
			return uint16(n), shift
		}
	}
	return 0, false
}

// Act does what a person at the scanner could do.
func (k *Keyboard) Act(words string) error {
	verb, what, _ := strings.Cut(words, " ")
	switch {
	case verb == "scan" && what != "":
		return k.Point(what)
	case verb == "type" && what != "":
		return k.Type(what)
	case words == "noise":
		return k.Send([]byte{0xFF, 0x80, 0x06, 0xF8, 0x16})
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	keys := map[string]uint16{"enter": 28, "pad": 96, "tab": 15, "none": 0}
	key, known := keys[what]
	switch {
	case verb == "ending" && known:
		k.ending = key
	case words == "overflow":
		k.lose = true
	case words == "slow":
		k.gap = 80 * time.Millisecond
	case words == "fast":
		k.gap = 4 * time.Millisecond
	default:
		return errors.New("say: scan CODE · type TEXT · ending enter|pad|tab|none · overflow · slow · fast · noise")
	}
	return nil
}
