// Package tape records a session on a real port to a file and plays it again as a port.
//
// What happened once at a real machine in a real hall becomes a test that runs everywhere:
//
//	rec := tape.NewRecorder(file, port.Open, time.Now)
//	dev, err := registry.Open(port.WithOpener(ctx, rec.Open), "samv+serial:///dev/ttyUSB0?baud=115200")
//	… use the device, then …
//	err = rec.Err()
//
//	t, err := tape.Read(file)
//	play := tape.NewPlayer(t, tape.Options{})
//	dev, err := registry.Open(port.WithOpener(ctx, play.Open), "samv+serial:///dev/any?baud=115200")
//	… the driver lives through the same session …
//	err = play.Err()
//
// A tape is JSON lines, made to be read and cut by hand. t is in milliseconds since the tape began, out is what the
// driver sent and in what it was answered; began_at_ms is when the tape was made, device what was used:
//
//	{"t":0,"dir":"open","at":"serial:///dev/ttyUSB0?baud=115200","began_at_ms":1795977000000,"device":"samv+…"}
//	{"t":3,"dir":"out","hex":"aaaaaa96690003120.."}
//	{"t":21,"dir":"in","hex":"aaaaaa9669000400008084"}
//	{"t":900,"dir":"gone"}
//
// The player answers when everything sent before the answer was sent again. Strict, the driver must send the same bytes
// in the same order, in whatever pieces; lenient, any write stands for what was written at its place (a clock or a
// counter in the frames). At the end of the tape the line is silent.
//
// A tape holds whatever passed the wire. A card reader's holds a person: record with a specimen card, or keep the file
// as you would the card. The package knows no protocol.
package tape
