package honeywell

import (
	"embed"

	"github.com/brighthall/brighthall/hardware/profile"
)

//go:embed profiles/*.json
var profiles embed.FS

// Profile is the menu commands a model wants, without their storage mark.
type Profile struct {
	Model  string   `json:"model"`
	Always []string `json:"always"` // so that it reads whatever is held up
	Asked  []string `json:"asked"`  // so that it reads after Trigger
}

// Profiles lists the built-in models by name.
func Profiles() []string { return profile.Names(profiles) }

// LoadProfile reads a built-in model's data by its name, or a file when the name ends in .json.
func LoadProfile(name string) (p Profile, err error) {
	_, err = profile.Load(profiles, name, &p)
	return p, err
}
