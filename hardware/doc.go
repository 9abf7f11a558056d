// Package hardware names the kinds of device a business hall has and what is said to them.
//
// A kind is an interface of one to three methods: Printer, Scanner, Voice. A driver
// implements one kind for one protocol in its own sub-package; what it prints or says
// arrives in device words (Slip, Utterance), never in the words of the hall. Whatever goes
// wrong is a Fault with a stable Code, which also tells whether trying again can help.
//
// Devices are opened from a URL by an explicit Registry (nothing registers itself):
//
//	reg := all.Registry(all.Resources{Regular: ttf, Bold: boldTTF, Sounds: sounds.Voice})
//	dev, err := reg.Open(ctx, "escpos+serial:///dev/ttyS1?baud=115200&profile=58mm")
//	printer := dev.(hardware.Printer)
//
// A program seldom does that itself: package rack opens a terminal's devices from its
// configuration, watches them and opens them again when they come back.
//
// The package refuses to know tickets, counters, customers, screens and databases, and it
// opens no port: it is vocabulary. Sentences for people are made elsewhere from the codes.
package hardware
