package seal

// onlyOwner trusts the rights of the data directory, which the installer gives to the service's account alone: a mode says nothing
// on Windows.
func onlyOwner(string) error { return nil }

// syncDir does nothing: NTFS journals its names.
func syncDir(string) error { return nil }
