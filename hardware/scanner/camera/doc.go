// Package camera is a scanner made of a camera: it reads the QR code on a phone's screen or a ticket, and the ticket's
// Code128.
//
//	camera+v4l2:///dev/video0?size=1280x720     a USB camera on Linux; format=yuyv, mjpeg, grey or nv12 if it must be one of them
//	camera+tcp://10.0.0.31:8554                 a camera on the network that sends JPEG pictures, bare or as multipart/x-mixed-replace
//	camera+dir:///var/spool/pictures            pictures that something else puts there, in the order of their names; every=200ms
//
// A terminal's settings name it as they name any scanner:
//
//	[devices]
//	scanner = "camera+v4l2:///dev/video0"
//
// Windows has no V4L2. There a program such as ffmpeg gives the camera's pictures on a port of the same PC, for
// camera+tcp:
//
//	ffmpeg -f dshow -i video="USB Camera" -r 10 -f mjpeg tcp://127.0.0.1:8554?listen
//
// # How it reads
//
// A Camera takes pictures from a Source, always the newest, and gives each to a Reader. The Reader looks at it in
// several ways (see steps), quick ones first, and stops at the first code or when its budget is over. It learns what
// each way costs on this machine and begins none that would not end in time. The text of a symbol is decoded by
// gozxing; what this package adds stands in front of it: even light, local thresholds, inversion, sharpening, light
// lines filled; for QR a grid laid over the grey picture; for Code128 the direction of the bars, many lines across them
// and a vote of the lines.
//
// A picture can be read wrongly, a Code128 above all: its own sum lets one misreading in a hundred through. Give
// Options.Check, which knows the keyed digits of ticket codes, wherever the key is known: what it calls forged is never
// delivered. A Code128 of which nobody knows anything counts only when it fits closely what was seen.
//
// Nothing here keeps a picture longer than it takes to read it, and none is written anywhere.
//
// # Troubleshooting
//
//   - device.missing: no such camera, directory or address. `ls /dev/video*`; a USB camera makes two of them, and the second takes no
//     pictures.
//   - device.in-use: another program shows the camera's picture. Only one can.
//   - device.failed "permission denied": the user is not in the group "video". "no space left on device": the USB hub has no bandwidth
//     left; use another port, a smaller size, or format=mjpeg.
//   - device.bad-config: the device is no camera that streams, or this is not Linux on a 64-bit machine.
//   - device.garbled: ten pictures in a row were damaged. At a USB camera: the cable, or a hub. On the network: what listens at that
//     address sends no JPEG (H.264 is not understood).
//   - scanner.no-format: the camera has none of the formats or sizes asked for. Leave size and format away.
//   - scanner.no-picture: the camera is there and sends no picture for five seconds. Pull it out and put it in again; use a port of its
//     own, not a hub that other cameras share.
//   - Phone screens are not read: too near (the picture is not sharp; 12 to 20 cm suit most cameras), too dark, or a lamp mirrors in
//     the glass: tilt the camera by some degrees.
//   - Tickets are not read: the barcode must fill at least a third of the picture's width. A worn print head leaves white stripes; the
//     scanner copes with some, the printer's self-test shows them.
//   - The code is read once and then not again: it has not been away for a second. This is meant.
//   - A directory's old pictures are read again after a restart: that is how it is; take away what is done.
package camera
