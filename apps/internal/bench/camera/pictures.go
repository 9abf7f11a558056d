package camera

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"sync"

	"github.com/brighthall/brighthall/hall"
	ourcamera "github.com/brighthall/brighthall/hardware/scanner/camera"
	"github.com/brighthall/brighthall/hardware/scanner/camera/cameratest"
)

const (
	outlet = 101
	day    = hall.Day("2026-11-24")
)

// office is the outlet whose tickets are photographed.
type office struct {
	key    hall.Key
	tokens map[string]bool
}

func newOffice() *office {
	key := make(hall.Key, 32)
	for i := range key {
		key[i] = byte(7*i + 3)
	}
	return &office{key: key, tokens: map[string]bool{}}
}

// genuine is the keyed check: a ticket code's digits, or a page's token that was given out.
func (o *office) genuine(text string) bool {
	s, err := hall.ParseScan(text)
	if err != nil {
		return false
	}
	if s.Token != "" {
		return o.tokens[s.Token]
	}
	return o.key.Verify(s.Code, outlet, day) == nil
}

// check is what the scanner is told about a text.
func (o *office) check(text string) ourcamera.Verdict {
	switch _, err := hall.ParseScan(text); {
	case err != nil:
		return ourcamera.Unknown
	case o.genuine(text):
		return ourcamera.Genuine
	}
	return ourcamera.Forged
}

func (o *office) page(n int) string {
	t := hall.Ticket{ID: hall.TicketID(fmt.Sprintf("bench-%06d", n)), No: hall.TicketNo(fmt.Sprintf("A%03d", n%1000)), Group: "A", Day: day}
	o.tokens[o.key.Token(t.ID)] = true
	return o.key.PageURL("http://10.0.0.5:7300", t)
}

// photograph makes the pictures, on all processors, or takes those of an earlier run.
func photograph(ctx context.Context, dir string, o Options) ([]picture, error) {
	var all []picture
	bank := newOffice()
	var work []func() error
	for _, c := range cameratest.Conditions() {
		for _, symbol := range []string{"QR", "Code128"} {
			if c.Screen && symbol == "Code128" {
				continue // a phone shows the page's QR code
			}
			for n := range o.Each {
				s, err := bank.subject(c, symbol, n+int(o.Seed)*100)
				if err != nil {
					return nil, err
				}
				i := len(all)
				file := filepath.Join(dir, fmt.Sprintf("%d-%04d.pgm", o.Seed, i))
				all = append(all, picture{group: c.Group, condition: c.Name, symbol: symbol, text: s.Text, file: file, office: bank})
				work = append(work, func() (err error) {
					all[i].gray, err = develop(file, func() *image.Gray { return c.Shoot(s, o.Seed*1000003+uint64(i)) })
					return err
				})
			}
		}
	}
	return all, side(ctx, work)
}

func (o *office) subject(c cameratest.Condition, symbol string, n int) (cameratest.Subject, error) {
	switch {
	case symbol == "Code128":
		return cameratest.Code128(o.key.Code(outlet, day, n%10000))
	case c.Screen:
		return cameratest.Phone(o.page(n))
	}
	return cameratest.QR(o.page(n))
}

// side does work on two processors side by side.
func side(ctx context.Context, work []func() error) error {
	next, faults := make(chan func() error), make([]error, 2)
	var done sync.WaitGroup
	for i := range faults {
		done.Go(func() {
			for w := range next {
				faults[i] = errors.Join(faults[i], w())
			}
		})
	}
	for _, w := range work {
		if ctx.Err() != nil {
			break
		}
		next <- w
	}
	close(next)
	done.Wait()
	return errors.Join(ctx.Err(), errors.Join(faults...))
}

// develop gives the picture of a file, which is made when it is not there.
func develop(file string, shoot func() *image.Gray) (*image.Gray, error) {
	head := fmt.Appendf(nil, "P5\n%d %d\n255\n", cameratest.Wide, cameratest.High)
	if b, err := os.ReadFile(file); err == nil && len(b) == len(head)+cameratest.Wide*cameratest.High {
		return &image.Gray{Pix: b[len(head):], Stride: cameratest.Wide, Rect: image.Rect(0, 0, cameratest.Wide, cameratest.High)}, nil
	}
	m := shoot()
	return m, os.WriteFile(file, append(head, m.Pix...), 0o600)
}
