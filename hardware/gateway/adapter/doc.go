// Package adapter is the reference adapter of the device gateway: it bridges an old queue machine's serial protocol,
// described by a template file, to the gateway.
//
//	t, err := adapter.ReadTemplate(file)
//	b := adapter.NewBridge(t, func(ctx context.Context) (port.Port, error) { return port.Open(ctx, "serial:///dev/ttyUSB0?baud=9600") })
//	l := adapter.NewLink(adapter.Options{URL: "http://127.0.0.1:7400", Token: token, Name: "old-east", Registration: t.Registration()}, b)
//	b.Deliver = l.Deliver
//	err = l.Run(ctx)                      // and b.Run(ctx) beside it
//
// Link keeps every rule of the interface for whatever Machine it is given, so an adapter for another machine in Go is a
// Machine.
//
// A template is JSON. A frame is hex bytes and fields in braces, {name:width:coding}; sum is the checksum of what is
// before it from the byte number "from". Codings: ascii (padded with spaces), digits (padded with zeros, letters
// dropped), byte (binary, the high byte first), bcd.
//
//	{"name": "old queue machine", "checksum": {"type": "xor", "from": 1},
//	 "ask":    "02 4E {service:1:ascii} {window:2:digits} {sum} 03",
//	 "number": "02 52 {number:4:ascii} {ahead:2:digits} {sum} 03",
//	 "refuse": "02 45 {service:1:ascii} {sum} 03",
//	 "call":   "02 43 {window:2:digits} {number:4:ascii} {sum} 03",
//	 "ack": "06", "nak": "15", "ack_ms": 1000}
//
// ask comes from the machine, the others go to it. A frame the machine does not have is left out. A number is sent
// once; only a nak, which says that nothing was printed, allows a second time. A call is sent up to three times.
//
// # Troubleshooting
//
//   - Buttons do nothing: the ask frame differs. Record the line (hallctl devices record) and compare.
//   - Numbers are printed and reported as unconfirmed: the machine acknowledges otherwise than the template says, or later than ack_ms.
//   - The machine prints nothing and answers nak: the checksum, its type or the byte it begins from.
package adapter
