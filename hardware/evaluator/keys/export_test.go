package keys

import "github.com/brighthall/brighthall/hardware"

// PromptBytes is what Ask sends.
func (p *Profile) PromptBytes(about hardware.Prompt) (all [][]byte) {
	for _, t := range p.prompt {
		all = append(all, t.bytes(about))
	}
	return all
}

// Levels is what bytes mean that come at once and are followed by a pause.
func (p *Profile) Levels(b []byte) []int {
	d := decoder{framing: &p.Framing}
	return p.named(append(d.feed(b), d.idle()...))
}

// LevelsBytewise is the same of bytes that come one by one.
func (p *Profile) LevelsBytewise(b []byte) []int {
	d := decoder{framing: &p.Framing}
	var frames [][]byte
	for i := range b {
		frames = append(frames, d.feed(b[i:i+1])...)
	}
	return p.named(append(frames, d.idle()...))
}

// Open is the most bytes the decoder holds.
func (p *Profile) Open(b []byte) (most int) {
	d := decoder{framing: &p.Framing}
	for i := range b {
		d.feed(b[i : i+1])
		most = max(most, len(d.in))
	}
	return most
}

func (p *Profile) named(frames [][]byte) []int {
	levels := []int{}
	e := Evaluator{profile: p}
	for _, f := range frames {
		if l := e.level(f); l > 0 {
			levels = append(levels, l)
		}
	}
	return levels
}
