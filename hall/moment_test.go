package hall_test

import (
	"reflect"
	"testing"

	"github.com/brighthall/brighthall/hall"
)

// TestEveryMomentOfATicketIsNamed goes through all fields of a ticket: each that is a moment is among its Moments,
// once.
func TestEveryMomentOfATicketIsNamed(t *testing.T) {
	ticket := hall.Ticket{Evaluation: &hall.Evaluation{}, Broken: []hall.Stretch{{}, {Evaluation: &hall.Evaluation{}}}}
	named := map[*hall.Millis]int{}
	past, coming := ticket.Moments()
	for _, m := range append(past, coming...) {
		named[m]++
	}
	all := 0
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		if m, ok := v.Addr().Interface().(*hall.Millis); ok {
			if all++; named[m] != 1 {
				t.Errorf("%s is named %d times", path, named[m])
			}
			return
		}
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				walk(path, v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(path, v.Index(i))
			}
		}
	}
	walk("Ticket", reflect.ValueOf(&ticket).Elem())
	if all < 20 || all != len(named) {
		t.Errorf("a ticket has %d moments, %d are named", all, len(named))
	}
}
