package page

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Operations and groups of IPP that are used here (RFC 8011 §5.4.15, RFC 8010 §3.5.1).
const (
	opPrintJob      = 0x0002
	opCreateJob     = 0x0005
	opSendDocument  = 0x0006
	opCancelJob     = 0x0008
	opJobAttributes = 0x0009
	opPrinter       = 0x000B

	groupOperation = 0x01
	groupJob       = 0x02
	groupEnd       = 0x03
	groupPrinter   = 0x04

	tagInteger  = 0x21
	tagBoolean  = 0x22
	tagEnum     = 0x23
	tagName     = 0x42
	tagKeyword  = 0x44
	tagURI      = 0x45
	tagCharset  = 0x47
	tagLanguage = 0x48
	tagMime     = 0x49
)

// errMessage: the bytes are no IPP message.
var errMessage = errors.New("not an IPP message")

// request builds a message: version 2.0, or 1.1 for an old printer, the charset and language first, as RFC 8011 §4.1.4
// wants.
type request struct {
	b  []byte
	id uint32
}

func newRequest(op uint16, id uint32) *request {
	r := &request{b: []byte{2, 0}, id: id}
	r.b = binary.BigEndian.AppendUint16(r.b, op)
	r.b = binary.BigEndian.AppendUint32(r.b, id)
	r.b = append(r.b, groupOperation)
	r.text(tagCharset, "attributes-charset", "utf-8")
	r.text(tagLanguage, "attributes-natural-language", "en")
	return r
}

func (r *request) text(tag byte, name string, values ...string) {
	for _, v := range values {
		r.value(tag, name, []byte(v))
		name = "" // a further value of the same attribute
	}
}

func (r *request) number(tag byte, name string, n int) {
	r.value(tag, name, binary.BigEndian.AppendUint32(nil, uint32(n)))
}

func (r *request) flag(name string, on bool) {
	b := byte(0)
	if on {
		b = 1
	}
	r.value(tagBoolean, name, []byte{b})
}

func (r *request) value(tag byte, name string, v []byte) {
	r.b = append(r.b, tag)
	r.b = binary.BigEndian.AppendUint16(r.b, uint16(len(name)))
	r.b = append(r.b, name...)
	r.b = binary.BigEndian.AppendUint16(r.b, uint16(len(v)))
	r.b = append(r.b, v...)
}

func (r *request) group(g byte) { r.b = append(r.b, g) }

// end is the whole message. It leaves r as it was, for another try.
func (r *request) end() []byte { return append(r.b[:len(r.b):len(r.b)], groupEnd) }

// response is what a server answered: its status and the attributes by name, those of one job or printer.
type response struct {
	status uint16
	id     uint32
	values map[string][]value
}

type value struct {
	tag  byte
	data []byte
}

// parse reads a response. Whatever follows its end is not ours.
func parse(b []byte) (response, error) {
	if len(b) < 8 || b[0] < 1 || b[0] > 2 {
		return response{}, fmt.Errorf("%w: header", errMessage)
	}
	r := response{status: binary.BigEndian.Uint16(b[2:]), id: binary.BigEndian.Uint32(b[4:]), values: map[string][]value{}}
	name := ""
	for b = b[8:]; len(b) > 0; {
		tag := b[0]
		b = b[1:]
		if tag == groupEnd {
			return r, nil
		}
		if tag < 0x10 {
			name = ""
			continue
		}
		var label, data []byte
		var ok bool
		if label, b, ok = counted(b); ok {
			data, b, ok = counted(b)
		}
		if !ok {
			return response{}, fmt.Errorf("%w: cut off", errMessage)
		}
		if len(label) > 0 {
			name = string(label)
		}
		if name == "" {
			return response{}, fmt.Errorf("%w: a value without a name", errMessage)
		}
		r.values[name] = append(r.values[name], value{tag, data})
	}
	return response{}, fmt.Errorf("%w: no end", errMessage)
}

// counted takes a two-byte length and so many bytes.
func counted(b []byte) (got, rest []byte, ok bool) {
	if len(b) < 2 {
		return nil, nil, false
	}
	n := int(binary.BigEndian.Uint16(b))
	if len(b) < 2+n {
		return nil, nil, false
	}
	return b[2 : 2+n], b[2+n:], true
}

// number is an attribute's integer or enum; ok is false when it is not there or has no value.
func (r response) number(name string) (n int, ok bool) {
	v := r.values[name]
	if len(v) == 0 || v[0].tag != tagInteger && v[0].tag != tagEnum || len(v[0].data) != 4 {
		return 0, false
	}
	return int(int32(binary.BigEndian.Uint32(v[0].data))), true
}

func (r response) words(name string) []string {
	var all []string
	for _, v := range r.values[name] {
		if v.tag >= 0x40 && v.tag < 0x60 {
			all = append(all, string(v.data))
		}
	}
	return all
}

func (r response) text(name string) string {
	if w := r.words(name); len(w) > 0 {
		return w[0]
	}
	return ""
}

// no reports whether a boolean is there and false.
func (r response) no(name string) bool {
	v := r.values[name]
	return len(v) > 0 && v[0].tag == tagBoolean && len(v[0].data) == 1 && v[0].data[0] == 0
}
