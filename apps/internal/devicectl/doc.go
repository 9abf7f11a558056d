// Package devicectl is what hallctl does with devices: run a simulated one alone (sim), and open a real or simulated one, ask what it is
// and use it once (devices probe).
//
//	hallctl sim escpos --link /tmp/prn                                  a virtual printer on a pseudo terminal; acts come by stdin
//	hallctl devices probe 'escpos+serial:///tmp/prn?profile=80mm' F.png --json
//
// So a driver of ours can be tried against anybody's simulator or device, and a simulator of ours against anybody's driver.
package devicectl
