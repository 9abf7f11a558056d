// Package ups turns readings of a power supply into what a hall must do: tell, save, end in order, go on.
//
// The drivers are below: nut asks a NUT server over the network, megatec a UPS on a serial line. Watch knows neither;
// it asks any hardware.UPS and tells Events. It decides and does not act: who listens prints the notice, closes the
// kiosk, or shuts the machine down.
package ups
