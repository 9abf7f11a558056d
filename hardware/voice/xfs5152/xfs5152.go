package xfs5152

import (
	"fmt"

	"github.com/brighthall/brighthall/hardware/port"
	"github.com/brighthall/brighthall/hardware/voice/module"
)

// Encoding is how the text of a frame is written.
type Encoding byte

// The encodings.
const (
	GB2312  Encoding = 0
	GBK     Encoding = 1
	Big5    Encoding = 2
	Unicode Encoding = 3
)

// MaxText is the most bytes of text in a frame.
const MaxText = 4000

// Commands.
const (
	speak  = 0x01
	stop   = 0x02
	pause  = 0x03
	resume = 0x04
	query  = 0x21
	sleep  = 0x88
	wake   = 0xFF
)

// New takes an opened port.
func New(p port.Port, o module.Options) *module.Voice {
	return module.New(p, module.Codec{
		Driver: "xfs5152", Max: MaxText, Stop: Stop(), Query: Query(), Speaks: []string{"zh", "en"},
		Speak: func(gbk []byte) []byte { return Speak(gbk, GBK) },
		Loud:  func(percent int) string { return fmt.Sprintf("[v%d]", (percent*10+50)/100) },
	}, o)
}

// Speak is the frame that speaks a text of at most MaxText bytes.
func Speak(text []byte, e Encoding) []byte {
	return frame(speak, append([]byte{byte(e)}, text...)...)
}

// Stop is the frame that stops speaking.
func Stop() []byte { return frame(stop) }

// Pause is the frame that halts speaking.
func Pause() []byte { return frame(pause) }

// Resume is the frame that goes on after Pause.
func Resume() []byte { return frame(resume) }

// Query is the frame that asks for the state.
func Query() []byte { return frame(query) }

// Sleep is the frame that saves power.
func Sleep() []byte { return frame(sleep) }

// Wake is the frame that ends Sleep.
func Wake() []byte { return frame(wake) }

// frame is FD, the length of what follows, the command and its data.
func frame(cmd byte, data ...byte) []byte {
	n := len(data) + 1
	return append([]byte{0xFD, byte(n >> 8), byte(n), cmd}, data...)
}
