// Package modbustest is a line with virtual digit displays that speak Modbus RTU: see what each shows, let one lose its
// power, answer as another station, refuse, or let the line be noisy. It is written from the Modbus specification and
// shares no code with the driver.
package modbustest
