package ssi

import (
	"embed"
	"time"

	"github.com/brighthall/brighthall/hardware/profile"
)

//go:embed profiles/*.json
var profiles embed.FS

// Setting is one parameter of the scanner and what it is to be.
type Setting struct {
	What  string `json:"what"`
	Param uint16 `json:"param"` // its number in the model's guide
	Value byte   `json:"value"`
}

// Profile is what is set on a model, and how long it may take.
type Profile struct {
	Model    string    `json:"model"`
	Always   []Setting `json:"always"` // so that it reads whatever is held up
	Asked    []Setting `json:"asked"`  // so that it reads after Trigger
	AnswerMS int       `json:"answer_ms"`
}

// answer is how long the scanner may take to acknowledge a command.
func (p Profile) answer() time.Duration { return time.Duration(p.AnswerMS) * time.Millisecond }

// data is the parameter as a frame carries it: no beep, number, value.
func (s Setting) data() []byte {
	switch n := s.Param; {
	case n < 0xF0:
		return []byte{0xFF, byte(n), s.Value}
	default: // 256 and more: F0, 512: F1, 768: F2 and the rest
		return []byte{0xFF, 0xEF + byte(n>>8), byte(n), s.Value}
	}
}

// Profiles lists the built-in models by name.
func Profiles() []string { return profile.Names(profiles) }

// LoadProfile reads a built-in model's data by its name, or a file when the name ends in .json.
func LoadProfile(name string) (p Profile, err error) {
	_, err = profile.Load(profiles, name, &p)
	return p, err
}
