package page

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/brighthall/brighthall/hardware"
)

var (
	winspool         = windows.NewLazySystemDLL("winspool.drv")
	openPrinter      = winspool.NewProc("OpenPrinterW")
	closePrinter     = winspool.NewProc("ClosePrinter")
	startDocPrinter  = winspool.NewProc("StartDocPrinterW")
	startPagePrinter = winspool.NewProc("StartPagePrinter")
	writePrinter     = winspool.NewProc("WritePrinter")
	endPagePrinter   = winspool.NewProc("EndPagePrinter")
	endDocPrinter    = winspool.NewProc("EndDocPrinter")
	getJob           = winspool.NewProc("GetJobW")
	setJob           = winspool.NewProc("SetJobW")
	getPrinter       = winspool.NewProc("GetPrinterW")
)

// docInfo1 is DOC_INFO_1W, jobInfo1 the head of JOB_INFO_1W.
type docInfo1 struct{ name, file, datatype *uint16 }

type jobInfo1 struct {
	id                                                uint32
	printer, machine, user, document, datatype, words *uint16
	status                                            uint32
}

// Spool is a printer of the Windows spooler. Documents go to it raw.
type Spool struct {
	name string
	mu   sync.Mutex // the handle's document is begun by create and ended by send
	h    windows.Handle
}

// OpenSpool opens a printer by the name Windows shows.
func OpenSpool(name string) (queue, error) {
	const op = "page.OpenSpool"
	wide, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return nil, hardware.E(op, hardware.BadConfig, err)
	}
	s := &Spool{name: name}
	if ok, _, err := openPrinter.Call(uintptr(unsafe.Pointer(wide)), uintptr(unsafe.Pointer(&s.h)), 0); ok == 0 {
		return nil, hardware.E(op, hardware.Missing, fmt.Errorf("OpenPrinter %s: %w", name, err))
	}
	return s, nil
}

func (s *Spool) where() string { return "spool:" + s.name }

func (s *Spool) close() error { closePrinter.Call(uintptr(s.h)); return nil }

func (s *Spool) condition(ctx context.Context) (condition, error) {
	if ctx.Err() != nil {
		return condition{}, hardware.E("page.condition", hardware.Canceled, ctx.Err())
	}
	var bits, need uint32
	if ok, _, err := getPrinter.Call(uintptr(s.h), 6, uintptr(unsafe.Pointer(&bits)), 4, uintptr(unsafe.Pointer(&need))); ok == 0 {
		return condition{}, hardware.E("page.condition", hardware.Missing, fmt.Errorf("GetPrinter: %w", err))
	}
	return spoolCondition(bits), nil
}

func (s *Spool) create(_ context.Context, p hardware.Pages) (int, error) {
	const op = "page.create"
	s.mu.Lock()
	defer s.mu.Unlock()
	title, err := windows.UTF16PtrFromString(p.Title)
	if err != nil {
		return 0, hardware.E(op, hardware.PageBadPages, err)
	}
	raw, _ := windows.UTF16PtrFromString("RAW")
	doc := docInfo1{name: title, datatype: raw}
	id, _, err := startDocPrinter.Call(uintptr(s.h), 1, uintptr(unsafe.Pointer(&doc)))
	if id == 0 {
		return 0, hardware.E(op, hardware.PageRefused, fmt.Errorf("StartDocPrinter: %w", err))
	}
	return int(id), nil
}

func (s *Spool) send(ctx context.Context, _ int, p hardware.Pages) error {
	const op, chunk = "page.send", 64 << 10
	s.mu.Lock()
	defer s.mu.Unlock()
	defer endDocPrinter.Call(uintptr(s.h))
	startPagePrinter.Call(uintptr(s.h))
	defer endPagePrinter.Call(uintptr(s.h))
	for rest := p.PDF; len(rest) > 0; {
		if ctx.Err() != nil {
			return hardware.E(op, hardware.Canceled, ctx.Err())
		}
		var n uint32
		ok, _, err := writePrinter.Call(uintptr(s.h), uintptr(unsafe.Pointer(&rest[0])), uintptr(min(len(rest), chunk)), uintptr(unsafe.Pointer(&n)))
		if ok == 0 || n == 0 {
			return hardware.E(op, hardware.PageOffline, fmt.Errorf("WritePrinter: %w", err))
		}
		rest = rest[n:]
	}
	return nil
}

func (s *Spool) progress(_ context.Context, id int) (progress, error) {
	var need uint32
	getJob.Call(uintptr(s.h), uintptr(id), 1, 0, 0, uintptr(unsafe.Pointer(&need)))
	if need == 0 {
		return progress{}, errNoJob
	}
	// Words of eight bytes: the structure holds pointers and wants their alignment.
	b := make([]uint64, max(need, uint32(unsafe.Sizeof(jobInfo1{})))/8+1)
	ok, _, err := getJob.Call(uintptr(s.h), uintptr(id), 1, uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)*8), uintptr(unsafe.Pointer(&need)))
	switch {
	case ok == 0 && errors.Is(err, windows.ERROR_INVALID_PARAMETER):
		return progress{}, errNoJob
	case ok == 0:
		return progress{}, hardware.E("page.progress", hardware.Missing, fmt.Errorf("GetJob: %w", err))
	}
	return spoolProgress((*jobInfo1)(unsafe.Pointer(&b[0])).status), nil
}

func (s *Spool) cancel(_ context.Context, id int) error {
	const remove = 5 // JOB_CONTROL_DELETE
	if ok, _, err := setJob.Call(uintptr(s.h), uintptr(id), 0, 0, remove); ok == 0 {
		return hardware.E("page.cancel", hardware.PageRefused, fmt.Errorf("%w: SetJob: %w", errRefused, err))
	}
	return nil
}
