// Package charset reads the charsets of Chinese PCs.
package charset

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// GB18030 is a text of that charset, which has those of GBK and GB2312 in it, as UTF-8; false: it is none, for a sign
// of it would be lost.
func GB18030(raw []byte) (text []byte, ok bool) {
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(raw)
	return text, err == nil && !bytes.ContainsRune(text, utf8.RuneError)
}
