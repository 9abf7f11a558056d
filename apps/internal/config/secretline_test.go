package config_test

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/brighthall/brighthall/apps/internal/config"
)

// encode is a text in a charset that a Chinese PC writes.
func encode(t *testing.T, charset, text string) string {
	t.Helper()
	var raw string
	var err error
	switch charset {
	case "GBK":
		raw, err = simplifiedchinese.GBK.NewEncoder().String(text)
	case "UTF-16LE with its mark":
		raw, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	case "UTF-16BE with its mark":
		raw, err = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(text)
	case "UTF-16LE":
		raw, err = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(text)
	case "UTF-8 with its mark":
		raw = "\uFEFF" + text
	default:
		raw = text
	}
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// onStdin gives a text to what reads stdin. With open the pipe stays open, as a keyboard does.
func onStdin(t *testing.T, raw string, open bool) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stdin
	os.Stdin = r
	t.Cleanup(func() { os.Stdin = before; r.Close(); w.Close() })
	if _, err := io.WriteString(w, raw); err != nil {
		t.Fatal(err)
	}
	if !open {
		w.Close()
	}
}

// TestASecretIsReadAsItWasTyped: in whatever charset a shell or an editor has written it, from a file and from stdin. A
// password in GBK was stored byte by byte, and nobody could sign in with it.
func TestASecretIsReadAsItWasTyped(t *testing.T) {
	for _, charset := range []string{"UTF-8", "UTF-8 with its mark", "GBK", "UTF-16LE", "UTF-16LE with its mark", "UTF-16BE with its mark"} {
		for _, text := range []string{"591741", "高阳-yidu-2026", "高阳-yidu-2026\n", "高阳-yidu-2026\r\nand no more\r\n", "a b-cdefgh\n"} {
			want, _, _ := strings.Cut(strings.ReplaceAll(text, "\r", ""), "\n")
			raw := encode(t, charset, text)
			onStdin(t, raw, false)
			if got, err := config.SecretLine("", slog.New(slog.DiscardHandler)); err != nil || got != want {
				t.Errorf("%s on stdin: %q is read as %q, %v", charset, text, got, err)
			}
			file := filepath.Join(t.TempDir(), "secret")
			if err := os.WriteFile(file, []byte(raw), 0o600); err != nil {
				t.Fatal(err)
			}
			if got, err := config.SecretLine(file, slog.New(slog.DiscardHandler)); err != nil || got != want {
				t.Errorf("%s in a file: %q is read as %q, %v", charset, text, got, err)
			}
		}
	}
}

// TestASecretThatNobodyCanTypeIsRefused.
func TestASecretThatNobodyCanTypeIsRefused(t *testing.T) {
	for _, raw := range []string{"yidu\x00-2026\n", "yidu\x00\n", "\x00yidu-2026", "yidu\x1b[A-2026\n", "yidu-\uFFFD-2026\n", "yidu-\xff\xff\xff-2026\n", "yi\tdu-2026\n"} {
		onStdin(t, raw, false)
		if got, err := config.SecretLine("", slog.New(slog.DiscardHandler)); err == nil {
			t.Errorf("%q on stdin is read as %q", raw, got)
		}
		file := filepath.Join(t.TempDir(), "secret")
		if err := os.WriteFile(file, []byte(raw), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := config.SecretLine(file, slog.New(slog.DiscardHandler)); err == nil {
			t.Errorf("%q in a file is read as %q", raw, got)
		}
	}
}

// TestASecretThatIsTypedIsTakenAtItsLinesEnd: nobody waits for the end of a keyboard.
func TestASecretThatIsTypedIsTakenAtItsLinesEnd(t *testing.T) {
	onStdin(t, "591741\n", true)
	got := make(chan string, 1)
	go func() { line, _ := config.SecretLine("", slog.New(slog.DiscardHandler)); got <- line }()
	select {
	case line := <-got:
		if line != "591741" {
			t.Errorf("it is %q", line)
		}
	case <-time.After(10 * time.Second):
		t.Error("it waits for more")
	}
}
