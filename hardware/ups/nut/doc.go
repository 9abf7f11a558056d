// Package nut asks a NUT server (upsd) how its UPS is, over the network.
//
//	nut+tcp://10.0.0.2:3493?ups=su700
//	nut+tcp://127.0.0.1                       (port 3493, the server's first UPS)
//
// The protocol is lines of text: `LIST VAR su700` and the list, or `ERR` and a word. ups.status is a list of words: OL
// on line, OB on battery, LB low battery, RB replace battery, OVER, BYPASS, OFF, CAL and TEST (it tests itself), BOOST
// and TRIM (on line, the voltage is mended), ALARM and OVERHEAT, FSD and SD (the output is about to be switched off:
// every machine behind it shuts down now, on mains too).
//
// # Troubleshooting
//
//   - Missing: upsd does not run or listens on 127.0.0.1 only. Look at LISTEN in its upsd.conf, and the firewall.
//   - ups.unknown-name: the name is not in the server's ups.conf. `upsc -l host` lists them.
//   - ups.stale: upsd runs, its driver has lost the UPS (NOCOMM). Look at the USB cable, restart nut-driver.
//   - ups.waiting: the driver has just started (WAIT). If it stays so for a minute, look at the USB cable.
//   - ups.unclear: ups.status says neither OL nor OB nor any word that means one of them (LB alone). Try another driver in ups.conf.
//   - ups.off: its output is off. OFF without OL says nothing of the mains, so an outage goes on; the same of BYPASS without volts at the
//     input (input.voltage).
//   - ups.shutdown: the server ordered the shutdown (FSD). It stays until upsd is restarted, also when the mains are back.
//   - ups.alarm: the UPS's own panel, and ups.alarm in `upsc NAME`, say why.
//   - ups.denied: the server lets only known hosts ask.
//   - device.stranger: something else listens on the port.
package nut
