package onbontest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// area is one text on a screen.
type area struct {
	text   string
	effect byte
	gone   *time.Timer // nil: stands for ever
}

// screen is one screen.
type screen struct {
	areas map[byte]*area
	off   bool // told to be dark
}

// Show is what stands on it now.
func (s *screen) Show() string {
	if s.off {
		return ""
	}
	var all []string
	for _, id := range slices.Sorted(maps.Keys(s.areas)) {
		all = append(all, s.areas[id].text)
	}
	return strings.Join(all, " ")
}

func (s *screen) drop(id byte) {
	if a, ok := s.areas[id]; ok && a.gone != nil {
		a.gone.Stop()
	}
	delete(s.areas, id)
}

// Reset is how it is after power-up.
func (s *screen) Reset() {
	for id := range s.areas {
		s.drop(id)
	}
}

// do carries out a command and returns the answer's kind and status.
func (s *screen) do(b []byte, later func(d time.Duration, then func()) *time.Timer) (kind, status byte) {
	if len(b) < 5 {
		return 1, 1
	}
	args := b[5:]
	switch [2]byte{b[0], b[1]} {
	case [2]byte{0xA2, 0x00}, [2]byte{0xA2, 0x03}, [2]byte{0xA3, 0x02}, [2]byte{0xA3, 0x08}, [2]byte{0xA1, 0x02}:
		return 0, 0
	case [2]byte{0xA3, 0x00}:
		s.off = len(args) > 0 && args[0] == 2
		return 0, 0
	case [2]byte{0xA3, 0x10}:
		s.Reset()
		return 0, 0
	case [2]byte{0xA3, 0x06}:
		if err := s.dynamic(args, later); err != nil {
			return 1, 2
		}
		return 0, 0
	}
	return 1, 3
}

// dynamic deletes areas and puts new ones.
func (s *screen) dynamic(b []byte, later func(time.Duration, func()) *time.Timer) error {
	if len(b) < 2 {
		return fmt.Errorf("short")
	}
	n := int(b[0])
	b = b[1:]
	if n == 0xFF {
		s.Reset()
		n = 0
	}
	if len(b) < n+1 {
		return fmt.Errorf("short")
	}
	for _, id := range b[:n] {
		s.drop(id)
	}
	count := int(b[n])
	b = b[n+1:]
	for range count {
		if len(b) < 2 || len(b) < 2+int(b[0])+int(b[1])<<8 {
			return fmt.Errorf("short")
		}
		size := int(b[0]) + int(b[1])<<8
		if err := s.put(b[2:2+size], later); err != nil {
			return err
		}
		b = b[2+size:]
	}
	return nil
}

// put shows an area: type, X, Y, W, H, id, spacing, mode, timeout, three bytes, single, wrap, effect, exit, speed,
// stay, length, text.
func (s *screen) put(b []byte, later func(time.Duration, func()) *time.Timer) error {
	if len(b) < 27 || int(b[23])|int(b[24])<<8|int(b[25])<<16|int(b[26])<<24 != len(b)-27 {
		return fmt.Errorf("length")
	}
	text, err := simplifiedchinese.GBK.NewDecoder().Bytes(b[27:])
	if err != nil {
		return err
	}
	id, mode, seconds := b[9], b[11], int(b[12])|int(b[13])<<8
	s.drop(id)
	a := &area{text: untag(string(text)), effect: b[19]}
	s.areas[id] = a
	if (mode == 3 || mode == 4) && seconds > 0 {
		a.gone = later(time.Duration(seconds)*time.Second, func() {
			if s.areas[id] == a {
				delete(s.areas, id)
			}
		})
	}
	return nil
}

// untag takes the tags for font and colour away.
func untag(s string) string {
	for {
		switch {
		case strings.HasPrefix(s, `\FO`) && len(s) >= 6:
			s = s[6:]
		case strings.HasPrefix(s, `\C`) && len(s) >= 3:
			s = s[3:]
		default:
			return s
		}
	}
}
