// Package escpos prints slips on ESC/POS ticket printers, as pictures.
//
// The whole slip is set here with our own fonts and sent as raster (`GS v 0`), because a
// printer without a Chinese character set prints nonsense and no status tells. A model is
// data: profiles/*.json holds its width in dots, sizes, cut command and whether it talks.
//
//	escpos+serial:///dev/ttyS1?baud=115200&profile=80mm
//	escpos+tcp://10.0.0.9:9100?profile=tm-t20ii
//	escpos+usblp:///dev/usb/lp0?profile=pos-5890
//	escpos+spool://POS-80?profile=80mm           a Windows printer by its name; it confirms nothing (printer.unconfirmed)
//
// One printout is: ask (`DLE EOT 1-4`), send in bands, cut, ask again (`GS r 1`, answered behind the data, so the
// answer proves that all before it was printed). Each way this can break ends in one Outcome; see Print. What a slip
// that broke off left in the printer is cut off before the next, also by a later session (Traces), and nothing else is.
// A slip is sent once, ever: what may still be in the printer comes out when paper is back (Resume), or is thrown away
// (Discard), as told.
//
// Status bits are those of Epson's TM-T88III, Samsung SRP-350 and Citizen CT-S2000
// manuals (`DLE EOT`, `GS a`, `GS r`).
//
// Identify asks for maker and model (`GS I 66` and `67`, answered by `5F … 00`), of a printer that answers `GS r` and
// is well; nobody asks before a slip.
//
// Options of a model, all in its profile: the picture form (GS v 0, GS ( L, GS 8 L); mode "text", the printer's own
// Chinese characters instead of a picture, for slow lines (a tenth of the bytes; also `&mode=raster` or `&mode=text` in
// the URL); automatic status (GS a), heard beside the answers: a real-time answer is 0xx1xx10 wherever it stands, a
// block begins 0xx1xx00 and goes on with three bytes without bits 4 and 7, a queued answer is such a byte outside a
// block. OpenDrawer and DrawerOpen serve a cash drawer. Near the end of the roll Status.SlipsLeft estimates how many
// slips it still gives.
//
// # Troubleshooting
//
//   - Nothing prints, no fault shows: the printer may be write-only (status "no"), or is another's: see the URL.
//   - Slow, and its answers late or one behind (Wi-Fi, serial servers): it is waited for, and each question is asked twice until its
//     answers are proven to be in step; a slow one is asked all at once. One that takes more than a second and a half for an answer is
//     printer.unconfirmed: its slips are sent blind until it is faster. See ask.go.
//   - A printer that stops the line by XON/XOFF: on Linux a serial line does it (flow=xonxoff, the default here; flow=none ends it), on
//     Windows and over a serial server the driver stops between two pieces of the picture. Hardware handshake is better where it is wired.
//   - device.garbled: baud rate, or another device: bytes come, and they are no answers, or two of them and more beside the answers.
//   - printer.unconfirmed though its state is told: it does not answer `GS r`. Its slips are sent blind, and nothing is fed or cut before them.
//   - The picture is cut off at the right: a profile for wider paper.
//   - Nonsense instead of Chinese: the printer has no such ROM, which no status tells. Take mode=raster.
//   - The drawer opens while a slip is printed: dots that look like DLE DC4. Set no_pulse if the model knows GS ( D.
//   - printer.drawer: the drawer is locked by key, or its plug is out; always so: drawer_low is the wrong way round.
//   - SlipsLeft is far off: set near_end_m to where the sensor sits on this printer.
package escpos
