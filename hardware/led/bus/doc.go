// Package bus is what window screens have in common: a half-duplex line with several of them on it, and one screen that
// keeps showing what it should.
//
//	lines := bus.NewLines(open)                       // one for a program: two screens on one port share the line
//	seat, err := lines.Seat(ctx, "serial:///dev/ttyS4?baud=57600", 2)
//	screen := bus.New(seat, protocol, bus.Options{Driver: "onbon", Hold: 10 * time.Minute})
//	go screen.Run(ctx)                                // keeps it fresh, dark when ctx ends
//
// On a line one question is out at a time; between the last byte and the next question lie 20 ms, so that the wires can
// turn round. A question is asked three times, and the line is given to another screen between the tries: a dead screen
// costs the others one wait, not three. A screen that is known to be silent is asked once. Answers of another address
// are dropped.
//
// No number may stand that nobody is serving any more. A screen that can forget by itself is told to (Hold) and is told
// again at half of that time; Close and the end of Run make it dark; what is found on a screen at the start is cleared.
// A screen that cannot forget keeps its number when the machine loses its power: such screens belong on the machine's
// switched socket.
//
// What differs between makers is a Protocol: packages onbon, modbus and template. This package knows no bytes.
//
// # Troubleshooting
//
//   - All screens of a line dark at once (led.silent): the adapter, or the first stretch of wire; A and B crossed. The lamp of the adapter must
//     flash once a second at least.
//   - One is dark (led.silent): its power, its plug, its address.
//   - led.other-address: the screen was exchanged and has the address of its former place. Set it by its switches or its remote control.
//   - device.garbled now and then: no terminating resistor (120 Ω at both ends), or two screens with one address.
//   - device.garbled always: the speed. Or the adapter hears itself: add echo=on to the URL.
package bus
