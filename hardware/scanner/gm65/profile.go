package gm65

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

//go:embed profiles/*.json
var profiles embed.FS

// Setting is some bits of a zone byte and what they are to be.
type Setting struct {
	What  string `json:"what"`
	Zone  uint16 `json:"zone"`
	Mask  byte   `json:"mask"`
	Value byte   `json:"value"`
}

// Profile is what is set on a model.
type Profile struct {
	Model  string    `json:"model"`
	Always []Setting `json:"always"` // so that it reads whatever is held up
	Asked  []Setting `json:"asked"`  // so that it reads after Trigger
	Light  uint16    `json:"light"`  // the zone of Trigger
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
	const op = "gm65.LoadProfile"
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
