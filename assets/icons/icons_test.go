package icons_test

import (
	"bytes"
	"testing"

	"github.com/brighthall/brighthall/assets/icons"
)

func TestEveryIconIsOneDrawingOnTheGrid(t *testing.T) {
	names := icons.Names()
	if len(names) < 70 {
		t.Fatalf("only %d icons embedded", len(names))
	}
	for _, name := range names {
		svg := icons.SVG(name)
		if !bytes.Contains(svg, []byte(`viewBox="0 0 24 24"`)) || !bytes.Contains(svg, []byte("<path d=")) {
			t.Errorf("%s: not a drawing on the 24 grid", name)
		}
	}
}

func TestAnUnknownIconIsNil(t *testing.T) {
	if icons.SVG("no-such-icon") != nil {
		t.Fatal("an icon that does not exist was found")
	}
}
