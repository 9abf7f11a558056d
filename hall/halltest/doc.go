// Package halltest proves that something is a hall.Authority: a small outlet, a clock that moves when told, a scripted
// day, and the contract suite TestAuthority, which the near queue and the far client both pass.
//
// It speaks through the Authority alone; what opens one (a queue on some store, a node with a client) hands over a
// Hall. It imports package hall and the testing package only.
package halltest
