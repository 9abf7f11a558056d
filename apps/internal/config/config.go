package config

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"

	"github.com/pelletier/go-toml/v2"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hardware/voice"
)

// Embedded as the node means: this program runs the hall's node itself.
const Embedded = "embedded"

// Node says where the hall's queue authority is.
type Node struct {
	Address   string `toml:"address" comment:"\"embedded\" runs the node in this program; else its address, such as https://10.0.0.5:7300"`
	TokenFile string `toml:"token_file" comment:"file with this terminal's token, from hallctl enrol; empty: TERMINAL.token in data, which the node of this PC makes" path:"file"`
	Pin       string `toml:"pin" comment:"fingerprint of the node's certificate, from node pin; for https"`
	Data      string `toml:"data" comment:"folder of the node's data, where the node is on this PC" path:"file"`
	Listen    string `toml:"listen" comment:"where the embedded node answers the other terminals"`
}

// UnmarshalText takes the short form: node = "embedded", or its address.
func (n *Node) UnmarshalText(text []byte) error {
	n.Address = string(text)
	return nil
}

// Window says how a window stands on the screen.
type Window struct {
	FullScreen bool   `toml:"full_screen"`
	Monitor    string `toml:"monitor" comment:"name of the monitor, such as HDMI-1; empty: the program's rule"`
	X          int    `toml:"x" comment:"position and size of a window that is not full screen"`
	Y          int    `toml:"y"`
	Width      int    `toml:"width"`
	Height     int    `toml:"height"`
}

// Devices names the devices of a terminal by URL. An empty URL means: there is none.
type Devices struct {
	Printer string `toml:"printer" comment:"such as escpos+serial:///dev/ttyS1?baud=115200&profile=80mm"`
	Scanner string `toml:"scanner" comment:"such as serialscan+serial:///dev/ttyUSB0?baud=9600"`
	Voice   string `toml:"voice" comment:"such as clips+system:"`

	LED       string `toml:"led" comment:"the display above the window, such as onbon+serial:///dev/ttyUSB1?baud=57600&address=3"`
	Evaluator string `toml:"evaluator" comment:"keys in front of the visitor, such as keys+serial:///dev/ttyUSB2?profile=framed"`
	IDReader  string `toml:"id_reader" comment:"such as samv+serial:///dev/ttyUSB3?baud=115200"`
	UPS       string `toml:"ups" comment:"such as nut+tcp://127.0.0.1:3493"`

	Cash        string `toml:"cash" comment:"notes or coins, such as id003+serial:///dev/ttyUSB4?profile=uba-cny&journal=/var/lib/brighthall/cash.journal"`
	PagePrinter string `toml:"page_printer" comment:"forms on A4, such as page+ipp://127.0.0.1:631/printers/forms"`
}

// URLs are the devices there are, by their names in the rack.
func (d Devices) URLs() map[string]string {
	all := map[string]string{"printer": d.Printer, "scanner": d.Scanner, "voice": d.Voice, "led": d.LED, "evaluator": d.Evaluator, "id_reader": d.IDReader, "ups": d.UPS,
		"cash": d.Cash, "page_printer": d.PagePrinter}
	maps.DeleteFunc(all, func(_, url string) bool { return url == "" })
	return all
}

// Gateway is where machines of other makers join this terminal.
type Gateway struct {
	Listen    string `toml:"listen" comment:"address on this PC, such as 127.0.0.1:7310; empty: no gateway"`
	TokenFile string `toml:"token_file" comment:"who may join, from hallctl devices invite" path:"file"`
}

// Power says what happens when the mains are away and the battery of the terminal's UPS soon ends.
type Power struct {
	Shutdown []string `toml:"shutdown" comment:"what is run then, such as [\"systemctl\", \"poweroff\"]; []: nothing, somebody must do it by hand"`
}

func poweroff() Power {
	if runtime.GOOS == "windows" {
		return Power{Shutdown: []string{"shutdown", "/s", "/t", "0"}}
	}
	return Power{Shutdown: []string{"systemctl", "poweroff"}}
}

// Kiosk are the settings of a touch kiosk.
type Kiosk struct {
	Terminal  string  `toml:"terminal" comment:"name of this machine, printed on slips"`
	Language  string  `toml:"language"`
	PINFile   string  `toml:"pin_file" comment:"file with the PIN of the staff page, from hallctl staff-pin; empty: nobody gets in" path:"file"`
	Node      Node    `toml:"node"`
	Devices   Devices `toml:"devices"`
	Gateway   Gateway `toml:"gateway"`
	Power     Power   `toml:"power"`
	Window    Window  `toml:"window"`
	DebugSock string  `toml:"debug_socket" comment:"test runs only: tells where the buttons are"`
}

// Counter are the settings of a dual-screen counter.
type Counter struct {
	Terminal  string  `toml:"terminal"`
	Counter   string  `toml:"counter" comment:"number of the counter this machine stands at; empty: the teller chooses"`
	Language  string  `toml:"language"`
	Node      Node    `toml:"node"`
	Devices   Devices `toml:"devices"`
	Gateway   Gateway `toml:"gateway"`
	Power     Power   `toml:"power"`
	Teller    Window  `toml:"teller_window"`
	Customer  Window  `toml:"customer_window"`
	HotKeys   string  `toml:"hot_keys" comment:"held with a digit they are the function key of that number whichever program has the keyboard, with 0 the small strip; empty: none"`
	DebugSock string  `toml:"debug_socket" comment:"test runs only: tells where the buttons are"`
}

