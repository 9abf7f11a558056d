package port

import (
	"fmt"
	"strings"

	"go.bug.st/serial/enumerator"
)

// Found is a serial port that the system has now.
type Found struct {
	Name    string // /dev/ttyUSB0, COM3
	USB     bool
	Vendor  string // four hex digits, of USB adapters
	Product string // four hex digits
	Serial  string // the adapter's own; many have none
	Words   string // what the adapter calls itself, where the system tells it
}

// List asks the system for its serial ports. It sends nothing to them.
func List() ([]Found, error) {
	all, err := enumerator.GetDetailedPortsList()
	if err != nil {
		return nil, fmt.Errorf("port.List: %w", err)
	}
	var found []Found
	for _, p := range all {
		if p.Name == "" {
			continue // a placeholder without hardware behind it
		}
		found = append(found, Found{Name: p.Name, USB: p.IsUSB, Vendor: strings.ToLower(p.VID), Product: strings.ToLower(p.PID), Serial: p.SerialNumber, Words: p.Product})
	}
	return found, nil
}
