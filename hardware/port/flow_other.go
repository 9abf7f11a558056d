//go:build !linux

package port

// stopsOnXOFF is the driver's work here: it hears XOFF and XON among the answers.
func stopsOnXOFF(string) error { return nil }
