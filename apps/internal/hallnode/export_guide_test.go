package hallnode

// ReadOutlet is for tests.
var ReadOutlet = readOutlet
