// Package codes is what all scanners share, whatever protocol they speak.
//
// A Line is an opened port on which codes and answers come mixed. One goroutine at a time reads it: Scan while it runs,
// otherwise Ask for as long as it waits for its answer. A Parser cuts the bytes; a Lines is the parser of scanners that
// send plain lines. Every code passes a Gate: control characters are stripped, what is mostly rubbish is no code, and
// one code within a second counts once.
//
// A Line also knows when what comes cannot be understood: three bursts in a row that are mostly noise, or eight
// kilobytes of it without a pause, are hardware.Garbled, whatever short code noise happens to spell. So is a question
// to which nothing came but noise; one to which nothing came at all, or codes, is hardware.ScannerSilent. A text behind
// more noise than it is long is no code, unless its frame has a check. Nothing in this package keeps more than one code
// and one read in memory.
package codes
