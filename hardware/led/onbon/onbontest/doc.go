// Package onbontest is a line with virtual screens of the Onbon BX-5 kind on it: see what each shows, let one lose its
// power, answer under another address, refuse, or let the line be noisy. It is written from the protocol table and
// shares no code with the driver.
package onbontest
