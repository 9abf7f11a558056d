package onbon

import (
	"encoding/binary"
	"time"
)

// Reply says whether the screen is asked to answer.
type Reply byte

// The replies.
const (
	WithReply    Reply = 1
	WithoutReply Reply = 2
)

// Command is the data of a frame: what is asked of the screen.
type Command struct {
	Group, Cmd byte
	Reply      Reply
	Counted    bool // the two reserved bytes hold the length of the rest; both are seen in the field
	Args       []byte
}

// Bytes is the command as it stands in a frame.
func (c Command) Bytes() []byte {
	rest := 0
	if c.Counted {
		rest = len(c.Args)
	}
	return append([]byte{c.Group, c.Cmd, byte(c.Reply), byte(rest), byte(rest >> 8)}, c.Args...)
}

// Ping asks whether the screen is there.
func Ping() Command { return Command{Group: 0xA2, Cmd: 0x00, Reply: WithReply} }

// ReadParameters asks for what the screen was set to.
func ReadParameters() Command { return Command{Group: 0xA1, Cmd: 0x02, Reply: WithReply} }

// DeleteAll deletes every dynamic area.
func DeleteAll() Command {
	return Command{Group: 0xA3, Cmd: 0x06, Reply: WithReply, Counted: true, Args: []byte{0xFF, 0x00}}
}

// Brightness sets how bright the screen is, 0 to 15.
func Brightness(level byte) Command {
	return Command{Group: 0xA3, Cmd: 0x02, Reply: WithReply, Counted: true, Args: []byte{0x01, level}}
}

// SetTime sets the screen's clock, in the hall's time.
func SetTime(t time.Time) Command {
	bcd := func(n int) byte { return byte(n/10%10<<4 | n%10) }
	day := (int(t.Weekday())+6)%7 + 1 // Monday is 1
	return Command{Group: 0xA2, Cmd: 0x03, Reply: WithReply, Counted: true, Args: []byte{bcd(t.Year()), bcd(t.Year() / 100), bcd(int(t.Month())),
		bcd(t.Day()), bcd(t.Hour()), bcd(t.Minute()), bcd(t.Second()), byte(day)}}
}

// Put shows a dynamic area. One that has the same id is replaced.
func Put(a Area, r Reply) Command {
	area := a.Bytes()
	args := binary.LittleEndian.AppendUint16([]byte{0, 1}, uint16(len(area)))
	return Command{Group: 0xA3, Cmd: 0x06, Reply: r, Args: append(args, area...)}
}

// Mode is what becomes of an area in time.
type Mode byte

// The modes, by a firmware's comments.
const (
	Loop   Mode = 0 // its pages in turn
	Stay   Mode = 1 // its last page stands
	Delete Mode = 3 // deleted when it was not told again for Timeout
	Logo   Mode = 4 // replaced by the logo then
)

// Effect is how a page comes.
type Effect byte

// The effects.
const (
	Static Effect = 1
	Quick  Effect = 2
	Left   Effect = 3
	Right  Effect = 4
	Up     Effect = 5
	Down   Effect = 6
)

// Area is a dynamic area: text in a rectangle.
type Area struct {
	X, Y, W, H uint16 // X and W in the card's own unit: 8 dots, or one
	ID         byte
	Spacing    byte // dots between lines
	Mode       Mode
	Timeout    uint16 // seconds
	Single     byte   // 1: one line, 2: several
	Wrap       byte   // 1: no, 2: yes
	Effect     Effect
	Exit       byte
	Speed      byte // 0 is fast, 24 slow
	Stay       byte // of a page, in half seconds
	Text       []byte
}

// Bytes is the area as it stands in a command, without its length in front.
func (a Area) Bytes() []byte {
	u16 := binary.LittleEndian.AppendUint16
	b := []byte{0}
	for _, n := range []uint16{a.X, a.Y, a.W, a.H} {
		b = u16(b, n)
	}
	b = u16(append(b, a.ID, a.Spacing, byte(a.Mode)), a.Timeout)
	b = append(b, 0, 0, 0, a.Single, a.Wrap, byte(a.Effect), a.Exit, a.Speed, a.Stay)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(a.Text)))
	return append(b, a.Text...)
}

// Answer is what a screen says to a command.
type Answer struct {
	OK     bool
	Status byte
}

// ReadAnswer reads the data of a frame as an answer; ok is false when it is none.
func ReadAnswer(data []byte) (a Answer, ok bool) {
	if len(data) < 3 || data[0] != 0xA0 || data[1] > 1 {
		return a, false
	}
	return Answer{OK: data[1] == 0 && data[2] == 0, Status: data[2]}, true
}
