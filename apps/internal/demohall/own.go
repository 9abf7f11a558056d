package demohall

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/all"
	"github.com/brighthall/brighthall/hardware/rack"
)

// Words of Act that are no simulator's: the rack has the machine work through its driver.
const (
	Print = "print" // a form of two pages on the page printer
	Speak = "speak" // a call on the speech module
)

// useOwn opens the machines that no program has work for yet, and gives each of them some.
func (m *Machines) useOwn(urls map[string]string, r all.Resources) (err error) {
	m.rack, err = rack.New(all.Registry(r), urls, rack.Options{Poll: time.Second, OnStatus: m.Found(AtBench)})
	if err != nil {
		return err
	}
	m.Parts = append(m.Parts, boot.Part{Name: "machines", Run: m.rack.Run})
	for machine, use := range map[string]func(context.Context, string, int){"id003": m.takeCash, "cctalk": m.takeCash} {
		m.keep(urls, machine, nil, use)
	}
	for machine, use := range map[string]func(context.Context, string, int){"page": m.printForm, "syn6288": m.speak} {
		m.asked[machine] = make(chan struct{}, 1)
		m.keep(urls, machine, m.asked[machine], use)
	}
	return nil
}

// keep adds the part that uses a machine again and again, each time it is asked to; a nil ask always is.
func (m *Machines) keep(urls map[string]string, machine string, ask <-chan struct{}, use func(context.Context, string, int)) {
	if urls[machine] == "" {
		return
	}
	m.Parts = append(m.Parts, boot.Part{Name: "use of " + machine, Run: func(ctx context.Context) error {
		for n := 1; ctx.Err() == nil; n++ {
			if ask != nil {
				select {
				case <-ctx.Done():
					return nil
				case <-ask:
				}
			}
			use(ctx, machine, n)
		}
		return nil
	}})
}

// takeCash lets money in whenever the acceptor is well, as a payment screen would.
func (m *Machines) takeCash(ctx context.Context, machine string, n int) {
	err := m.rack.Cash(machine).Take(ctx, hardware.Intake{Payment: fmt.Sprint("bench ", n), Credit: func(hardware.Cash) error { return nil },
		Told: func(news hardware.CashNews) { m.tell().Cash(machine, news) }})
	if ctx.Err() == nil && err != nil {
		m.trouble(ctx, machine, err)
	}
}

// printForm prints two pages and tells how that ended.
func (m *Machines) printForm(ctx context.Context, machine string, n int) {
	o, err := m.rack.PagePrinter(machine).PrintPages(ctx, hardware.Pages{Job: fmt.Sprint("bench ", n), Title: fmt.Sprint("bench ", n), PDF: form(2)})
	if ctx.Err() != nil {
		return
	}
	if o.Reason == "" {
		o.Reason = hardware.CodeOf(err)
	}
	m.tell().Ended(machine, o)
}

// speak says a call.
func (m *Machines) speak(ctx context.Context, machine string, n int) {
	err := m.rack.Voice(machine).Say(ctx, hardware.Utterance{ID: fmt.Sprint("bench ", n), Number: "H023", Window: 3})
	if ctx.Err() == nil && err != nil {
		m.tell().Code(machine, hardware.CodeOf(err))
	}
}

// form is a PDF of empty A4 pages.
func form(pages int) []byte {
	var out bytes.Buffer
	var at []int
	object := func(text string) {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(at), text)
	}
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", i+3)
	}
	out.WriteString("%PDF-1.4\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids, pages))
	for range pages {
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
	}
	table := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, from := range at {
		fmt.Fprintf(&out, "%010d 00000 n \n", from)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, table)
	return out.Bytes()
}
