package config

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"log/slog"
	"os"
	"strings"

	"github.com/brighthall/brighthall/sync/seal"
)

// Secret is Text of a file that holds a token, a PIN or a password. One that others of this machine can read is closed to them and told of:
// a shell that wrote it with > left it open. One of another account, or behind a link, stays as its owner wants it, and is told of too.
func Secret(path string, log *slog.Logger) ([]byte, error) {
	was, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	kept := seal.PrivateFile(path)
	is, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	switch {
	case was.Mode() != is.Mode():
		log.Warn("others of this machine could read a secret, and cannot any more; where one of them may have, make a new one", "file", path,
			"mode", was.Mode().Perm())
	case kept != nil && is.Mode().Perm()&0o077 != 0:
		log.Warn("others of this machine may read a secret, and its file is not this account's to close", "file", path, "mode", is.Mode().Perm())
	}
	return Text(path)
}

// SecretLine is the first line of a file, or of stdin when none is named: a secret is no argument, for arguments are for all to see.
func SecretLine(file string, log *slog.Logger) (string, error) {
	var from io.Reader = os.Stdin
	if file != "" {
		text, err := Secret(file, log)
		if err != nil {
			return "", err
		}
		from = bytes.NewReader(text)
	}
	line, err := bufio.NewReader(io.LimitReader(from, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// Aloud is the log of a command, whose user sits before it.
func Aloud() *slog.Logger { return slog.New(slog.NewTextHandler(os.Stderr, nil)) }
