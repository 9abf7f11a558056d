// Package cameratest draws what a camera sees of a ticket or a phone's screen, and what spoils such pictures.
//
// A Subject is a printed ticket or a screen with one code. Condition.Shoot photographs it: the subject lies somewhere
// in the picture, turned a little as hands hold it, and the condition does its harm: rotation, perspective, blur,
// movement, noise, little contrast, uneven light, the negative of a dark screen theme, dead print lines, blots, a
// crease, the moire of a screen's grid, a picture compressed hard, and some of them together. The same seed gives the
// same picture on every machine.
//
// What the camera does comes in the order of nature: the harm on the paper first (dead lines, blots, crease), then the
// geometry, the light, the lens, the sensor, the compression. The package knows nothing of how the scanner works.
//
// A Camera is a network camera before which a program lays codes: `hallctl sim camera` runs it alone.
package cameratest
