package machine

import (
	"context"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Displays reads the kernel's connectors (/sys/class/drm). A virtual screen has none.
func Displays() ([]Display, error) { return displays(os.DirFS("/sys/class/drm")) }

func displays(drm fs.FS) ([]Display, error) {
	connectors, err := fs.Glob(drm, "card*-*")
	if err != nil {
		return nil, err
	}
	var found []Display
	for _, c := range connectors {
		if word(drm, c, "status") != "connected" {
			continue
		}
		d := Display{Name: c[strings.IndexByte(c, '-')+1:]}
		best, _, _ := strings.Cut(word(drm, c, "modes"), "\n")
		d.Width, d.Height = size(best)
		if edid, err := fs.ReadFile(drm, path.Join(c, "edid")); err == nil {
			d.WideMM, d.HighMM = glass(edid)
		}
		found = append(found, d)
	}
	return found, nil
}

// size reads a mode such as 1920x1080 or 1920x1080i.
func size(mode string) (w, h int) {
	wide, high, _ := strings.Cut(strings.TrimRight(mode, "i"), "x")
	w, _ = strconv.Atoi(wide)
	h, _ = strconv.Atoi(high)
	return w, h
}

// glass is the size in an EDID 1.x block: centimetres in bytes 21 and 22 (VESA E-EDID, 3.6.2). Zero or an aspect ratio
// is not told.
func glass(edid []byte) (w, h int) {
	if len(edid) < 128 || edid[21] == 0 || edid[22] == 0 {
		return 0, 0
	}
	return int(edid[21]) * 10, int(edid[22]) * 10
}

// USBs reads /sys/bus/usb/devices, hubs left out.
func USBs() ([]USB, error) { return usbs(os.DirFS("/sys/bus/usb/devices")) }

func usbs(bus fs.FS) ([]USB, error) {
	all, err := fs.Glob(bus, "*-*")
	if err != nil {
		return nil, err
	}
	var found []USB
	for _, socket := range all {
		vendor := word(bus, socket, "idVendor")
		if vendor == "" || word(bus, socket, "bDeviceClass") == "09" {
			continue // an interface, or a hub
		}
		found = append(found, USB{Vendor: vendor, Product: word(bus, socket, "idProduct"), Socket: socket,
			Words: strings.TrimSpace(word(bus, socket, "manufacturer") + " " + word(bus, socket, "product"))})
	}
	return found, nil
}

// Keyboards reads the names that udev gives to keyboards on USB sockets.
func Keyboards() ([]Keyboard, error) {
	const folder = "/dev/input/by-id"
	return keyboards(os.DirFS(folder), folder)
}

func keyboards(byID fs.FS, folder string) ([]Keyboard, error) {
	names, err := fs.Glob(byID, "*-event-kbd")
	if err != nil {
		return nil, err
	}
	var found []Keyboard
	for _, n := range names {
		words := strings.TrimSuffix(strings.TrimPrefix(n, "usb-"), "-event-kbd")
		found = append(found, Keyboard{Path: path.Join(folder, n), Words: strings.ReplaceAll(words, "_", " ")})
	}
	return found, nil
}

func word(in fs.FS, parts ...string) string {
	text, err := fs.ReadFile(in, path.Join(parts...))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(text))
}

// Printers asks CUPS for its queues; without CUPS there are none.
func Printers(ctx context.Context) ([]string, error) {
	if _, err := exec.LookPath("lpstat"); err != nil {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "lpstat", "-e").Output()
	return strings.Fields(string(out)), err
}

// Free is the room that a program may still fill on the disk of a folder, in bytes.
func Free(folder string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(folder, &s); err != nil {
		return 0, &fs.PathError{Op: "statfs", Path: folder, Err: err}
	}
	return s.Bavail * uint64(s.Bsize), nil
}
