// Package escpos prints slips on ESC/POS ticket printers, as pictures.
//
// The whole slip is set here with our own fonts and sent as raster (`GS v 0`), because a
// printer without a Chinese character set prints nonsense and no status tells. A model is
// data: profiles/*.json holds its width in dots, sizes, cut command and whether it talks.
//
//	escpos+serial:///dev/ttyS1?baud=115200&profile=80mm
//	escpos+tcp://10.0.0.9:9100?profile=tm-t20ii
//	escpos+usblp:///dev/usb/lp0?profile=pos-5890
//
// One printout is: ask (`DLE EOT 1-4`), send in bands, cut, ask again (`GS r 1`, answered
// behind the data, so the answer proves that all before it was printed). Each way this can
// break ends in one Outcome; see Print. A slip is sent once, ever: what may still be in
// the printer comes out when paper is back (Resume), or is thrown away (Discard), as told.
//
// Status bits are those of Epson's TM-T88III, Samsung SRP-350 and Citizen CT-S2000
// manuals (`DLE EOT`, `GS a`, `GS r`).
//
// If nothing prints and no fault shows: the printer may be write-only (status "no"). If
// the fault is device.garbled: baud rate. If the picture is cut off at the right: profile.
package escpos
