// Package seal keeps secrets: personal rows at rest, the outlet's key, and the hashes of PINs and passwords.
//
// # Personal rows
//
//	keys, err := seal.Open(seal.File(dir))
//	sealed, err := keys.Seal(seal.Place{Table: "private", Column: "sealed", ID: id}, plain)
//	plain, err := keys.Unseal(place, sealed)
//	found := keys.Blind("customer", number) // to look a person up by what he says
//
// Each row has a random AES-256 key of its own, which seals it and is itself sealed (wrapped) by a key of the key file.
// Both are bound to the row's place, so a row copied to another person, column or table opens nowhere. A new key of the
// file (Rotate) seals what comes; what there is stays readable, and Rewrap brings a row under the new key without
// touching its content.
//
// The key file is made on first use, 0600 (one that others can read, or a symbolic link, is refused), in the data
// directory, or is named by the environment (see File). Who has the database without it has nothing. Lose it and the
// rows are lost, by intent: back it up apart from the database.
//
// It stores nothing itself, and knows no table.
package seal
