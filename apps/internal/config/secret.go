package config

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"log/slog"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/brighthall/brighthall/sync/seal"
)

// Secret is Text of a file that holds a token, a PIN or a password. One that others of this machine can read is closed
// to them and told of: a shell that wrote it with > left it open. One of another account, or behind a link, stays as
// its owner wants it, and is told of too.
func Secret(path string, log *slog.Logger) ([]byte, error) {
	if err := closeSecret(path, log); err != nil {
		return nil, err
	}
	return Text(path)
}

func closeSecret(path string, log *slog.Logger) error {
	was, err := os.Stat(path)
	if err != nil {
		return err
	}
	kept := seal.PrivateFile(path)
	is, err := os.Stat(path)
	if err != nil {
		return err
	}
	switch {
	case was.Mode() != is.Mode():
		log.Warn("others of this machine could read a secret, and cannot any more; where one of them may have, make a new one", "file", path,
			"mode", was.Mode().Perm())
	case kept != nil && is.Mode().Perm()&0o077 != 0:
		log.Warn("others of this machine may read a secret, and its file is not this account's to close", "file", path, "mode", is.Mode().Perm())
	}
	return nil
}

// SecretLine is the first line of a file, or of stdin when none is named: a secret is no argument, for arguments are
// for all to see. It is read in the charset that its shell or editor wrote it in, as Secret is. One that nobody can
// type is refused.
func SecretLine(file string, log *slog.Logger) (string, error) {
	if file == "" {
		return secretLine(os.Stdin)
	}
	if err := closeSecret(file, log); err != nil {
		return "", err
	}
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return secretLine(f)
}

// longestSecret is more than anybody types, in bytes.
const longestSecret = 4096

func secretLine(from io.Reader) (string, error) {
	raw, err := firstLine(bufio.NewReader(io.LimitReader(from, longestSecret)))
	if err != nil {
		return "", err
	}
	if stray(raw) {
		return "", errors.New("the secret has a zero byte in it, which nobody can type")
	}
	line, _, _ := strings.Cut(string(Readable(raw)), "\n")
	line = strings.TrimRight(line, "\r")
	if strings.ContainsFunc(line, func(r rune) bool { return r == utf8.RuneError || unicode.IsControl(r) }) {
		return "", errors.New("the secret has signs in it that nobody can type: write it as UTF-8 text, on one line")
	}
	return line, nil
}

// firstLine waits for no more than a line, for a person may sit before it. In UTF-16, which no keyboard sends, a line's
// end is two bytes, so everything is read.
func firstLine(r *bufio.Reader) ([]byte, error) {
	line, err := r.ReadBytes('\n')
	if err == nil && (bytes.IndexByte(line, 0) >= 0 || bytes.HasPrefix(line, []byte{0xFF, 0xFE}) || bytes.HasPrefix(line, []byte{0xFE, 0xFF})) {
		var rest []byte
		rest, err = io.ReadAll(r)
		line = append(line, rest...)
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return line, err
}

// stray reports whether a text has zero bytes that are not half of its signs: those of UTF-16 are.
func stray(raw []byte) bool {
	zeros := bytes.Count(raw, []byte{0})
	marked := bytes.HasPrefix(raw, []byte{0xFF, 0xFE}) || bytes.HasPrefix(raw, []byte{0xFE, 0xFF})
	return zeros > 0 && !marked && (unmarked(raw) == nil || 4*zeros < len(raw))
}

// Aloud is the log of a command, whose user sits before it.
func Aloud() *slog.Logger { return slog.New(slog.NewTextHandler(os.Stderr, nil)) }
