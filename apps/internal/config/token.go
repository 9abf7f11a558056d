package config

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
)

// ErrNoToken: a token's file has nothing in it.
var ErrNoToken = errors.New("the file is empty")

// tokens are what the programs make, and what other servers do (RFC 6750).
var tokens = regexp.MustCompile(`^[A-Za-z0-9._~+/-]+=*$`)

// Token is the token in a file, alone on its line. What could not be sent as one is refused, with what is too much in
// it: a server that is asked with it would look as if it were away.
func Token(path string, log *slog.Logger) (string, error) {
	text, err := Secret(path, log)
	if err != nil {
		return "", err
	}
	token, err := TokenIn(text)
	if err != nil && !errors.Is(err, ErrNoToken) {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return token, err
}

// TokenIn is the token in the text of its file.
func TokenIn(text []byte) (string, error) {
	token := string(bytes.TrimSpace(text))
	switch {
	case token == "":
		return "", ErrNoToken
	case tokens.MatchString(token):
		return token, nil
	case strings.ContainsAny(token, "\r\n"):
		return "", errors.New("the file has more than one line: leave the token alone in it")
	case len(token) > 7 && strings.EqualFold(token[:7], "bearer "):
		return "", errors.New("the file begins with Bearer: leave the token alone in it")
	case strings.ContainsAny(token, "\"'`“”‘’"):
		return "", errors.New("the token stands in quotes: leave it alone in the file, without them")
	}
	return "", errors.New("the file has signs in it that no token has: leave the token alone in it, as it was printed")
}
