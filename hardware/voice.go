package hardware

// Loud is a Voice whose loudness can be set, in percent, for the announcements to come.
type Loud interface{ Volume(percent int) }
