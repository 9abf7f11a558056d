package config

import (
	"fmt"

	"github.com/brighthall/brighthall/hardware/voice"
)

// Voice are the hours of a hall's voice, by the clock of the hall. What is not said is shown.
type Voice struct {
	Quiet  []voice.Span `toml:"quiet" comment:"when nothing is said and calls are only shown, such as [\"12:00-13:30\", \"20:00-07:00\"]"`
	Volume Volumes      `toml:"volume,inline" comment:"percent from an hour of the day on until the next one named, such as { 7 = 80, 12 = 50, 14 = 80 }; {}: the voice's own; 0 is quiet"`
}

// Volumes are percents by the hour of the day they begin at.
type Volumes map[int]int

// Hours are the settings as a voice.Queue takes them.
func (v Voice) Hours() voice.Hours {
	return voice.Hours{Quiet: v.Quiet, Volume: v.Volume.hours()}
}

// hours is the volume of each hour of the day: the latest one named, which before the first is that of last evening.
func (v Volumes) hours() []int {
	if len(v) == 0 {
		return nil
	}
	all, now := make([]int, 24), 0
	for i := range 48 { // the first day only finds out what the evening is
		if percent, named := v[i%24]; named {
			now = percent
		}
		all[i%24] = now
	}
	return all
}

// Check refuses hours and volumes that are none.
func (v Voice) Check() error {
	for hour, percent := range v.Volume {
		if hour < 0 || hour > 23 {
			return fmt.Errorf("[voice] volume: %d is no hour of the day, 0 to 23", hour)
		}
		if percent < 0 || percent > 100 {
			return fmt.Errorf("[voice] volume: %d from %d:00 on, 0 to 100", percent, hour)
		}
	}
	return nil
}
