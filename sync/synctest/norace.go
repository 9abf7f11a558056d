//go:build !race

package synctest

// UnderRace says that the race detector runs, which is many times slower than what is measured.
const UnderRace = false
