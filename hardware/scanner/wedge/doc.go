// Package wedge reads barcode scanners that pretend to be a keyboard, and tells them from a person typing.
//
//	wedge+evdev:///dev/input/by-id/usb-Honeywell_Voyager_1450g-event-kbd     Linux: this keyboard, and nobody else hears it
//	wedge+evdev:///dev/input/by-id/usb-…-event-kbd?gap=90                    a slow one, by Bluetooth
//	wedge+hook:                                                               Windows: any keyboard that types like a scanner
//	wedge+hook:?prefix=]C0&least=6                                            one that begins each code with ]C0
//
// A scanner types faster than hands can: a text is a code when it has at least 4 characters and four of five gaps
// between them are at most 35 ms; the options gap, least and prefix change that, and what begins with the prefix is a
// code at any speed. It ends with Return, Tab, or a pause of 100 ms. Its keys are those of a US keyboard, which is what
// a scanner pretends to be from the box. Control characters come as Ctrl and a letter and are dropped. As with all
// scanners one code within a second counts once: see package codes.
//
// # Linux
//
// The kernel's events of one keyboard are read (struct input_event), and the keyboard is grabbed (EVIOCGRAB): its keys
// reach this program and no other, whatever window has the focus, and no input method. The grab ends with Close, or
// when the program dies. Take the name under /dev/input/by-id, which stays the same on every socket; `hallctl devices
// survey` lists them. Over serial and tcp the same events can come from another machine; bits=32 or bits=64 says what
// that machine's are.
//
// The program's user must be allowed to open the device: be in the group "input" (usermod -aG input USER, then log in
// anew), or better a rule that gives him scanners only, in /etc/udev/rules.d/70-brighthall.rules:
//
//	SUBSYSTEM=="input", ENV{ID_INPUT_KEYBOARD}=="1", ATTRS{idVendor}=="0c2e", GROUP="brighthall", MODE="0660"
//
// # Windows
//
// A hook (WH_KEYBOARD_LL) sees the keys of all keyboards before any window and before the input method, but not from
// which keyboard they come. So the Sieve holds keys back until it is clear what they are: at most 36 ms for one key,
// 100 ms for keys that follow each other like a scanner's. A code never reaches a window; what a person types does, in
// its order. The hook needs a desktop: the program must run in the session of the signed-in user, not as a service.
//
// The windows of the programs have their own small discriminator for a scanner that nobody configured; keys that come
// here do not reach it.
//
// # Troubleshooting
//
//   - device.missing: the name under /dev/input/by-id is another: pull the plug, list the folder, plug in, list it again. Some scanners have
//     two keyboards; the one with codes ends in -event-kbd without -if01.
//   - device.failed "permission denied": the rule or the group above is missing, or the user has not logged in anew since.
//   - device.in-use: another program has grabbed the keyboard: a second hall program, evtest --grab, a key remapper (keyd, kmonad).
//   - device.bad-config "is no keyboard with digits": it is a mouse, a button, or the wrong event device.
//   - Digits or letters are missing, or Chinese comes out: an input method eats them. It does not happen with evdev and hook; a scanner
//     that types into a window needs the input method off.
//   - Letters have the wrong case: CapsLock is on and the scanner makes up for it. Scan its "ignore Caps Lock" code.
//   - Signs are wrong (Z for Y, ] for +): the scanner is set to another country's keyboard. Scan "US keyboard".
//   - Nothing at all, and the scanner beeps: it is in serial mode (see package serialscan), or it types Alt and digits: scan "ALT mode
//     off". Or it is slower than hands: gap=60, gap=90.
//   - What a person types on that keyboard is gone: evdev takes the whole keyboard. Give the scanner's, not the person's.
//   - On Windows a code still types into the window: the program with that window runs as administrator and this one does not, or a remote
//     desktop sends keys as injected ones, which are always a person's.
package wedge
