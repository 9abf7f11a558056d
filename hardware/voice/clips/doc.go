// Package clips speaks announcements composed of recorded words.
//
//	clips+system:?volume=80                   the built-in voice through the system's audio
//	clips+system:?dir=/etc/brighthall/voices  files there (zh/qing.wav …) replace clips
//
// An announcement is a chime, the call in each language, the words joined with a short
// cross-fade. The rules of reading are in words.go, the chime is synthesised (no licence
// question), the sound is 16 kHz mono. Playing is the player's.
package clips
