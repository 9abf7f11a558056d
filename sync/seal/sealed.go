package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"

	"github.com/brighthall/brighthall/hall"
)

// A sealed value is: version 1, length of the key id, key id, wrapped row key (nonce 12, key 32, tag 16), content
// (nonce 12, text, tag 16).
const (
	version    = 1
	keySize    = 32
	nonceSize  = 12
	tagSize    = 16
	wrapSize   = nonceSize + keySize + tagSize
	leastSize  = 2 + wrapSize + nonceSize + tagSize
	useContent = "content"
	useWrap    = "wrap"
)

// Seal seals plain for its place under a new row key.
func (k *Keys) Seal(p Place, plain []byte) ([]byte, error) {
	id, main := k.current()
	row := random(keySize)
	wrapped, err := encrypt(main, p.aad(useWrap, id), row)
	if err != nil {
		return nil, hall.Wrap("seal.Seal", err)
	}
	content, err := encrypt(row, p.aad(useContent, ""), plain)
	if err != nil {
		return nil, hall.Wrap("seal.Seal", err)
	}
	return join(id, wrapped, content), nil
}

// Unseal opens what Seal made for this place. Denied: another place, another key, or somebody changed it.
func (k *Keys) Unseal(p Place, sealed []byte) ([]byte, error) {
	const op = "seal.Unseal"
	row, content, err := k.unwrap(p, sealed)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	plain, err := decrypt(row, p.aad(useContent, ""), content)
	if err != nil {
		return nil, &hall.Error{Op: op, Code: hall.Denied, Err: err}
	}
	return plain, nil
}

// Rewrap brings a sealed value under the current key of the file. Its content stays as it is.
func (k *Keys) Rewrap(p Place, sealed []byte) ([]byte, error) {
	const op = "seal.Rewrap"
	row, content, err := k.unwrap(p, sealed)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	id, main := k.current()
	wrapped, err := encrypt(main, p.aad(useWrap, id), row)
	if err != nil {
		return nil, hall.Wrap(op, err)
	}
	return join(id, wrapped, content), nil
}

// KeyID tells under which key of the file a value is sealed; "" when it is no sealed value.
func KeyID(sealed []byte) string {
	id, _, _, _ := split(sealed)
	return id
}

func (k *Keys) unwrap(p Place, sealed []byte) (row, content []byte, err error) {
	const op = "seal.unwrap"
	id, wrapped, content, ok := split(sealed)
	if !ok {
		return nil, nil, hall.E(op, hall.Invalid, "this is no sealed value")
	}
	main, ok := k.byID(id)
	if !ok {
		return nil, nil, hall.E(op, hall.Denied, "the key file has no key "+id)
	}
	row, err = decrypt(main, p.aad(useWrap, id), wrapped)
	if err != nil {
		return nil, nil, &hall.Error{Op: op, Code: hall.Denied, Err: err}
	}
	return row, content, nil
}

func join(id string, wrapped, content []byte) []byte {
	out := append([]byte{version, byte(len(id))}, id...)
	return append(append(out, wrapped...), content...)
}

func split(sealed []byte) (id string, wrapped, content []byte, ok bool) {
	if len(sealed) < leastSize || sealed[0] != version {
		return "", nil, nil, false
	}
	n := int(sealed[1])
	rest := sealed[2:]
	if n == 0 || len(rest) < n+wrapSize+nonceSize+tagSize {
		return "", nil, nil, false
	}
	return string(rest[:n]), rest[n : n+wrapSize], rest[n+wrapSize:], true
}

func encrypt(key, aad, plain []byte) ([]byte, error) {
	gcm, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	nonce := random(nonceSize)
	return gcm.Seal(nonce, nonce, plain, aad), nil
}

func decrypt(key, aad, text []byte) ([]byte, error) {
	gcm, err := newGCM(key)
	if err != nil {
		return nil, err
	}
	return gcm.Open(nil, text[:nonceSize], text[nonceSize:], aad)
}

func newGCM(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails
	return b
}
