package hardware

import "context"

// Triggerer is a Scanner whose light and decoder the program can switch, so that a kiosk lights it only when it wants a
// code.
type Triggerer interface {
	// Trigger switches the light on or off. It returns when the scanner has confirmed it, or when the command is out
	// where the protocol knows no answer. Most scanners put the light out by themselves after a code or some seconds:
	// ask again then.
	Trigger(ctx context.Context, on bool) error
}

// Faults of scanners.
const (
	ScannerSilent  Code = "scanner.silent"  // it answers no command: power, cable, baud rate, or another model
	ScannerRefused Code = "scanner.refused" // it answers, and does not take a setting: another model or profile
	ScannerUnset   Code = "scanner.unset"   // it reads codes, but has not taken its settings: they may have been made by setup codes

	ScannerNoPicture Code = "scanner.no-picture" // a camera that is there and sends no picture: cable, hub
	ScannerNoFormat  Code = "scanner.no-format"  // a camera that has none of the sizes and formats asked for
)
