// Package seed holds the demo outlet (演示数据) that a node starts with when nobody has given it a real one.
package seed

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"

	"github.com/pelletier/go-toml/v2"

	"github.com/brighthall/brighthall/hall"
)

//go:embed demo.toml
var demo []byte

// Demo is the demo outlet: open round the clock, groups A, H, Q and K, counters 1–6, tellers t01–t08 with PIN 246810.
func Demo() (hall.Setup, error) { return Read(demo) }

// Read reads an outlet's setup from TOML. Rules that it does not set are the default ones. An unknown key is refused
// with its line; what does not fit together is named.
func Read(text []byte) (hall.Setup, error) {
	s := hall.Setup{Outlet: hall.Outlet{Rules: hall.DefaultRules()}}
	if err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&s); err != nil {
		if strict, ok := errors.AsType[*toml.StrictMissingError](err); ok {
			return s, fmt.Errorf("seed: %s", strict.String())
		}
		return s, fmt.Errorf("seed: %w", err)
	}
	return s, s.Check()
}
