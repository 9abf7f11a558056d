package bench

import (
	"image"
	"time"
)

// Fault is something that can be broken by a switch.
type Fault string

// The faults.
const (
	PaperOut      Fault = "paper_out"
	NearEnd       Fault = "near_end" // it prints on
	CoverOpen     Fault = "cover_open"
	CutterJam     Fault = "cutter_jam"
	HotHead       Fault = "hot_head"
	Broken        Fault = "broken" // for good: a technician must come
	PrinterSilent Fault = "printer_silent"
	DrawerLocked  Fault = "drawer_locked"
	PrinterUnplug Fault = "printer_unplug"
	ScannerUnplug Fault = "scanner_unplug"
	NodeCut       Fault = "node_cut"
)

// printerFaults are the switches below the printer, three in a row; switches are all that do not belong to a machine of
// a page.
var (
	printerFaults = []Fault{PaperOut, NearEnd, CoverOpen, CutterJam, HotHead, Broken, PrinterSilent, DrawerLocked, PrinterUnplug}
	switches      = append(append([]Fault{}, printerFaults...), ScannerUnplug, NodeCut)
)

// Hooks are what the bench does to the devices. All are called on the UI goroutine and must not wait; nil is not
// offered.
type Hooks struct {
	Break func(f Fault, on bool)
	// Scan lets the scanner read a text.
	Scan func(text string)
	// ReadPaper decodes the barcode on a picture of paper, as the scanner's optics would; an error when there is none.
	ReadPaper func(paper image.Image) (string, error)
	// Quick gives a sample code of a kind: "used", "foreign", "forged", "old"; "" when there is none yet.
	Quick func(kind string) string
	// Pages are the other machines, a tab each page.
	Pages []Page
	// Act does at a machine what a person could do there; the error says what it understands instead.
	Act func(machine, words string) error
	// Unplug pulls a machine's plug, or puts it back.
	Unplug func(machine string, out bool)
	// Save keeps the picture of the paper and says where.
	Save func(paper image.Image) (where string, err error)
	// Export keeps the wire log as a text and says where.
	Export func(text string) (where string, err error)
	// Play plays a story on the real screens and devices, "visit" or "paper"; done is called when it is over. stop ends
	// it early.
	Play func(story string, done func(error)) (stop func())
	// Record keeps what passes the lines of devices from now on, a tape each, until stop is called, which says where
	// they are.
	Record func(devices []string) (stop func() (where string, err error), err error)
}

// Frame is bytes that passed a wire, seen from the terminal.
type Frame struct {
	At     time.Time
	Out    bool   // sent by the terminal
	Device string // "printer", "scanner", "voice", or a machine: a key under bench.device.
	Bytes  []byte
	Word   string // what they mean, a key under bench.wire.; empty: the bench looks at the first bytes
	Raw    bool   // bytes as they came, to be joined to what came just before

	last   time.Time // of its bytes
	number int       // in the order in which they came
}

// stories in the order of their keys.
var stories = []string{"visit", "paper"}

// quickKinds are the sample codes in the order of their keys.
var quickKinds = []string{"used", "foreign", "forged", "old"}
