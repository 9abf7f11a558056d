// Package module is what the serial speech modules have in common: a frame is accepted (41) or
// rejected (45), the module says when it has spoken (4F), and when it started anew (4A).
//
// A frame that comes while the module speaks cuts the speech off, so Say sends the next only
// after 4F, and no frame begins within 10 ms of the end of the last one (20 ms after 4A): one that
// came sooner would be lost. Waits (SYN6288 datasheet of 2016-03-09): 41 within 200 ms, else the frame is sent
// once more; 4F within 0.3 s a character and 3 s, asked for every 500 ms in case it got lost. A
// module that started anew in the middle begins the announcement again.
//
// What differs (frames, longest text, tags) is a Codec, made by syn6288 and xfs5152. The package
// knows no queue; hardware/voice stands in front of every voice.
//
// Troubleshooting
//
//   - voice.silent: no answer. Power of the module, TX and RX crossed, baud rate (SYN6288: 9600
//     after every power-up; XFS5152: set by pins, 9600 or 115200).
//   - device.garbled: bytes come that no module sends: the baud rate, or another device.
//   - voice.bad-text: a frame was rejected: a character outside GBK, or the type is wrong (an
//     XFS5152 rejects what is made for a SYN6288).
//   - Announcements begin twice: the module resets while it speaks, its supply is too weak.
package module
