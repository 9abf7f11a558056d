// Package bridge translates between the words of the hall and the words of devices: a ticket becomes a slip, a call an
// announcement, a printout's outcome the state of the paper, a device's fault an event. It is the only package where
// hall and hardware meet.
//
// It does nothing by itself: programs hand its results on.
package bridge
