//go:build !race

package hardwaretest

// UnderRace says that the race detector runs, which makes arithmetic ten times slower and finds nothing in it.
const UnderRace = false
