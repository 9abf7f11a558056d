package survey

import (
	"slices"
	"strings"

	"github.com/brighthall/brighthall/apps/internal/machine"
)

// Typist is a keyboard, and the URL by which it is read as a scanner.
type Typist struct {
	Words   string `json:"words"`
	URL     string `json:"url"`
	Scanner bool   `json:"scanner"` // it looks like one; a person who sees it knows
}

// makers are USB vendors that make scanners and hardly a person's keyboard: Symbol and Zebra, Honeywell and Metrologic,
// Hand Held, Datalogic and PSC, Newland, Opticon.
var makers = []string{"05e0", "0c2e", "0536", "05f9", "080c", "1eab", "065a"}

// scannerWords are what scanners call themselves by.
var scannerWords = []string{"scan", "barcode", "bar code", "symbol", "zebra", "honeywell", "metrologic", "datalogic", "newland", "opticon", "hand held", "cipherlab"}

// typists judges keyboards by their words. Where the system does not list them, it names the USB devices that may be
// scanners and type.
func typists(keyboards []machine.Keyboard, usb []machine.USB) (all []Typist) {
	for _, k := range keyboards {
		all = append(all, Typist{Words: k.Words, URL: "wedge+evdev://" + k.Path, Scanner: looks(k.Words)})
	}
	if keyboards != nil {
		return all
	}
	for _, u := range usb {
		if slices.Contains(makers, u.Vendor) || looks(u.Words) {
			all = append(all, Typist{Words: strings.TrimSpace(u.Vendor + ":" + u.Product + " " + u.Words), URL: "wedge+hook:", Scanner: true})
		}
	}
	return all
}

func looks(words string) bool {
	words = strings.ToLower(words)
	return slices.ContainsFunc(scannerWords, func(w string) bool { return strings.Contains(words, w) })
}
