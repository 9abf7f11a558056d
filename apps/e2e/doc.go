// Package e2e proves the main job from outside: the built programs, real windows on a virtual X server, touches by
// XTEST, devices on pseudo terminals, the node's and the center's databases. It holds tests only; make visit builds the
// programs first.
package e2e
