// Package player plays announcements through the system's audio, without cgo: aplay or
// paplay as a child process on Linux, winmm on Windows. Where there is no audio, Silent
// takes as long as the sound would, so that everything around it behaves the same.
package player
