// Package samvtest is a virtual identity card reader with a SAM_V module: lay cards on it, take them away, and break it
// in every way a reader breaks. It is written from the protocol table and shares no code with the driver.
//
// All people on its cards are invented. The photo it sends is noise behind the usual mark.
package samvtest
