//go:build !linux

package port

func isBusy(error) bool { return false }
