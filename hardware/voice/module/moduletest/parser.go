package moduletest

import (
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// parser finds frames in what arrives.
type parser struct {
	m  *Module
	in []byte
}

func (p *parser) drop() { p.in = nil }

// feed takes bytes whose first one began at a time.
func (p *parser) feed(began time.Time, b []byte) {
	if len(p.in) == 0 && len(b) > 0 && p.m.lost(began) {
		return
	}
	p.in = append(p.in, b...)
	for len(p.in) > 0 {
		if p.in[0] != 0xFD {
			p.in = p.in[1:]
			continue
		}
		if len(p.in) < 3 {
			return
		}
		n := 3 + int(p.in[1])<<8 + int(p.in[2])
		if n < 4 || n > 8+p.m.Type.Limit {
			p.m.answer(nil)
			p.in = p.in[1:]
			continue
		}
		if len(p.in) < n {
			return
		}
		p.m.answer(p.m.body(p.in[:n]))
		if p.in = p.in[n:]; len(p.in) > 0 && p.m.lost(began) { // hard upon the last one
			p.in = nil
		}
	}
}

// body is a frame's command and data, or nil when the frame is wrong.
func (m *Module) body(frame []byte) []byte {
	b := frame[3:]
	if !m.Type.Checksum {
		return b
	}
	x := byte(0)
	for _, c := range frame {
		x ^= c
	}
	if x != 0 || len(b) < 2 {
		return nil
	}
	return b[:len(b)-1]
}

func (m *Module) answer(body []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.rest(1)
	if body == nil {
		m.send(0x45)
		return
	}
	switch body[0] {
	case 1:
		m.spoken(body[1:])
	case 2:
		m.abort()
		m.send(0x41)
	case 0x31, 0xFF: // another speed, awake
		m.rest(2)
		m.send(0x41)
	case 3, 4, 0x88:
		m.send(0x41)
	case 0x21:
		state := byte(0x4F)
		if m.now != "" {
			state = 0x4E
		}
		m.send(0x41, state)
	default:
		m.send(0x45)
	}
}

func (m *Module) spoken(data []byte) {
	if len(data) < 2 || len(data)-1 > m.Type.Limit || m.reject > 0 {
		m.reject = max(0, m.reject-1)
		m.send(0x45)
		return
	}
	text, ok := decode(data[0]&7, data[1:])
	if !ok {
		m.send(0x45)
		return
	}
	if m.noAck > 0 {
		m.noAck--
	} else {
		m.send(0x41)
	}
	m.speak(text, len(data)-1)
}

func decode(encoding byte, b []byte) (string, bool) {
	switch encoding {
	case 0, 1:
		s, err := simplifiedchinese.GBK.NewDecoder().Bytes(b)
		return string(s), err == nil
	case 2:
		s, err := traditionalchinese.Big5.NewDecoder().Bytes(b)
		return string(s), err == nil
	case 3:
		var units []uint16
		for i := 0; i+1 < len(b); i += 2 {
			units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
		}
		return string(utf16.Decode(units)), len(b)%2 == 0
	}
	return "", false
}
