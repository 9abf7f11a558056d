package adapter

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/gateway"
)

// Templates are the files that come with the program: templates/*.json.
//
//go:embed templates/*.json
var Templates embed.FS

// Template describes an old queue machine's protocol.
type Template struct {
	Name, Maker               string
	Ask, Number, Refuse, Call *Frame // nil: the machine has no such frame
	Ack, Nak                  *Frame
	AckTime                   time.Duration
}

type templateFile struct {
	Name     string   `json:"name"`
	Maker    string   `json:"maker"`
	Checksum checksum `json:"checksum"`
	Ask      string   `json:"ask"`
	Number   string   `json:"number"`
	Refuse   string   `json:"refuse"`
	Call     string   `json:"call"`
	Ack      string   `json:"ack"`
	Nak      string   `json:"nak"`
	AckMS    int64    `json:"ack_ms"`
}

// maxTemplate bounds a template file.
const maxTemplate = 64 << 10

// ReadTemplate reads a template. Unknown keys are refused; the error names the frame.
func ReadTemplate(r io.Reader) (Template, error) {
	const op = "adapter.ReadTemplate"
	var f templateFile
	text, err := io.ReadAll(io.LimitReader(r, maxTemplate))
	if err != nil {
		return Template{}, fmt.Errorf("%s: %w", op, err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return Template{}, fmt.Errorf("%s: %w", op, err)
	}
	if err := f.Checksum.check(); err != nil {
		return Template{}, fmt.Errorf("%s: checksum: %w", op, err)
	}
	t := Template{Name: f.Name, Maker: f.Maker, AckTime: time.Duration(f.AckMS) * time.Millisecond}
	if t.AckTime <= 0 {
		t.AckTime = time.Second
	}
	for _, one := range []struct {
		name, text string
		to         **Frame
	}{{"ask", f.Ask, &t.Ask}, {"number", f.Number, &t.Number}, {"refuse", f.Refuse, &t.Refuse}, {"call", f.Call, &t.Call},
		{"ack", f.Ack, &t.Ack}, {"nak", f.Nak, &t.Nak}} {
		if one.text == "" {
			continue
		}
		if *one.to, err = parseFrame(one.text, f.Checksum); err != nil {
			return Template{}, fmt.Errorf("%s: %s: %w", op, one.name, err)
		}
	}
	if t.Ask != nil && t.Number == nil {
		return Template{}, fmt.Errorf("%s: a machine that asks needs a number frame", op)
	}
	return t, nil
}

// Registration is what the gateway is told of the machine.
func (t Template) Registration() gateway.Registration {
	return gateway.Registration{Kind: hardware.KindQueue, Maker: t.Maker, Model: t.Name, Adapter: "brighthall template adapter"}
}
