package escpostest

import (
	"context"
	"image"
	"image/color"
)

// sheet is the paper since the last cut.
type sheet struct {
	dots  int
	rows  [][]byte
	lines []Line
	codes []string
}

func newSheet(dots int) *sheet { return &sheet{dots: dots} }

func (s *sheet) add(row []byte) { s.rows = append(s.rows, append([]byte(nil), row...)) }

func (s *sheet) cut() []Ticket {
	if len(s.rows) == 0 {
		return nil
	}
	t := Ticket{Image: s.image(), Lines: s.lines, Codes: s.codes}
	s.rows, s.lines, s.codes = nil, nil, nil
	return []Ticket{t}
}

func (s *sheet) tear(to []Ticket) []Ticket {
	for _, t := range s.cut() {
		t.Torn = true
		to = append(to, t)
	}
	return to
}

func (s *sheet) image() image.Image {
	m := image.NewGray(image.Rect(0, 0, s.dots, len(s.rows)))
	for i := range m.Pix {
		m.Pix[i] = 0xFF
	}
	for y, row := range s.rows {
		for x := range len(row) * 8 {
			if row[x/8]&(0x80>>(x%8)) != 0 {
				m.SetGray(x, y, color.Gray{})
			}
		}
	}
	return m
}

func render(cfg Config, data []byte) []string {
	ctx, done := context.WithCancel(context.Background())
	defer done()
	cfg.Buffer = len(data) + 4
	p := New(cfg)
	p.take(ctx, append(data[:len(data):len(data)], 0x1D, 0x72, 0x01))
	p.link = last(done)
	p.work(ctx)
	return p.Errors()
}

// last is a link that ends the work when the printer first answers: all is printed then.
type last func()

func (last) ReadContext(ctx context.Context, _ []byte) (int, error) {
	<-ctx.Done()
	return 0, ctx.Err()
}

func (l last) WriteContext(_ context.Context, p []byte) (int, error) { l(); return len(p), nil }
