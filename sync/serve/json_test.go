package serve_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/sync/serve"
)

func gbk(s string) string {
	b, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return b
}

func packed(s string) string {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write([]byte(s))
	z.Close()
	return out.String()
}

func TestABodyIsReadToTheLetterOrRefused(t *testing.T) {
	const want = `{"customer":"赵𠮷\\诚"}`
	for _, c := range []struct {
		name, kind, encoding, body string
		status                     int // 0: it is read
	}{
		{"as programs send it", "application/json", "", want, 0},
		{"a type in capitals", "Application/JSON", "", want, 0},
		{"a charset in capitals, quoted", `application/json; Charset="UTF-8"`, "", want, 0},
		{"a byte order mark", "application/json", "", "\ufeff" + want, 0},
		{"gzip", "application/json", "gzip", packed(want), 0},
		{"GZIP", "application/json", "GZip", packed(want), 0},
		{"a Chinese PC's charset", "application/json; charset=GBK", "", gbk(want), 0},
		{"gb2312, as browsers read it", "application/json;charset=gb2312", "", gbk(want), 0},
		{"GB18030, packed", "application/json; charset=gb18030", "gzip", packed(gbk(want)), 0},
		{"GBK that says nothing of it", "application/json", "", gbk(want), 400},
		{"GBK that says UTF-8", "application/json; charset=utf-8", "", gbk(want), 400},
		{"no GBK that says so", "application/json; charset=gbk", "", "{\"a\":\"\xff\xff\"}", 400},
		{"a charset that is none of ours", "application/json; charset=shift_jis", "", want, 415},
		{"an encoding that is none of ours", "application/json", "br", want, 415},
		{"no gzip that says so", "application/json", "gzip", want, 415},
		{"gzip that was cut", "application/json", "gzip", packed(want)[:30], 400},
		{"a gigabyte in a few bytes", "application/json", "gzip", packed(strings.Repeat(" ", 1<<20)), 413},
		{"too long", "application/json", "", strings.Repeat(" ", 5000), 413},
		{"a cut sign", "application/json", "", want[:len(want)-3], 400},
		{"a lone high half", "application/json", "", `{"customer":"\ud800"}`, 400},
		{"a lone low half", "application/json", "", `{"customer":"x\uDFFF"}`, 400},
		{"two high halves", "application/json", "", `{"customer":"\ud83d\ud83d\udc4d"}`, 400},
		{"halves the wrong way", "application/json", "", `{"customer":"\udc4d\ud83d"}`, 400},
		{"a half at the end", "application/json", "", `"\ud83d`, 400},
		{"a surrogate in bytes", "application/json", "", "{\"customer\":\"\xed\xa0\x80\"}", 400},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/", strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.kind)
			if c.encoding != "" {
				r.Header.Set("Content-Encoding", c.encoding)
			}
			p := serve.JSON(r, 4096)
			if c.status != 0 {
				if p == nil || p.Status != c.status || p.Code != hall.Invalid || p.Reason == "" {
					t.Errorf("got %+v, want %d", p, c.status)
				}
				return
			}
			got, err := io.ReadAll(r.Body)
			if p != nil || err != nil || string(got) != want || r.Header.Get("Content-Type") != "application/json" || r.Header.Get("Content-Encoding") != "" {
				t.Errorf("read as %q, %+v %v, headers %v", got, p, err, r.Header)
			}
		})
	}
}

func TestPairsAndEscapedBackslashesAreText(t *testing.T) {
	for _, good := range []string{`"\ud83d\udc4d"`, `"\\ud800"`, `"\\\\ud800"`, `"\u0041\n\""`, `""`, `"\ud83d\udc4d\ud83d\udc4d"`, `"\\`} {
		if err := serve.Text([]byte(good)); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for _, bad := range []string{`"\\\ud800"`, `"\ud83d\\udc4d"`, `"\ud83dx\udc4d"`} {
		if serve.Text([]byte(bad)) == nil {
			t.Errorf("%s is text", bad)
		}
	}
}
