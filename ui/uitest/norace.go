//go:build !race

package uitest

// Raced says that the race detector runs: it makes drawing about ten times slower and finds nothing in it, so Golden
// draws nothing then. The same tests draw in `make plain`.
const Raced = false
