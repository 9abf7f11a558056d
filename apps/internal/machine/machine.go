// Package machine tells what the PC itself has: displays, USB devices, printers of the system, room on its disk.
//
//	displays, err := machine.Displays()
//	free, err := machine.Free(folder)
//
// It reads what the system says and sends nothing to any device. Devices of a hall are packages of hardware; this is
// what stands around them, for the self-test before opening and for the survey of an old hall.
package machine

// Display is a display that is plugged in.
type Display struct {
	Name   string `json:"name"`  // "HDMI-A-1"
	Width  int    `json:"width"` // pixels of its best mode; 0: not told
	Height int    `json:"height"`
	WideMM int    `json:"wide_mm"` // of the glass, as it says itself; 0: not told, as projectors do
	HighMM int    `json:"high_mm"`
}

// USB is a device on a USB socket.
type USB struct {
	Vendor  string `json:"vendor"` // four hex digits
	Product string `json:"product"`
	Words   string `json:"words"` // what it calls itself
	Socket  string `json:"socket"`
}

// Keyboard is what types, a person's or a scanner's.
type Keyboard struct {
	Path  string `json:"path"`  // stays the same on every socket
	Words string `json:"words"` // what it calls itself
}
