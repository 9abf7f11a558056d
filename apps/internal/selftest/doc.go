// Package selftest tries everything a terminal stands on before the doors open: it prints a test slip and reads its
// confirmation, asks for a card and a code, says a sentence, looks at the power, at the clock, the disk and the
// displays.
//
//	report := selftest.Run(ctx, selftest.Options{Devices: devices, Folder: data, Clock: clock, Person: ask, …})
//	fmt.Print(report.Words(book, hall.Chinese))
//
// It mends nothing. What nobody stands there for (a card, a code) is not tried then, and the report says so.
package selftest
