package system

import (
	"fmt"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hardware/all"
)

// Flags are the command line of every program with windows. A flag wins over the settings file.
type Flags struct {
	Config   string `help:"Settings file (TOML)." type:"path" placeholder:"FILE"`
	Example  bool   `help:"Print a settings file with every key and its default, and stop."`
	Data     string `help:"Folder of the embedded node's data." type:"path" placeholder:"DIR"`
	Listen   string `help:"Where the embedded node answers." placeholder:"HOST:PORT"`
	Node     string `help:"Address of the node, or \"embedded\"." placeholder:"URL"`
	Token    string `help:"File with this terminal's token." type:"path" placeholder:"FILE"`
	Printer  string `help:"Printer, by URL." placeholder:"URL"`
	Scanner  string `help:"Scanner, by URL." placeholder:"URL"`
	Voice    string `help:"Voice, by URL." placeholder:"URL"`
	Counter  string `help:"The counter this machine stands at." placeholder:"ID"`
	Windowed string `help:"Not full screen: position and size, such as 1080x1920+0+0." placeholder:"WxH+X+Y"`
	Outer    string `help:"The same for the customer's window." placeholder:"WxH+X+Y"`
	Debug    string `help:"Test runs only: a socket that tells where the buttons are." type:"path" placeholder:"FILE"`
}

// checkDevice looks at a device's URL without touching the device.
func checkDevice(url string) error {
	_, err := all.Registry(all.Resources{}).Check(url)
	return err
}

// Over writes what the command line says over a node's settings.
func (f Flags) overNode(n *config.Node) {
	set(&n.Data, f.Data)
	set(&n.Listen, f.Listen)
	set(&n.Address, f.Node)
	set(&n.TokenFile, f.Token)
}

func (f Flags) overDevices(d *config.Devices) {
	set(&d.Printer, f.Printer)
	set(&d.Scanner, f.Scanner)
	set(&d.Voice, f.Voice)
}

func set(to *string, value string) {
	if value != "" {
		*to = value
	}
}

// overWindow reads "1080x1920+0+0".
func overWindow(w *config.Window, text string) error {
	if text == "" {
		return nil
	}
	read := config.Window{}
	if _, err := fmt.Sscanf(text, "%dx%d+%d+%d", &read.Width, &read.Height, &read.X, &read.Y); err != nil {
		return fmt.Errorf("a window is written WxH+X+Y, such as 1080x1920+0+0, not %q", text)
	}
	*w = read
	return nil
}

// KioskConfig are the settings in force.
func (f Flags) KioskConfig() (config.Kiosk, error) {
	c := config.NewKiosk()
	if err := config.LoadTerminal(f.Config, &c, checkDevice); err != nil {
		return c, err
	}
	f.overNode(&c.Node)
	f.overDevices(&c.Devices)
	set(&c.DebugSock, f.Debug)
	return c, overWindow(&c.Window, f.Windowed)
}

// CounterConfig are the settings in force.
func (f Flags) CounterConfig() (config.Counter, error) {
	c := config.NewCounter()
	if err := config.LoadTerminal(f.Config, &c, checkDevice); err != nil {
		return c, err
	}
	f.overNode(&c.Node)
	f.overDevices(&c.Devices)
	set(&c.Counter, f.Counter)
	set(&c.DebugSock, f.Debug)
	if err := overWindow(&c.Teller, f.Windowed); err != nil {
		return c, err
	}
	return c, overWindow(&c.Customer, f.Outer)
}

// DisplayConfig are the settings in force of a hall display.
func (f Flags) DisplayConfig(terminal string) (config.Display, error) {
	c := config.NewDisplay(terminal)
	if err := config.Load(f.Config, &c); err != nil {
		return c, err
	}
	return c, f.overScreen(&c.Screen)
}

// ScreenConfig are the settings in force of a media machine.
func (f Flags) ScreenConfig(terminal string) (config.Screen, error) {
	c := config.NewScreen(terminal)
	if err := config.LoadTerminal(f.Config, &c, checkDevice); err != nil {
		return c, err
	}
	return c, f.overScreen(&c)
}

func (f Flags) overScreen(c *config.Screen) error {
	f.overNode(&c.Node)
	f.overDevices(&c.Devices)
	set(&c.DebugSock, f.Debug)
	return overWindow(&c.Window, f.Windowed)
}
