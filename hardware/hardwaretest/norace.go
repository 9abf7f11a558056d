//go:build !race

package hardwaretest

// UnderRace says that the race detector runs: a long play of chance is then a shorter one.
const UnderRace = false
