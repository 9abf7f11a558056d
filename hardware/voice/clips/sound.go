package clips

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"
)

// Rate is samples a second of everything here.
const Rate = 16000

const (
	joint = Rate * 40 / 1000  // cross-fade between two clips
	rest  = Rate * 180 / 1000 // a Pause
)

// sound is mono samples.
type sound []int16

// readWAV reads a 16 kHz mono 16-bit WAV file; anything else is refused by what it is.
func readWAV(files fs.FS, name string) (sound, error) {
	b, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	s, err := parseWAV(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

var errWAV = errors.New("not a 16 kHz mono 16-bit WAV")

func parseWAV(b []byte) (sound, error) {
	if len(b) < 12 || string(b[:4]) != "RIFF" || string(b[8:12]) != "WAVE" {
		return nil, errWAV
	}
	fits := false
	for b = b[12:]; len(b) >= 8; {
		n := int(binary.LittleEndian.Uint32(b[4:]))
		id, body := string(b[:4]), b[8:]
		if n < 0 || n > len(body) {
			return nil, errWAV
		}
		switch id {
		case "fmt ":
			fits = n >= 16 && rightFormat(body)
		case "data":
			if !fits {
				return nil, errWAV
			}
			return samples(body[:n]), nil
		}
		b = body[min(n+n%2, len(body)):]
	}
	return nil, errWAV
}

func rightFormat(f []byte) bool {
	le := binary.LittleEndian
	return le.Uint16(f) == 1 && le.Uint16(f[2:]) == 1 && le.Uint32(f[4:]) == Rate && le.Uint16(f[14:]) == 16
}

func samples(b []byte) sound {
	s := make(sound, len(b)/2)
	for i := range s {
		s[i] = int16(binary.LittleEndian.Uint16(b[2*i:]))
	}
	return s
}

// joined appends b to a, the last 40 ms of a fading into the first of b: no click, and the
// words follow each other as spoken.
func joined(a, b sound) sound {
	n := min(joint, len(a), len(b))
	at := len(a) - n
	for i := range n {
		up := float64(i+1) / float64(n+1)
		a[at+i] = clamp(float64(a[at+i])*(1-up) + float64(b[i])*up)
	}
	return append(a, b[n:]...)
}

func silence(n int) sound { return make(sound, n) }

// chime is two bells, E5 350 ms then C5 550 ms; a recall has one bell, so that people notice
// it is not a new call.
func chime(recall bool) sound {
	const e5, c5 = 659.26, 523.25
	if recall {
		return bell(c5, 550)
	}
	return append(bell(e5, 350), bell(c5, 550)...)
}

// bell is a sine with a 30 ms attack and an exponential decay, ended without a click.
func bell(hz float64, ms int) sound {
	s := make(sound, Rate*ms/1000)
	for i := range s {
		t := float64(i) / Rate
		level := math.Min(1, t/0.030) * math.Exp(-t*5) * math.Min(1, float64(len(s)-i)/(Rate*0.01))
		s[i] = clamp(15000 * level * (math.Sin(2*math.Pi*hz*t) + 0.25*math.Sin(4*math.Pi*hz*t)))
	}
	return s
}

// louder scales to a volume of 0–100 percent.
func (s sound) louder(volume int) sound {
	for i := range s {
		s[i] = clamp(float64(s[i]) * float64(volume) / 100)
	}
	return s
}

func clamp(v float64) int16 {
	return int16(max(math.MinInt16, min(math.MaxInt16, v)))
}

// bytes is the samples as little-endian PCM.
func (s sound) bytes() []byte {
	b := make([]byte, 0, 2*len(s))
	for _, v := range s {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	return b
}
