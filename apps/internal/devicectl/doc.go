// Package devicectl is what hallctl does with devices: run a simulated one alone (sim), and open a real or simulated
// one, ask what it is and use it once (devices probe): without a text or a file something harmless is printed, said or
// shown.
//
//	hallctl sim --list                                                  what can be simulated, and what can be done at it
//	hallctl sim escpos --link /tmp/prn --do 'near on'                   a virtual printer on a pseudo terminal; more acts come by stdin
//	hallctl devices probe 'escpos+serial:///tmp/prn?profile=80mm' F.png --json
//	hallctl devices record 'samv+serial:///dev/ttyUSB0' --out F.tape    a session at a real machine, and
//	hallctl devices replay F.tape samv                                  the same session again, without it
//	hallctl devices conform --url http://127.0.0.1:7411                 the rules of the device gateway, tried on a vendor's adapter
//	hallctl devices adapter --template stx-etx --port … --gateway …     an old queue machine joins
//
// So a driver of ours can be tried against anybody's simulator or device, and a simulator of ours against anybody's
// driver.
package devicectl
