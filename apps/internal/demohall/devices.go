package demohall

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"net"
	"runtime"
	"sync"
	"time"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/hardware/port/porttest"
	"github.com/brighthall/brighthall/hardware/printer/escpos/escpostest"
	"github.com/brighthall/brighthall/hardware/scanner/serialscan/serialscantest"
)

// The speed of the simulated lines; the usual one of ticket printers and scanners.
const (
	printerBaud = 115200
	scannerBaud = 9600
)

// Frame is bytes that passed one of the wires, for the wire log.
type Frame struct {
	At     time.Time
	Device string // "printer" or "scanner"
	Sent   bool   // by the terminal
	Bytes  []byte
}

// Devices are the simulated devices and their wires.
type Devices struct {
	Printer    *escpostest.Printer
	Scanner    *serialscantest.Scanner
	PrinterURL string
	ScannerURL string
	Parts      []boot.Part

	wires map[string]*plug // by device; empty where there are no pseudo terminals

	mu       sync.Mutex
	sent     bytes.Buffer // guarded by mu: what the printer got since the last ticket
	last     *Paper       // guarded by mu
	codes    []string     // guarded by mu: read off the slips so far
	papers   chan struct{}
	onFrame  func(Frame) // guarded by mu
	onTicket func(Paper) // guarded by mu
}

// Paper is one printed slip: its picture and the bytes that made it.
type Paper struct {
	Image image.Image
	Bytes []byte
}

// NewDevices puts a printer and a scanner on fresh wires under dir.
func NewDevices(dir string) (*Devices, error) {
	d := &Devices{wires: map[string]*plug{}, papers: make(chan struct{}, 1)}
	d.Printer = escpostest.New(escpostest.Config{RowsPerSec: 1200, OnFrame: d.printerFrame, OnTicket: d.ticket})
	d.Scanner = &serialscantest.Scanner{OnFrame: func(f serialscantest.Frame) { d.frame(Frame{f.At, "scanner", false, f.Bytes}) }}
	if runtime.GOOS != "linux" {
		return d, d.overTCP()
	}
	return d, d.overLines(dir)
}

func (d *Devices) overLines(dir string) error {
	printer, err := porttest.NewLine(dir, "ttyPRN", printerBaud)
	if err != nil {
		return err
	}
	scanner, err := porttest.NewLine(dir, "ttySCN", scannerBaud)
	if err != nil {
		return err
	}
	d.wires["printer"], d.wires["scanner"] = &plug{cord: printer}, &plug{cord: scanner}
	d.PrinterURL = fmt.Sprintf("escpos+%s?baud=%d&profile=80mm", printer.URL(), printerBaud)
	d.ScannerURL = fmt.Sprintf("serialscan+%s?baud=%d", scanner.URL(), scannerBaud)
	d.Scanner.Link = scanner
	d.Parts = []boot.Part{{Name: "virtual printer", Run: func(ctx context.Context) error { return d.Printer.Serve(ctx, printer) }}}
	return nil
}

// overTCP is for systems without pseudo terminals: the same protocols over sockets.
func (d *Devices) overTCP() error {
	printer, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	scanner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	d.PrinterURL = "escpos+tcp://" + printer.Addr().String() + "?profile=80mm"
	d.ScannerURL = "serialscan+tcp://" + scanner.Addr().String()
	plug := &socket{}
	d.Scanner.Link = plug
	d.Parts = []boot.Part{
		{Name: "virtual printer", Run: accept(printer, func(ctx context.Context, c net.Conn) { d.Printer.Serve(ctx, porttest.Conn{Conn: c}) })},
		{Name: "virtual scanner", Run: accept(scanner, func(_ context.Context, c net.Conn) { plug.use(c) })}}
	return nil
}

// accept serves one connection after another until ctx ends.
func accept(l net.Listener, serve func(context.Context, net.Conn)) func(context.Context) error {
	return func(ctx context.Context) error {
		defer context.AfterFunc(ctx, func() { l.Close() })()
		for {
			conn, err := l.Accept()
			if err != nil {
				return err
			}
			serve(ctx, conn)
		}
	}
}

// socket is the scanner's end of a TCP wire; the terminal may connect again and again.
type socket struct {
	mu   sync.Mutex
	conn net.Conn
}

func (s *socket) use(c net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conn = c
}

// WriteContext implements serialscantest.Link.
func (s *socket) WriteContext(_ context.Context, p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn == nil {
		return 0, porttest.ErrUnplugged
	}
	return s.conn.Write(p)
}

// Plug connects or pulls the cable of a device. Where there are no pseudo terminals it does nothing.
func (d *Devices) Plug(device string, in bool) error {
	wire := d.wires[device]
	if wire == nil {
		return nil
	}
	return wire.pull(!in)
}

func (d *Devices) printerFrame(f escpostest.Frame) {
	sent := f.Dir == escpostest.ToPrinter
	if sent {
		d.mu.Lock()
		d.sent.Write(f.Bytes)
		d.mu.Unlock()
	}
	d.frame(Frame{f.At, "printer", sent, f.Bytes})
}

func (d *Devices) frame(f Frame) {
	d.mu.Lock()
	tell := d.onFrame
	d.mu.Unlock()
	if tell != nil {
		tell(f)
	}
}

func (d *Devices) ticket(t escpostest.Ticket) {
	code, err := ReadBarcode(t.Image) // a torn slip has none
	d.mu.Lock()
	p := Paper{Image: t.Image, Bytes: bytes.Clone(d.sent.Bytes())}
	d.sent.Reset()
	d.last = &p
	if err == nil {
		d.codes = append(d.codes, code)
	}
	tell := d.onTicket
	d.mu.Unlock()
	select {
	case d.papers <- struct{}{}:
	default:
	}
	if tell != nil {
		tell(p)
	}
}

// Listen tells every frame and every printed slip, from the devices' goroutines.
func (d *Devices) Listen(frame func(Frame), paper func(Paper)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.onFrame, d.onTicket = frame, paper
}

// Printed waits for a slip, unless one lies there already. It takes the slip away.
func (d *Devices) Printed(ctx context.Context) (Paper, error) {
	for {
		d.mu.Lock()
		p := d.last
		d.last = nil
		d.mu.Unlock()
		if p != nil {
			return *p, nil
		}
		select {
		case <-ctx.Done():
			return Paper{}, fmt.Errorf("no slip came out: %w", ctx.Err())
		case <-d.papers:
		}
	}
}

// Codes are the barcodes of the slips that came out so far.
func (d *Devices) Codes() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]string(nil), d.codes...)
}

// ReadBarcode reads the Code128 of a printed slip, as a scanner pointed at it does.
func ReadBarcode(slip image.Image) (string, error) {
	bitmap, err := gozxing.NewBinaryBitmapFromImage(slip)
	if err != nil {
		return "", fmt.Errorf("read barcode: %w", err)
	}
	hints := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
	result, err := oned.NewCode128Reader().Decode(bitmap, hints)
	if err != nil {
		return "", fmt.Errorf("read barcode: %w", err)
	}
	return result.GetText(), nil
}
