package config

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"github.com/brighthall/brighthall/hardware"
)

// explain gives what the TOML reader says its line, and an unknown key the one that was probably meant.
func explain(err error, into any) error {
	if strict, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		var all []error
		for _, e := range strict.Errors {
			line, _ := e.Position()
			all = append(all, fmt.Errorf("line %d: %w", line, noKey(e.Key(), into)))
		}
		return errors.Join(all...)
	}
	if decode, ok := errors.AsType[*toml.DecodeError](err); ok {
		line, _ := decode.Position()
		if words := wrongForm(decode, into); words != "" {
			return fmt.Errorf("line %d: %s", line, words)
		}
		return fmt.Errorf("line %d: %s", line, decode.String())
	}
	return err
}

// noKey says where the key was looked for, and what there is.
func noKey(key []string, into any) error {
	known, t := []string(nil), reflect.TypeOf(into)
	for i, k := range key {
		t = plain(t)
		if t.Kind() != reflect.Struct {
			break
		}
		known = keysOf(t)
		field, ok := fieldOf(t, k)
		if !ok {
			key = key[:i+1]
			break
		}
		t = field.Type
	}
	what := "key"
	if table := strings.Join(key[:len(key)-1], "."); table != "" {
		what = "key in [" + table + "]"
	}
	return hardware.Unknown(what, key[len(key)-1], known)
}

// plain is what a pointer, a list or a map holds.
func plain(t reflect.Type) reflect.Type {
	for slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice, reflect.Map}, t.Kind()) {
		t = t.Elem()
	}
	return t
}

func keysOf(t reflect.Type) (keys []string) {
	for _, f := range reflect.VisibleFields(t) {
		if k := keyOf(f); k != "" {
			keys = append(keys, k)
		}
	}
	return keys
}

func fieldOf(t reflect.Type, key string) (reflect.StructField, bool) {
	for _, f := range reflect.VisibleFields(t) {
		if strings.EqualFold(keyOf(f), key) {
			return f, true
		}
	}
	return reflect.StructField{}, false
}

// keyOf is a field's name in a file.
func keyOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
	return strings.TrimPrefix(name, "-")
}

// lineOf is the line of a table's key; of the table when the key stands inside braces, and 1 when neither is there.
func lineOf(text []byte, table, key string) int {
	p := unstable.Parser{}
	p.Reset(text)
	best, in := 1, ""
	for p.NextExpression() {
		e := p.Expression()
		words, line := nameOf(&p, e)
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			in = words
		case unstable.KeyValue:
			words = strings.TrimPrefix(in+"."+words, ".")
		default:
			continue
		}
		switch words {
		case table + "." + key:
			return line
		case table:
			best = line
		}
	}
	return best
}

// nameOf is the dotted name of a key or table, and its line.
func nameOf(p *unstable.Parser, e *unstable.Node) (name string, line int) {
	var words []string
	for k := e.Key(); k.Next(); {
		if len(words) == 0 {
			line = p.Shape(k.Node().Raw).Start.Line
		}
		words = append(words, string(k.Node().Data))
	}
	return strings.Join(words, "."), line
}
