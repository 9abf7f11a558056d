package ssi

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hardware"
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

// Profiles lists the models by name.
func Profiles() []string {
	files, _ := fs.Glob(profiles, "profiles/*.json")
	for i, f := range files {
		files[i] = strings.TrimSuffix(path.Base(f), ".json")
	}
	return files
}

// LoadProfile reads a model's data.
func LoadProfile(name string) (Profile, error) {
	const op = "ssi.LoadProfile"
	b, err := profiles.ReadFile("profiles/" + name + ".json")
	if err != nil {
		detail := fmt.Sprintf("unknown profile %q, known: %s", name, strings.Join(Profiles(), " "))
		if near := hardware.Nearest(name, Profiles()); near != "" {
			detail = fmt.Sprintf("unknown profile %q, did you mean %q", name, near)
		}
		return Profile{}, hardware.E(op, hardware.BadConfig, detail)
	}
	var p Profile
	if err := json.Unmarshal(b, &p); err != nil {
		return Profile{}, hardware.E(op, hardware.BadConfig, err)
	}
	return p, nil
}
