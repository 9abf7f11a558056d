// Package seal keeps secrets: personal rows at rest, and the hashes of PINs and passwords.
package seal
