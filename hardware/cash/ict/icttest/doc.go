// Package icttest is a virtual bill acceptor of the ICT protocol: put notes in, jam it, fish in it, take its box or its
// power away. It is written from the protocol's table and shares no code with the driver.
package icttest
