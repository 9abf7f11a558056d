package devicectl

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// printOnce prints a picture, or a line of words, and waits for the printer's word that it is out.
func printOnce(ctx context.Context, d hardware.Printer, p *Probe, r *Report) error {
	slip, err := testSlip(p.job(), p.What)
	if err != nil {
		return err
	}
	r.Did = "printed"
	out, err := d.Print(ctx, slip)
	r.sent = out.Result != hardware.NotPrinted
	r.Result = map[string]any{"result": out.Result, "reason": out.Reason}
	return printed(out, err, hardware.PrinterUnconfirmed)
}

// printed is nil only when the printer itself has said so: one that says nothing may have no paper, or may not be there
// at all.
func printed(out hardware.Outcome, err error, unsaid hardware.Code) error {
	given := hardware.CodeOf(err) == hardware.Canceled && out.Result == hardware.Uncertain // the time was up after it had the slip
	if err != nil && !given || err == nil && out.Result == hardware.Printed {
		return err
	}
	code := out.Reason
	if code == "" || given {
		code = unsaid
	}
	return hardware.E("probe", code, fmt.Sprintf("nobody knows whether it came out: %s", out.Result))
}

func testSlip(job, file string) (hardware.Slip, error) {
	slip := hardware.Slip{Job: job}
	if file == "" {
		slip.Blocks = []hardware.Block{hardware.Number{Text: "T001"}, hardware.Text{Text: slip.Job}, hardware.Barcode{Digits: "00000000000000"}}
		return slip, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return slip, hardware.E("probe", hardware.BadConfig, err)
	}
	m, err := picture(file, data)
	slip.Blocks = []hardware.Block{hardware.Picture{Image: m}}
	return slip, err
}

func picture(file string, data []byte) (image.Image, error) {
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, hardware.E("probe", hardware.BadConfig, fmt.Errorf("%s: %w", file, err))
	}
	return m, nil
}

// printPageOnce prints a picture on one page, a PDF as it is, or a test page, and tells how the job ended.
func printPageOnce(ctx context.Context, d hardware.PagePrinter, p *Probe, r *Report) error {
	pages := hardware.Pages{Job: p.job()}
	pages.Title = pages.Job
	var err error
	if pages.PDF, err = testPages(p.What, r.Where, p.clock()); err != nil {
		return err
	}
	r.Did = "printed"
	out, err := d.PrintPages(ctx, pages)
	r.sent = out.Result != hardware.NotPrinted
	result := map[string]any{"result": out.Result, "reason": out.Reason, "job": pages.Job}
	r.Result = result
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if s, asked := d.Status(last); asked == nil { // the printer's own words of why
		result["state"], result["reasons"], result["pending"] = s.State, s.Detail, s.Pending
	}
	return printed(out, err, hardware.PageLost)
}

func testPages(file, where string, at time.Time) ([]byte, error) {
	if file == "" {
		return testPage("Brighthall", where, at.UTC().Format("2006-01-02 15:04:05 MST")), nil
	}
	data, err := os.ReadFile(file)
	switch {
	case err != nil:
		return nil, hardware.E("probe", hardware.BadConfig, err)
	case bytes.HasPrefix(data, []byte("%PDF-")):
		return data, nil
	}
	m, err := picture(file, data)
	if err != nil {
		return nil, err
	}
	return picturePage(m)
}
