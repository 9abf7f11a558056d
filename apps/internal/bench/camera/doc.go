// Package camera measures how well hardware/scanner/camera reads bad pictures, beside other readers on the same
// pictures.
//
// Pictures are those of cameratest: every condition, with real ticket codes of an outlet's key. The readers are ours
// with that key and without it, gozxing as it comes (hybrid binariser, TRY_HARDER), zbarimg of Debian's zbar-tools and
// zxing-wasm of npm, which is zxing-cpp, in the version named below; it is kept in the user's cache directory. A reader
// that is not installed is named and left out. All of them look for QR and Code128 in every picture.
//
// What counts: how many pictures are read, and that no wrong text passes the keyed check. A wrong text that does not
// pass it is told in brackets. Times are of reading alone, the picture being in memory; for zbarimg they hold the start
// of a process. How long ours takes to give a picture up is the quickest of three tries, since this machine has other
// work.
package camera
