// Package keyboard reads a keyboard of a Linux machine: the kernel's events, and what their keys type.
//
// A Decoder cuts the bytes of evdev:///dev/input/… into events, a Held makes characters of their keys, as on a US
// keyboard, which is what devices that type pretend to be. Text is both behind a port, for drivers of boxes that send
// lines of text whatever way they come.
//
// It refuses to know who types: that a scanner is faster than hands is package wedge's, that a digit is a visitor's
// score is package keys'.
package keyboard
