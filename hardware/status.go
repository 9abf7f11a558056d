package hardware

import "time"

// State is how a device is, in one word.
type State string

// The states. Missing means there is nothing to talk to; Fault that it says it cannot work.
const (
	Ready   State = "ready"
	Busy    State = "busy"
	Warning State = "warning" // works, but someone should look (paper near end, cannot talk back)
	Faulty  State = "fault"
	Absent  State = "missing"
)

// Status is a device's state at a moment.
type Status struct {
	State State
	Code  Code      // why, when State is not Ready or Busy
	Since time.Time // when State and Code last changed
	// Pending is the job of a slip the device may still print by itself (it ran out of paper
	// in the middle and holds the rest). Empty when there is none.
	Pending string
	// SlipsLeft is an estimate of the slips a roll near its end still gives; 0 when there is no estimate.
	SlipsLeft int
	Detail    string // for the log: bytes or words of the device
}

// Usable reports whether the device can be given work now.
func (s Status) Usable() bool { return s.State == Ready || s.State == Warning || s.State == Busy }

// Result is how a printout ended.
type Result string

// The results.
const (
	Printed    Result = "printed"     // confirmed by the device
	NotPrinted Result = "not-printed" // surely nothing came out
	Uncertain  Result = "uncertain"   // something may be out, whole or in part, or may still come
)

// Outcome is the result of Print and, when it is not Printed, the reason.
type Outcome struct {
	Result Result
	Reason Code
}
