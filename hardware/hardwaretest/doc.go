// Package hardwaretest holds the contract of every kind of device as a test suite.
//
// A driver's own test gives a rig (the driver, opened on its simulator, and the switches
// the suite needs) and calls the suite of its kind; what passes can be put into a hall.
package hardwaretest
