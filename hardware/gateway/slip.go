package gateway

import (
	"bytes"
	"fmt"
	"image/png"

	"github.com/brighthall/brighthall/hardware"
)

// Slip is what to print, from top to bottom. Plain is the same as lines of text, for machines that cannot set it.
type Slip struct {
	Job    string   `json:"job" doc:"Names the printout in logs; the same ticket printed again has another"`
	Blocks []Block  `json:"blocks"`
	Plain  []string `json:"plain"`
}

// Block is one piece of a slip. Which fields are set depends on the type.
type Block struct {
	Type   string        `json:"type" enum:"text,number,rule,box,qr,barcode,footer,picture"`
	Text   string        `json:"text,omitempty" doc:"text, number; title of a qr; caption of a barcode; note of a box"`
	Size   hardware.Size `json:"size,omitempty" doc:"text: small, medium, large, title"`
	Bold   bool          `json:"bold,omitempty"`
	Code   string        `json:"code,omitempty" doc:"Content of a qr, digits of a barcode"`
	Lines  []string      `json:"lines,omitempty" doc:"footer, qr"`
	Rows   [][3]string   `json:"rows,omitempty" doc:"box: label, value, unit"`
	List   string        `json:"list,omitempty" doc:"qr: heading of items"`
	Items  []Item        `json:"items,omitempty"`
	Pixels []byte        `json:"pixels,omitempty" doc:"picture: a PNG"`
}

// Item is one line of a check list.
type Item struct {
	Text    string `json:"text"`
	Checked bool   `json:"checked"`
}

// SlipOf puts a slip on the wire.
func SlipOf(s hardware.Slip) (Slip, error) {
	w := Slip{Job: s.Job, Blocks: []Block{}, Plain: []string{}}
	for _, b := range s.Blocks {
		one, plain, err := block(b)
		if err != nil {
			return Slip{}, err
		}
		w.Blocks = append(w.Blocks, one)
		w.Plain = append(w.Plain, plain...)
	}
	return w, nil
}

func block(b hardware.Block) (Block, []string, error) {
	switch b := b.(type) {
	case hardware.Text:
		return Block{Type: "text", Text: b.Text, Size: b.Size, Bold: b.Bold}, []string{b.Text}, nil
	case hardware.Number:
		return Block{Type: "number", Text: b.Text}, []string{b.Text}, nil
	case hardware.Rule:
		return Block{Type: "rule"}, []string{"----------------"}, nil
	case hardware.Box:
		return box(b)
	case hardware.QR:
		w := Block{Type: "qr", Text: b.Title, Code: b.Content, Lines: b.Lines, List: b.List}
		for _, i := range b.Items {
			w.Items = append(w.Items, Item(i))
		}
		return w, append([]string{b.Title}, b.Lines...), nil
	case hardware.Barcode:
		if len(b.Digits) == 0 || len(b.Digits)%2 != 0 || !digits(b.Digits) {
			return Block{}, nil, fmt.Errorf("barcode %q: an even count of digits", b.Digits)
		}
		return Block{Type: "barcode", Text: b.Caption, Code: b.Digits}, []string{b.Digits}, nil
	case hardware.Footer:
		return Block{Type: "footer", Lines: b.Lines}, b.Lines, nil
	case hardware.Picture:
		var out bytes.Buffer
		if err := png.Encode(&out, b.Image); err != nil {
			return Block{}, nil, err
		}
		return Block{Type: "picture", Pixels: out.Bytes()}, nil, nil
	}
	return Block{}, nil, fmt.Errorf("a block of type %T", b)
}

func box(b hardware.Box) (Block, []string, error) {
	w := Block{Type: "box", Text: b.Note}
	var plain []string
	for _, r := range b.Rows {
		w.Rows = append(w.Rows, [3]string{r.Label, r.Value, r.Unit})
		plain = append(plain, r.Label+" "+r.Value+r.Unit)
	}
	if b.Note != "" {
		plain = append(plain, b.Note)
	}
	return w, plain, nil
}

func digits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
