package port_test

import (
	"testing"

	"github.com/brighthall/brighthall/hardware/port"
)

func TestAnAdapterIsFoundAgainUnderItsNewName(t *testing.T) {
	const printer, scanner = "escpos+serial:///dev/ttyUSB0?baud=115200", "gm65+serial:///dev/ttyUSB1?baud=9600"
	ftdi := func(name, serial string) port.Found {
		return port.Found{Name: name, USB: true, Vendor: "0403", Product: "6001", Serial: serial}
	}
	ch340 := func(name string) port.Found {
		return port.Found{Name: name, USB: true, Vendor: "1a86", Product: "7523"}
	}
	board := port.Found{Name: "/dev/ttyS0"}
	for _, c := range []struct {
		name        string
		before, now []port.Found
		want        string // of the printer
	}{
		{"nothing moved", []port.Found{ftdi("/dev/ttyUSB0", "A1")}, []port.Found{ftdi("/dev/ttyUSB0", "A1")}, printer},
		{"another socket", []port.Found{ftdi("/dev/ttyUSB0", "A1")}, []port.Found{board, ftdi("/dev/ttyUSB3", "A1")}, "escpos+serial:///dev/ttyUSB3?baud=115200"},
		{"another adapter of the make is not taken for it", []port.Found{ftdi("/dev/ttyUSB0", "A1")}, []port.Found{ftdi("/dev/ttyUSB3", "B2")}, printer},
		{"no serial number, one has appeared", []port.Found{ch340("/dev/ttyUSB0")}, []port.Found{ch340("/dev/ttyUSB2")}, "escpos+serial:///dev/ttyUSB2?baud=115200"},
		{"no serial number, two have appeared: no guess", []port.Found{ch340("/dev/ttyUSB0")}, []port.Found{ch340("/dev/ttyUSB2"), ch340("/dev/ttyUSB3")}, printer},
		{"no serial number, the scanner's stays the scanner's", []port.Found{ch340("/dev/ttyUSB0"), ch340("/dev/ttyUSB1")}, []port.Found{ch340("/dev/ttyUSB1")}, printer},
		{"a port on the board has no adapter to follow", []port.Found{{Name: "/dev/ttyUSB0"}}, []port.Found{ftdi("/dev/ttyUSB3", "")}, printer},
		{"all unplugged", []port.Found{ftdi("/dev/ttyUSB0", "A1")}, nil, printer},
	} {
		t.Run(c.name, func(t *testing.T) {
			ports := c.before
			f := port.NewFollow(func() ([]port.Found, error) { return ports, nil })
			f.Opened(printer, printer)
			f.Opened(scanner, scanner)
			ports = c.now
			if got := f.Where(printer); got != c.want {
				t.Errorf("opens %s, want %s", got, c.want)
			}
		})
	}
}

func TestOnWindowsTooAnAdapterIsFoundAgain(t *testing.T) {
	ports := []port.Found{{Name: "COM3", USB: true, Vendor: "067b", Product: "2303", Serial: "X"}}
	f := port.NewFollow(func() ([]port.Found, error) { return ports, nil })
	f.Opened("samv+serial:COM3?baud=115200", "samv+serial:COM3?baud=115200")
	ports = []port.Found{{Name: "COM7", USB: true, Vendor: "067b", Product: "2303", Serial: "X"}}
	if got := f.Where("samv+serial:COM3?baud=115200"); got != "samv+serial:COM7?baud=115200" {
		t.Error(got)
	}
}

func TestTheSystemListsItsPorts(t *testing.T) {
	ports, err := port.List()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range ports {
		if p.Name == "" {
			t.Errorf("a port without a name: %+v", p)
		}
	}
}
