// Package megatectest is a virtual UPS that answers Q1: take its mains away, let its battery run down, break it. It is
// written from the protocol and shares no code with the driver.
package megatectest
