// Package nuttest is a virtual NUT server with one UPS: take its mains away, let its battery run down, pull out its
// cable. It is written from the protocol and shares no code with the driver.
package nuttest
