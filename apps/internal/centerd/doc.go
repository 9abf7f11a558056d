// Package centerd assembles a center: its data directory, its archive, its HTTP server. The program "center" runs it,
// and the demo embeds it.
package centerd
