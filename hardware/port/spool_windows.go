package port

import (
	"fmt"
	"net/url"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	winspool        = windows.NewLazySystemDLL("winspool.drv")
	openPrinter     = winspool.NewProc("OpenPrinterW")
	closePrinter    = winspool.NewProc("ClosePrinter")
	getPrinter      = winspool.NewProc("GetPrinterW")
	startDocPrinter = winspool.NewProc("StartDocPrinterW")
	writePrinter    = winspool.NewProc("WritePrinter")
	endDocPrinter   = winspool.NewProc("EndDocPrinter")
)

// winPrinter is a handle of the Windows spooler. Documents go as RAW: the printer's driver does not touch them.
type winPrinter struct{ h windows.Handle }

// docInfo1 is DOC_INFO_1W.
type docInfo1 struct{ name, file, datatype *uint16 }

func openSpool(u *url.URL) (wire, error) {
	name, err := spoolName(u)
	if err != nil {
		return nil, err
	}
	wide, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	var p winPrinter
	if ok, _, err := openPrinter.Call(uintptr(unsafe.Pointer(wide)), uintptr(unsafe.Pointer(&p.h)), 0); ok == 0 {
		return nil, fmt.Errorf("%w: OpenPrinter %s: %w", ErrGone, name, err)
	}
	return newSpoolWire(p), nil
}

func (p winPrinter) begin() error {
	title, _ := windows.UTF16PtrFromString("Brighthall") // no NUL in either
	raw, _ := windows.UTF16PtrFromString("RAW")
	doc := docInfo1{name: title, datatype: raw}
	if job, _, err := startDocPrinter.Call(uintptr(p.h), 1, uintptr(unsafe.Pointer(&doc))); job == 0 {
		return fmt.Errorf("StartDocPrinter: %w", err)
	}
	return nil
}

func (p winPrinter) write(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	var n uint32
	ok, _, err := writePrinter.Call(uintptr(p.h), uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)), uintptr(unsafe.Pointer(&n)))
	if ok == 0 || n == 0 {
		return int(n), fmt.Errorf("WritePrinter: %w", err)
	}
	return int(n), nil
}

func (p winPrinter) end() error {
	if ok, _, err := endDocPrinter.Call(uintptr(p.h)); ok == 0 {
		return fmt.Errorf("EndDocPrinter: %w", err)
	}
	return nil
}

// alive asks for the printer's state (PRINTER_INFO_6): one that was taken out of Windows has none. What the state says
// is the driver's guess and not the paper's, so it is not told.
func (p winPrinter) alive() error {
	var state, need uint32
	if ok, _, err := getPrinter.Call(uintptr(p.h), 6, uintptr(unsafe.Pointer(&state)), 4, uintptr(unsafe.Pointer(&need))); ok == 0 {
		return fmt.Errorf("GetPrinter: %w", err)
	}
	return nil
}

func (p winPrinter) close() error {
	closePrinter.Call(uintptr(p.h))
	return nil
}
