package gm65

import (
	"embed"

	"github.com/brighthall/brighthall/hardware/profile"
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

// Profiles lists the built-in models by name.
func Profiles() []string { return profile.Names(profiles) }

// LoadProfile reads a built-in model's data by its name, or a file when the name ends in .json.
func LoadProfile(name string) (p Profile, err error) {
	_, err = profile.Load(profiles, name, &p)
	return p, err
}
