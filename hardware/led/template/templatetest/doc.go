// Package templatetest is a line with virtual window screens of three imagined makers, with simple frames: see what
// each shows, let one lose its power, answer under another address, refuse, or let the line be noisy. It is written
// from the makers' sheets, which are the comments of the shapes, and shares no code with the driver.
package templatetest
