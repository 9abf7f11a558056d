// Package intake is what happens to a note or a coin, whatever protocol its acceptor speaks.
//
// A driver (ict, id003, ccnet) is a Validator: it opens and shuts the slot, stacks or returns
// what is in escrow, and says what it hears. This package owns the money's rules, once:
//
//   - a note is written into the journal, on the disk, before the machine is told to take it;
//   - only "stacked" makes a credit, once for each note accepted, and not before the journal
//     says stacked;
//   - power, cable, jam or silence between accept and stacked make a doubt, which a person
//     settles; what the machine says about it later is a hint beside the doubt and no credit;
//   - a note without a known value, or one that the caller does not want, is given back;
//   - the caller may leave at any moment: a note under way is followed to its end first.
//
// Acceptor makes a hardware.CashAcceptor and CashBook of it. Coins have no escrow: cctalk
// brings its own Machine.
package intake
