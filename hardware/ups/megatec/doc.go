// Package megatec asks a UPS with the Megatec "Q1" protocol on a serial line, 2400 8N1: Santak, EAST, KSTAR and most
// small UPSs sold here.
//
//	megatec+serial:///dev/ttyS3?baud=2400&empty=21&full=27
//
// `Q1` and CR are answered with `(MMM.M NNN.N PPP.P QQQ RR.R SS.S TT.T b7b6b5b4b3b2b1b0` and CR: mains, mains at the
// last fault and output in volts, load in percent, frequency, battery volts, temperature, and bits: 7 mains away, 6
// battery low, 5 bypass or boost, 4 UPS broken, 3 stand-by type, 2 test runs, 1 shutdown runs, 0 beeper. A value that
// cannot be measured is dashes.
//
// The protocol does not tell the charge. `empty` and `full` are battery volts as this model reports them (some report
// one cell: 1.75 and 2.25); with both, the charge on battery is reckoned between them. Without, the charge is not known
// and the UPS's own "battery low" counts.
//
// # Troubleshooting
//
//   - ups.silent: a special cable is often needed (pins 2, 3, 5 only), or the UPS is an HID model: use NUT.
//   - device.garbled: wrong baud rate; it is 2400 on nearly all.
//   - ups.overload: pull the printer's or heater's plug out of the UPS.
//   - ups.replace-battery is never told by this protocol: have the battery measured each year.
package megatec
