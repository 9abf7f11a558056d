// Package sims lists the simulated devices, so that a program can run any of them alone.
//
// A simulator speaks its device's real protocol over the link it is given and shares no code with the driver. The bench
// window, the demo and `hallctl sim` start them from this list. A new simulator is one line in All.
package sims

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/brighthall/brighthall/hardware"
)

// Sim is one simulated device.
type Sim struct {
	Name    string        // protocol, as in a device's URL: "samv"
	Kind    hardware.Kind // what it is for
	Baud    int           // its line's usual speed; 0 for network devices, which listen on TCP instead of a pty
	Example string        // the URL a driver opens it by, with %s for the port: "samv+%s?baud=115200"
	// Make makes the device, switched on, with nothing on it. It writes one line to say for everything a person could
	// see or hear of it.
	Make func(say func(string)) Device
}

// Device is a simulated device that runs.
type Device interface {
	// Serve speaks over the link until ctx ends or the link is gone. It may be called again with a new link after an
	// unplug.
	Serve(ctx context.Context, link io.ReadWriteCloser) error
	// Act does what a person at the device could do, in words: "card resident", "paper out", "press 5". The error lists
	// what it understands.
	Act(words string) error
}

// Awaiting is a Device at which what a person does counts only at times: a key while the box asks for one, a note while
// the slot is open.
type Awaiting interface {
	Awaits() bool
}

// Acts says what a device understands, in the words of Act.
func (s Sim) Acts() string {
	err := s.Make(func(string) {}).Act("help") // nobody's act: the error lists them
	if err == nil {
		return ""
	}
	words := err.Error()
	for _, before := range []string{"say: ", "\"help\": ", "\"help\", one of: "} {
		if i := strings.Index(words, before); i >= 0 {
			words = words[i+len(before):]
		}
	}
	return words
}

// All lists every simulator by name.
func All() []Sim {
	return slices.Concat(evaluators(), scanners(), acceptors(), printers(), pagePrinters(), cardReaders(), supplies(), voices(), windowScreens())
}

// Find returns the simulator of a name.
func Find(name string) (Sim, bool) {
	for _, s := range All() {
		if s.Name == name {
			return s, true
		}
	}
	return Sim{}, false
}
