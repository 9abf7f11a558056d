package profile

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

// deepest is how far braces may nest.
const deepest = 8

// walker goes over a file beside the type it is for and notes on which line each key stands.
type walker struct {
	dec   *json.Decoder
	data  []byte
	src   *Source
	depth int
}

func typeOf(v any) reflect.Type { return reflect.TypeOf(v).Elem() }

func (w *walker) line() int { return lineOf(w.data, w.dec.InputOffset()) }

// value passes over one value. A type of nil takes everything.
func (w *walker) value(t reflect.Type, at string) error {
	if w.depth++; w.depth > deepest {
		return w.src.fault(w.line(), "nested too deep")
	}
	defer func() { w.depth-- }()
	tok, err := w.dec.Token()
	if err != nil {
		return err
	}
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case tok == json.Delim('{'):
		err = w.object(t, at)
	case at == "":
		return w.src.fault(w.line(), "a profile begins with {")
	case tok == json.Delim('['):
		err = w.list(t, at)
	default:
		return nil
	}
	if err == nil {
		_, err = w.dec.Token() // the closing one
	}
	return err
}

func (w *walker) object(t reflect.Type, at string) error {
	for w.dec.More() {
		tok, err := w.dec.Token()
		if err != nil {
			return err
		}
		key := fmt.Sprint(tok)
		full := strings.TrimPrefix(at+"."+key, ".")
		if _, twice := w.src.lines[full]; twice {
			return w.src.fault(w.line(), full+": said twice")
		}
		w.src.lines[full] = w.line()
		child, known, words := member(t, key)
		if !known {
			return w.src.fault(w.line(), hardware.Unknown("key", key, words).Error())
		}
		if err := w.value(child, full); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) list(t reflect.Type, at string) error {
	if t != nil && t.Kind() == reflect.Slice {
		t = t.Elem()
	} else {
		t = nil
	}
	for n := 0; w.dec.More(); n++ {
		if err := w.value(t, fmt.Sprintf("%s.%d", at, n)); err != nil {
			return err
		}
	}
	return nil
}

// member is the type of a key's value, and whether the key is known.
func member(t reflect.Type, key string) (child reflect.Type, known bool, words []string) {
	switch {
	case t == nil:
		return nil, true, nil
	case t.Kind() == reflect.Map:
		return t.Elem(), true, nil
	case t.Kind() != reflect.Struct:
		return nil, true, nil // decoding will say that no object is wanted here
	}
	for f := range t.Fields() {
		word, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if word == key {
			return f.Type, true, nil
		}
		words = append(words, word)
	}
	return nil, false, words
}
