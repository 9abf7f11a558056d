//go:build !race

package forecast_test

// underRace says that the race detector runs. Statistics are played without it, in make plain: it finds nothing in
// arithmetic.
const underRace = false
