package config

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// mismatch is how the TOML reader tells of a value of another type than its key's.
var mismatch = regexp.MustCompile(`cannot decode TOML (.+) into struct field (\S+)\.(\S+) of type (\S+)$`)

// wrongForm says how a value is written that was written otherwise; empty: that is not what is wrong.
func wrongForm(err *toml.DecodeError, into any) string {
	found := mismatch.FindStringSubmatch(err.Error())
	if found == nil {
		return ""
	}
	owner := within(reflect.TypeOf(into), found[2], map[reflect.Type]bool{})
	t := within(reflect.TypeOf(into), found[4], map[reflect.Type]bool{})
	if owner == nil || t == nil {
		return ""
	}
	field, _ := owner.FieldByName(found[3])
	article := "a "
	if strings.ContainsAny(found[1][:1], "aeiou") {
		article = "an "
	}
	return fmt.Sprintf("%s is written %s, and not as %s%s", keyOf(field), form(t, true), article, found[1])
}

// within finds a type by its name in what a file is read into.
func within(t reflect.Type, name string, seen map[reflect.Type]bool) reflect.Type {
	if seen[t] {
		return nil
	}
	seen[t] = true
	if t.String() == name {
		return t
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return within(t.Elem(), name, seen)
	case reflect.Struct:
		for _, f := range reflect.VisibleFields(t) {
			if found := within(f.Type, name, seen); found != nil {
				return found
			}
		}
	}
	return nil
}

// shown is how many keys of a table stand in an example of it.
const shown = 4

// form is an example of how a value of a type is written.
func form(t reflect.Type, outer bool) string {
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return `"…"`
	case reflect.Slice:
		return "[ " + form(t.Elem(), false) + ", … ]"
	case reflect.Struct, reflect.Map:
		return table(t)
	case reflect.Float32, reflect.Float64:
		return number("1.5", "a number, such as 1.5", outer)
	}
	return number("1", "a whole number, such as 1", outer)
}

func number(short, long string, outer bool) string {
	if outer {
		return long
	}
	return short
}

func table(t reflect.Type) string {
	if t.Kind() != reflect.Struct {
		return "{ … }"
	}
	var all []string
	for _, f := range reflect.VisibleFields(t) {
		if key := keyOf(f); key != "" {
			all = append(all, key+" = "+form(f.Type, false))
		}
		if len(all) == shown {
			all = append(all, "…")
			break
		}
	}
	return "{ " + strings.Join(all, ", ") + " }"
}