// Screen are the settings of a media machine, and the most of a hall display's.
type Screen struct {
	Terminal  string  `toml:"terminal"`
	Language  string  `toml:"language"`
	Node      Node    `toml:"node"`
	Devices   Devices `toml:"devices"`
	Gateway   Gateway `toml:"gateway"`
	Power     Power   `toml:"power"`
	Window    Window  `toml:"window"`
	DebugSock string  `toml:"debug_socket" comment:"test runs only: tells where the buttons are"`
}

// Display are the settings of a hall display, which also calls.
type Display struct {
	Screen
	Voice Voice `toml:"voice"`
}

// Check refuses what no display can do.
func (d *Display) Check() error { return d.Voice.Check() }

// Admin are the settings of the management desktop.
type Admin struct {
	Center    string `toml:"center" comment:"address of the center, such as https://center:7400"`
	CenterPin string `toml:"center_pin" comment:"fingerprint of the center's certificate, from center pin; empty: the system's authorities"`
	Language  string `toml:"language"`
	Window    Window `toml:"window"`
	DebugSock string `toml:"debug_socket" comment:"test runs only: tells where the buttons are"`
}

// NewKiosk are a kiosk's defaults: the smallest hall, with the node inside the kiosk.
func NewKiosk() Kiosk {
	return Kiosk{Terminal: "K01", Language: "zh-CN", Window: Window{FullScreen: true}, Power: poweroff(),
		Node: Node{Address: Embedded, Data: dataFolder(), Listen: "127.0.0.1:7300"}}
}

// NewCounter are a counter's defaults: a node on this PC.
func NewCounter() Counter {
	return Counter{Terminal: "C01", Language: "zh-CN", Node: far(), Teller: Window{FullScreen: true}, Customer: Window{FullScreen: true}, HotKeys: "Ctrl+Alt", Power: poweroff()}
}

// NewDisplay are a hall display's defaults: it speaks at all hours, as loud as its voice is set.
func NewDisplay(terminal string) Display {
	return Display{Screen: NewScreen(terminal), Voice: Voice{Quiet: []voice.Span{}, Volume: Volumes{}}}
}

// NewScreen are the defaults of a media machine.
func NewScreen(terminal string) Screen {
	return Screen{Terminal: terminal, Language: "zh-CN", Node: far(), Window: Window{FullScreen: true}, Power: poweroff()}
}

// NewAdmin are the defaults of the management desktop.
func NewAdmin() Admin {
	return Admin{Center: "http://127.0.0.1:7400", Language: "zh-CN", Window: Window{Width: 1600, Height: 1000}}
}

// far is a node on this PC, which gives its terminals their tokens.
func far() Node { return Node{Address: "http://127.0.0.1:7300", Data: dataFolder()} }

// dataFolder is where the programs of the smallest hall keep what is theirs.
func dataFolder() string {
	base, err := os.UserConfigDir()
	if err != nil {
		base = "."
	}
	return filepath.Join(base, "brighthall")
}

// Load reads the file at path over the defaults in into. No path: the defaults stand. What is wrong is told with its
// line and the nearest right word: every unknown key at once.
func Load(path string, into any) error {
	_, err := read(path, into)
	return err
}

// terminal are settings that name devices.
type terminal interface {
	name() string
	devices() Devices
}

func (k *Kiosk) name() string   { return k.Terminal }
func (c *Counter) name() string { return c.Terminal }
func (s *Screen) name() string  { return s.Terminal }

func (k *Kiosk) devices() Devices   { return k.Devices }
func (c *Counter) devices() Devices { return c.Devices }
func (s *Screen) devices() Devices  { return s.Devices }

// LoadTerminal is Load for a terminal, whose name and devices' URLs are checked too: a typing error in one is told with
// its line.
func LoadTerminal(path string, into terminal, check func(url string) error) error {
	text, err := read(path, into)
	if err != nil || text == nil {
		return err
	}
	var wrong []error
	if err := hall.CheckName(into.name()); err != nil {
		wrong = append(wrong, fmt.Errorf("config %s: terminal %q: %w", path, into.name(), err))
	}
	urls := into.devices().URLs()
	for _, name := range slices.Sorted(maps.Keys(urls)) {
		if err := check(urls[name]); err != nil {
			wrong = append(wrong, fmt.Errorf("config %s: line %d: device %s: %w", path, lineOf(text, "devices", name), name, err))
		}
	}
	return errors.Join(wrong...)
}

// read gives the file's text; nil when there is no file.
func read(path string, into any) ([]byte, error) {
	if path == "" {
		return nil, nil
	}
	text, err := Text(path)
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	if err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(into); err != nil {
		return nil, fmt.Errorf("config %s: %w", path, explain(err, into))
	}
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	besideFile(reflect.ValueOf(into).Elem(), dir)
	if c, ok := into.(interface{ Check() error }); ok {
		if err := c.Check(); err != nil {
			return nil, fmt.Errorf("config %s: %w", path, err)
		}
	}
	return text, nil
}

// besideFile makes the paths in settings, those whose fields are tagged with path:"file", start where the settings file
// is: a service is started in a directory that nobody chose.
func besideFile(v reflect.Value, dir string) {
	if v.Kind() != reflect.Struct {
		return
	}
	for i := range v.NumField() {
		f := v.Field(i)
		if v.Type().Field(i).Tag.Get("path") != "file" {
			besideFile(f, dir)
			continue
		}
		if p := f.String(); p != "" && !filepath.IsAbs(p) {
			f.SetString(filepath.Join(dir, p))
		}
	}
}

// Example is a settings file with every key, its default and what it is for.
func Example(defaults any) (string, error) {
	text, err := toml.Marshal(defaults)
	return string(text), err
}
