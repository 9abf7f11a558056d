package devicectl

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
)

// teller says what a probe found in the words and units of one language. The names of the fields are those of the JSON,
// so a kind of device needs nothing here: its words are the catalogue's, under probe.field and probe.value.
type teller struct {
	book *lang.Book
	in   hall.Language
}

func (t teller) say(key string, args ...any) string { return t.book.Say(t.in, key, args...) }

// result is a line a field, in the order of the type; what is not known or not so is left out.
func (t teller) result(v any) []string {
	var lines []string
	for _, f := range fields(v) {
		if text := t.value(f.name, f.value); text != "" {
			lines = append(lines, t.say("probe.line", "field", t.say("probe.field."+f.name), "value", text))
		}
	}
	return lines
}

// value is a field's value as a person reads it, "" when there is nothing to tell.
func (t teller) value(name string, v any) string {
	for _, word := range []string{fmt.Sprintf("probe.value.%s.%v", name, v), fmt.Sprintf("fault.%v.staff", v)} {
		if t.book.Has(word) {
			return t.say(word)
		}
	}
	switch v := v.(type) {
	case bool:
		if !v {
			return ""
		}
		return t.say("probe.value.yes")
	case float64:
		return t.number(name, v)
	case string:
		return v
	case []any:
		return t.list(name, v)
	case map[string]any:
		return strings.Join(t.result(v), t.say("probe.and"))
	}
	return ""
}

// number has the unit that its field's name ends in.
func (t teller) number(name string, v float64) string {
	if name == "fen" {
		return t.say("probe.unit.fen", "n", strconv.FormatFloat(v/100, 'f', 2, 64))
	}
	text := strconv.FormatFloat(v, 'f', -1, 64)
	if at := strings.LastIndex(name, "_"); at >= 0 && t.book.Has("probe.unit"+strings.Replace(name[at:], "_", ".", 1)) {
		return t.say("probe.unit."+name[at+1:], "n", text)
	}
	return text
}

func (t teller) list(name string, all []any) string {
	var words []string
	for _, v := range all {
		if text := t.value(name, v); text != "" {
			words = append(words, text)
		}
	}
	return strings.Join(words, t.say("probe.next"))
}

type field struct {
	name  string
	value any
}

// fields are those that v's JSON has, in the order of its type; of a map, by name.
func fields(v any) []field {
	text, err := json.Marshal(v)
	if err != nil {
		panic("a probe's result cannot be written as JSON: " + err.Error()) // plain words and numbers
	}
	values := map[string]any{}
	if json.Unmarshal(text, &values) != nil {
		return nil // nothing was found
	}
	var all []field
	for _, name := range fieldNames(v, values) {
		if value, ok := values[name]; ok {
			all = append(all, field{name, value})
		}
	}
	return all
}

func fieldNames(v any, values map[string]any) []string {
	var all []string
	if t := reflect.TypeOf(v); t != nil && t.Kind() == reflect.Struct {
		for i := range t.NumField() {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			all = append(all, name)
		}
		return all
	}
	for name := range values {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}
