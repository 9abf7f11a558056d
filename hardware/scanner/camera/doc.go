// Package camera is a scanner made of a camera: it reads the QR code on a phone's screen or a ticket, and the ticket's Code128.
//
//	camera+v4l2:///dev/video0?size=1280x720     (Linux: a USB camera; format=yuyv, mjpeg, grey or nv12 if it must be one of them)
//	camera+dir:///var/spool/pictures            (pictures that something else puts there, in the order of their names)
//
// A Camera takes pictures from a Source, one after the other, and gives each to a Reader. The Reader prepares the picture in several
// ways, quick ones first, and stops at the first code that is read and accepted or when its budget is over. The text of a symbol is
// decoded by gozxing; what this package adds stands in front of it: even light, local thresholds, scales, inversion, sharpening, a
// grid laid over the grey picture for QR, and for Code128 the direction of the bars, many lines across them and a vote of the lines.
//
// A picture can be read wrongly, a Code128 above all: its own sum lets one misreading in a hundred through. Give Accept, the check of
// the keyed digits of a ticket code, wherever the key is known; what it refuses is never delivered. Without it a Code128 counts only
// when what was seen fits it closely.
//
// Nothing here keeps a picture longer than it takes to read it, and none is written anywhere.
//
// # Troubleshooting
//
//   - device.missing: no such camera or directory. `ls /dev/video*`; a USB camera makes two of them, and the second takes no pictures.
//   - device.in-use: another program shows the camera's picture. Only one can.
//   - device.failed "permission denied": the user is not in the group "video".
//   - device.bad-config: the device is no camera that streams, or this is not Linux on a 64-bit machine.
//   - scanner.refused: the camera has none of the formats or sizes asked for. Leave size and format away.
//   - scanner.silent: the camera is there and sends no picture for five seconds. Pull it out and put it in again; use a port of its own,
//     not a hub that other cameras share.
//   - Phone screens are not read: too near (the picture is not sharp; 12 to 20 cm suit most cameras), too dark, or a lamp mirrors in
//     the glass: tilt the camera by some degrees.
//   - Tickets are not read: the barcode must fill at least a third of the picture's width. A worn print head leaves white stripes; the
//     scanner copes with some, the printer's self-test shows them.
//   - The code is read once and then not again: it has not been away for a second. This is meant.
package camera
