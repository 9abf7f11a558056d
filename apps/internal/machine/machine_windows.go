package machine

import (
	"context"
	"fmt"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

var user32 = windows.NewLazySystemDLL("user32.dll")

// monitorInfo is MONITORINFOEXW (winuser.h).
type monitorInfo struct {
	size    uint32
	monitor windows.Rect
	work    windows.Rect
	flags   uint32
	device  [32]uint16
}

// Displays asks EnumDisplayMonitors. The size of the glass is not told.
func Displays() ([]Display, error) {
	var found []Display
	each := windows.NewCallback(func(monitor, _, _, _ uintptr) uintptr {
		m := monitorInfo{size: uint32(unsafe.Sizeof(monitorInfo{}))}
		if ok, _, _ := user32.NewProc("GetMonitorInfoW").Call(monitor, uintptr(unsafe.Pointer(&m))); ok != 0 {
			found = append(found, Display{Name: windows.UTF16ToString(m.device[:]), Width: int(m.monitor.Right - m.monitor.Left), Height: int(m.monitor.Bottom - m.monitor.Top)})
		}
		return 1 // go on
	})
	if ok, _, err := user32.NewProc("EnumDisplayMonitors").Call(0, 0, each, 0); ok == 0 {
		return nil, fmt.Errorf("machine.Displays: %w", err)
	}
	return found, nil
}

// USBs reads which USB devices this PC has ever known; Windows keeps those that were unplugged.
func USBs() ([]USB, error) {
	var found []USB
	err := each(`SYSTEM\CurrentControlSet\Enum\USB`, func(id string, k registry.Key) {
		vendor, product, ok := strings.Cut(strings.ToLower(id), "&pid_")
		if !ok || !strings.HasPrefix(vendor, "vid_") {
			return
		}
		sockets, _ := k.ReadSubKeyNames(-1)
		for _, s := range sockets {
			found = append(found, USB{Vendor: vendor[4:], Product: product[:min(4, len(product))], Words: described(k, s), Socket: s})
		}
	})
	return found, err
}

// Keyboards lists none: a program hears all of them at once, and those that may be scanners are among the USB devices.
func Keyboards() ([]Keyboard, error) { return nil, nil }

func described(k registry.Key, socket string) string {
	d, err := registry.OpenKey(k, socket, registry.QUERY_VALUE)
	if err != nil {
		return ""
	}
	defer d.Close()
	words, _, _ := d.GetStringValue("DeviceDesc")
	return words[strings.LastIndexByte(words, ';')+1:]
}

// Printers lists the spooler's queues.
func Printers(context.Context) ([]string, error) {
	var found []string
	err := each(`SYSTEM\CurrentControlSet\Control\Print\Printers`, func(name string, _ registry.Key) { found = append(found, name) })
	return found, err
}

func each(folder string, do func(name string, k registry.Key)) error {
	root, err := registry.OpenKey(registry.LOCAL_MACHINE, folder, registry.READ)
	if err != nil {
		return fmt.Errorf("machine: %s: %w", folder, err)
	}
	defer root.Close()
	names, err := root.ReadSubKeyNames(-1)
	if err != nil {
		return fmt.Errorf("machine: %s: %w", folder, err)
	}
	for _, name := range names {
		if k, err := registry.OpenKey(root, name, registry.READ); err == nil {
			do(name, k)
			k.Close()
		}
	}
	return nil
}

// Free is the room that a program may still fill on the disk of a folder, in bytes.
func Free(folder string) (uint64, error) {
	p, err := windows.UTF16PtrFromString(folder)
	if err != nil {
		return 0, err
	}
	var free uint64
	err = windows.GetDiskFreeSpaceEx(p, &free, nil, nil)
	return free, err
}
