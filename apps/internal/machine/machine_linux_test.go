package machine

import (
	"reflect"
	"testing"
	"testing/fstest"
)

func TestDisplaysAreReadFromTheKernel(t *testing.T) {
	edid := make([]byte, 128)
	edid[21], edid[22] = 48, 27
	drm := fstest.MapFS{
		"card0-HDMI-A-1/status": {Data: []byte("connected\n")},
		"card0-HDMI-A-1/modes":  {Data: []byte("1920x1080\n1280x720\n")},
		"card0-HDMI-A-1/edid":   {Data: edid},
		"card0-DP-1/status":     {Data: []byte("disconnected\n")},
		"card0-DP-1/modes":      {},
		"card1-DP-2/status":     {Data: []byte("connected\n")},
		"card1-DP-2/modes":      {Data: []byte("1080x1920i\n")},
		"card0/dev":             {},
	}
	got, err := displays(drm)
	want := []Display{{"HDMI-A-1", 1920, 1080, 480, 270}, {"DP-2", 1080, 1920, 0, 0}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v %v", got, err)
	}
}

func TestUSBDevicesWithoutHubsAndInterfaces(t *testing.T) {
	bus := fstest.MapFS{
		"1-1/idVendor": {Data: []byte("05e3\n")}, "1-1/idProduct": {Data: []byte("0608\n")}, "1-1/bDeviceClass": {Data: []byte("09\n")},
		"1-1.2/idVendor": {Data: []byte("0400\n")}, "1-1.2/idProduct": {Data: []byte("c35a\n")}, "1-1.2/bDeviceClass": {Data: []byte("00\n")},
		"1-1.2/product": {Data: []byte("IDCard Reader\n")}, "1-1.2:1.0/bInterfaceClass": {Data: []byte("03\n")},
	}
	got, err := usbs(bus)
	if want := []USB{{"0400", "c35a", "IDCard Reader", "1-1.2"}}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v %v", got, err)
	}
}

func TestKeyboardsByTheNamesThatStay(t *testing.T) {
	got, err := keyboards(fstest.MapFS{
		"usb-Honeywell_Voyager_1450g_123-event-kbd": {}, "usb-Logitech_USB_Receiver-event-mouse": {}, "usb-Logitech_USB_Receiver-if01-event-kbd": {},
	}, "/dev/input/by-id")
	want := []Keyboard{{"/dev/input/by-id/usb-Honeywell_Voyager_1450g_123-event-kbd", "Honeywell Voyager 1450g 123"},
		{"/dev/input/by-id/usb-Logitech_USB_Receiver-if01-event-kbd", "Logitech USB Receiver-if01"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v %v", got, err)
	}
}

func TestTheDiskHasRoom(t *testing.T) {
	if free, err := Free(t.TempDir()); err != nil || free == 0 {
		t.Errorf("%d %v", free, err)
	}
	if _, err := Free("/no/such/folder"); err == nil {
		t.Error("a folder that is not there has room")
	}
}
