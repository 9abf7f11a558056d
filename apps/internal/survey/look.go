package survey

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/brighthall/brighthall/apps/internal/machine"
	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/port"
)

// Seen is what the PC has.
type Seen struct {
	Ports    []Port            `json:"ports"`
	USB      []machine.USB     `json:"usb"`
	Printers []string          `json:"printers"` // of the system
	Displays []machine.Display `json:"displays"`
	Typists  []Typist          `json:"typists"`          // keyboards, a person's and scanners'
	Unread   []string          `json:"unread,omitempty"` // what could not be asked, for the log
}

// Port is a serial port and what answered there.
type Port struct {
	Name  string `json:"name"`
	Words string `json:"words,omitempty"` // of its USB adapter
	// URL opens what answered; empty when nothing did.
	URL    string         `json:"url,omitempty"`
	Kind   hardware.Kind  `json:"kind,omitempty"`
	Driver string         `json:"driver,omitempty"`
	Model  string         `json:"model,omitempty"`
	State  hardware.State `json:"state,omitempty"`
	Busy   bool           `json:"in_use,omitempty"` // another program holds it
}

// Sources are where Look looks. All are needed.
type Sources struct {
	Ports    func() ([]port.Found, error)
	USB      func() ([]machine.USB, error)
	Printers func(context.Context) ([]string, error)
	Displays func() ([]machine.Display, error)
	Keys     func() ([]machine.Keyboard, error)
	Open     func(ctx context.Context, url string) (hardware.Device, error)
	Tell     func(words string) // what is being asked, because it takes its time; may be nil
}

// questions are the drivers that ask without changing anything, each at the speeds its devices come with, the commonest
// first. Cash is not among them, nor are scanners, which are given settings as soon as they are opened.
var questions = []struct {
	url   string
	speed []int
}{
	{"escpos+serial://%s?baud=%d", []int{115200, 38400, 19200, 9600}},
	{"samv+serial://%s?baud=%d", []int{115200}}, // it searches the others itself
	{"megatec+serial://%s?baud=%d", []int{2400}},
	{"syn6288+serial://%s?baud=%d", []int{9600}},
	{"xfs5152+serial://%s?baud=%d", []int{9600, 115200}},
}

// answerTime is how long one question may take.
const answerTime = 2500 * time.Millisecond

// Look lists what there is and asks every serial port who is there.
func Look(ctx context.Context, s Sources) Seen {
	var seen Seen
	note := func(what string, err error) {
		if err != nil {
			seen.Unread = append(seen.Unread, what+": "+err.Error())
		}
	}
	var err error
	seen.USB, err = s.USB()
	note("usb", err)
	seen.Printers, err = s.Printers(ctx)
	note("printers", err)
	seen.Displays, err = s.Displays()
	note("displays", err)
	keyboards, err := s.Keys()
	note("keyboards", err)
	seen.Typists = typists(keyboards, seen.USB)
	ports, err := s.Ports()
	note("ports", err)
	for _, p := range ports {
		seen.Ports = append(seen.Ports, s.ask(ctx, p))
	}
	return seen
}

// ask puts the questions until one is answered.
func (s Sources) ask(ctx context.Context, f port.Found) Port {
	p := Port{Name: f.Name, Words: f.Words}
	for _, q := range questions {
		for _, baud := range q.speed {
			url := fmt.Sprintf(q.url, f.Name, baud)
			if !strings.HasPrefix(f.Name, "/") {
				url = fmt.Sprintf(strings.Replace(q.url, "://", ":", 1), f.Name, baud) // serial:COM3
			}
			if s.Tell != nil {
				s.Tell(url)
			}
			if s.try(ctx, url, &p) || p.Busy || ctx.Err() != nil {
				return p
			}
		}
	}
	return p
}

func (s Sources) try(ctx context.Context, url string, p *Port) bool {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	d, err := s.Open(ctx, url)
	if err != nil {
		p.Busy = hardware.CodeOf(err) == hardware.InUse
		return false
	}
	defer d.Close()
	asked, ok := d.(interface {
		Status(context.Context) (hardware.Status, error)
	})
	if !ok {
		return false
	}
	st, err := asked.Status(ctx)
	if err != nil || !answered(st) {
		return false
	}
	info := d.Info()
	p.URL, p.Kind, p.Driver, p.Model, p.State = url, info.Kind, info.Driver, info.Model, st.State
	return true
}

// answered: the state is one that only a device of this protocol can have told.
func answered(st hardware.Status) bool {
	switch st.State {
	case hardware.Ready, hardware.Busy:
		return true
	case hardware.Absent:
		return false
	}
	switch st.Code {
	case hardware.Garbled, hardware.Stalled, hardware.Failed, hardware.InUse, hardware.BadConfig, hardware.PrinterUnconfirmed:
		return false
	}
	return !strings.HasSuffix(string(st.Code), ".silent")
}
