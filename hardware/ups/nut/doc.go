// Package nut asks a NUT server (upsd) how its UPS is, over the network.
//
//	nut+tcp://10.0.0.2:3493?ups=su700
//	nut+tcp://127.0.0.1                       (port 3493, the server's first UPS)
//
// The protocol is lines of text: `LIST VAR su700` and the list, or `ERR` and a word. ups.status is a list of words: OL on line, OB on
// battery, LB low battery, RB replace battery, OVER, BYPASS, OFF, CAL (it tests itself), FSD (the server shuts everything down).
//
// # Troubleshooting
//
//   - Missing: upsd does not run or listens on 127.0.0.1 only. Look at LISTEN in its upsd.conf, and the firewall.
//   - ups.unknown-name: the name is not in the server's ups.conf. `upsc -l host` lists them.
//   - ups.stale: upsd runs, its driver has lost the UPS. Look at the USB cable, restart nut-driver.
//   - ups.denied: the server lets only known hosts ask.
//   - device.garbled: something else listens on the port.
package nut
