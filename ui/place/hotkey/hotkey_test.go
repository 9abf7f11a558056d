package hotkey

import "testing"

func TestHotKeysAreReadAndABareDigitIsRefused(t *testing.T) {
	for text, want := range map[string]Modifiers{"Ctrl+Alt": {Ctrl: true, Alt: true}, " ctrl + SHIFT ": {Ctrl: true, Shift: true}, "Win": {Super: true}} {
		if got, err := Parse(text); err != nil || got != want {
			t.Errorf("%q: %+v, %v", text, got, err)
		}
		if again, err := Parse(want.String()); err != nil || again != want {
			t.Errorf("%+v is written %q", want, want)
		}
	}
	for _, text := range []string{"", "Shift", "Ctrl+", "Ctrl+F1", "Hyper"} {
		if got, err := Parse(text); err == nil {
			t.Errorf("%q is taken for %+v", text, got)
		}
	}
}
