// Package porttest is the other end of a port: a line a simulated device sits on.
//
// A Line is a real pseudo-terminal behind a symbolic link, so the driver opens it as it
// would open /dev/ttyS1. Unplug takes the terminal away, Plug gives a new one under the
// same name. The device's side reads and writes at the pace of a baud rate, because a
// pseudo-terminal by itself is instantaneous, and hears nonsense from a driver that has set
// another one, as on a real line.
//
// Simulators are ordinary programs' parts (the device bench uses them): nothing here
// imports testing.
package porttest
