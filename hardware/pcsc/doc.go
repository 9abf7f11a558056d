// Package pcsc says how an IC card in a PC/SC reader would be spoken with, and why this product does not do it yet.
//
// Built with the tag pcsc it declares Reader and Card; there is no driver behind them, and the usual build contains
// nothing of it.
//
// The reason: the cards a power company's halls know in such readers are electricity purchase cards (购电卡: SLE4442
// memory cards, CPU cards with an ESAM). What is on them is laid out by each meter's maker and guarded by the company's
// own keys, which live in security modules that a vendor of meters hands out. Without both, a reader can tell that a
// card is there and its answer to reset, and nothing that helps a visitor. Resident identity cards are not reached
// through PC/SC either: their text is only given out by the security module that hardware/idcard/samv talks to.
//
// Who has the keys writes a driver for these two interfaces, over pcscd on Linux (needs cgo, which halls' nodes are
// built without: hence the tag) or WinSCard on Windows, and registers it in hardware/all under the same tag.
package pcsc
