package syn6288

import (
	"fmt"

	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/voice/module"
)

// Encoding is how the text of a frame is written.
type Encoding byte

// The encodings (datasheet, "语音合成播放命令").
const (
	GB2312  Encoding = 0
	GBK     Encoding = 1
	Big5    Encoding = 2
	Unicode Encoding = 3 // UTF-16, big-endian
)

// MaxText is the most bytes of text in a frame.
const MaxText = 200

// Commands.
const (
	speak  = 0x01
	stop   = 0x02
	pause  = 0x03
	resume = 0x04
	query  = 0x21
	speed  = 0x31
	sleep  = 0x88
)

// New takes an opened port, 9600 8N1.
func New(p port.Port, o module.Options) *module.Voice {
	return module.New(p, module.Codec{
		Driver: "syn6288", Max: MaxText, Stop: Stop(), Query: Query(), Speaks: []string{"zh"},
		Speak: func(gbk []byte) []byte { return Speak(gbk, GBK, 0) },
		Loud:  func(percent int) string { return fmt.Sprintf("[v%d]", (percent*16+50)/100) },
	}, o)
}

// Speak is the frame that speaks a text of at most MaxText bytes over background music 0–15.
func Speak(text []byte, e Encoding, music int) []byte {
	return frame(speak, append([]byte{byte(music)<<3 | byte(e)}, text...)...)
}

// Stop is the frame that stops speaking.
func Stop() []byte { return frame(stop) }

// Pause is the frame that halts speaking.
func Pause() []byte { return frame(pause) }

// Resume is the frame that goes on after Pause.
func Resume() []byte { return frame(resume) }

// Query is the frame that asks for the state.
func Query() []byte { return frame(query) }

// Sleep is the frame that saves power; the next frame wakes the module.
func Sleep() []byte { return frame(sleep) }

// Speed is the frame that sets the baud rate until the next reset: 9600, 19200 or 38400; any
// other is 9600.
func Speed(baud int) []byte {
	return frame(speed, map[int]byte{19200: 1, 38400: 2}[baud])
}

// frame is FD, the length of what follows, the command, its data, and the XOR of all before.
func frame(cmd byte, data ...byte) []byte {
	n := len(data) + 2
	b := append([]byte{0xFD, byte(n >> 8), byte(n), cmd}, data...)
	var sum byte
	for _, c := range b {
		sum ^= c
	}
	return append(b, sum)
}
