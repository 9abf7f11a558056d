package pagetest

import (
	"errors"
	"fmt"
)

// ask is a request taken apart.
type ask struct {
	op       int
	id       [4]byte
	strings  map[string]string
	numbers  map[string]int
	document []byte
}

// read takes a request apart (RFC 8010 §3.1): version, operation, number, groups of attributes, the document.
func read(b []byte) (ask, error) {
	a := ask{strings: map[string]string{}, numbers: map[string]int{}}
	if len(b) < 9 || b[0] != 2 && b[0] != 1 {
		return a, errors.New("no IPP header")
	}
	a.op = int(b[2])<<8 | int(b[3])
	copy(a.id[:], b[4:8])
	at, count, name := 8, 0, ""
	for at < len(b) {
		tag := b[at]
		at++
		if tag == 3 {
			a.document = b[at:]
			return a, a.check(count)
		}
		if tag < 16 {
			if count == 0 && tag != 1 {
				return a, fmt.Errorf("first group is %d", tag)
			}
			continue
		}
		var n, v string
		var err error
		if n, at, err = piece(b, at); err == nil {
			v, at, err = piece(b, at)
		}
		if err != nil {
			return a, err
		}
		count++
		if n != "" {
			name = n
		}
		if count == 1 && name != "attributes-charset" || count == 2 && name != "attributes-natural-language" {
			return a, fmt.Errorf("attribute %d is %s", count, name)
		}
		if len(v) == 4 && (tag == 0x21 || tag == 0x23) {
			a.numbers[name] = int(v[0])<<24 | int(v[1])<<16 | int(v[2])<<8 | int(v[3])
			continue
		}
		if n != "" {
			a.strings[name] = v
		}
	}
	return a, errors.New("no end of attributes")
}

func (a ask) check(count int) error {
	if count < 3 || a.strings["printer-uri"] == "" {
		return errors.New("no printer-uri")
	}
	return nil
}

func piece(b []byte, at int) (string, int, error) {
	if at+2 > len(b) {
		return "", at, errors.New("cut off")
	}
	n := int(b[at])<<8 | int(b[at+1])
	if at+2+n > len(b) {
		return "", at, errors.New("cut off")
	}
	return string(b[at+2 : at+2+n]), at + 2 + n, nil
}

// answer puts a response together.
type answer struct{ b []byte }

func reply(a ask, status int) *answer {
	r := &answer{b: []byte{2, 0, byte(status >> 8), byte(status), a.id[0], a.id[1], a.id[2], a.id[3], 1}}
	r.word(0x47, "attributes-charset", "utf-8")
	r.word(0x48, "attributes-natural-language", "en")
	return r
}

func (r *answer) word(tag byte, name string, values ...string) {
	for i, v := range values {
		n := name
		if i > 0 {
			n = ""
		}
		r.b = append(r.b, tag, byte(len(n)>>8), byte(len(n)))
		r.b = append(r.b, n...)
		r.b = append(r.b, byte(len(v)>>8), byte(len(v)))
		r.b = append(r.b, v...)
	}
}

func (r *answer) number(tag byte, name string, n int) {
	r.word(tag, name, string([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}))
}

func (r *answer) yes(name string, on bool) {
	v := "\x00"
	if on {
		v = "\x01"
	}
	r.word(0x22, name, v)
}

func (r *answer) group(tag byte) { r.b = append(r.b, tag) }

func (r *answer) bytes() []byte { return append(r.b, 3) }
