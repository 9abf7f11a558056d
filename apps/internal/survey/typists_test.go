package survey

import (
	"slices"
	"testing"

	"github.com/brighthall/brighthall/apps/internal/machine"
)

// Where the system lists no keyboards, the makers of scanners are found among the USB devices.
func TestScannersThatTypeAmongUSBDevices(t *testing.T) {
	usb := []machine.USB{{Vendor: "05e0", Product: "1200", Words: "HID Keyboard"}, {Vendor: "046d", Product: "c31c", Words: "USB Keyboard"}, {Vendor: "ffff", Product: "0001", Words: "USB Barcode Reader"}}
	want := []Typist{{"05e0:1200 HID Keyboard", "wedge+hook:", true}, {"ffff:0001 USB Barcode Reader", "wedge+hook:", true}}
	if got := typists(nil, usb); !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
}
