package lang_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	assets "github.com/brighthall/brighthall/assets/lang"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
)

func book(t *testing.T) *lang.Book {
	t.Helper()
	b, err := lang.Load(assets.FS)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestOurCatalogues(t *testing.T) {
	b := book(t)
	for _, key := range b.Keys() {
		for _, l := range lang.Languages {
			if strings.Contains(b.Say(l, key), "!") || strings.Contains(b.Say(l, key), "！") {
				t.Errorf("%s shouts in %s: %s", key, l, b.Say(l, key))
			}
		}
	}
}

func TestLoadRefusesCataloguesThatDisagree(t *testing.T) {
	for _, c := range []struct{ name, zh, en, want string }{
		{"a key of one language only", `{"a":"甲","b":"乙"}`, `{"a":"A"}`, "b is missing in en"},
		{"a key nobody else has", `{"a":"甲"}`, `{"a":"A","b":"B"}`, "b is missing in zh-CN"},
		{"other placeholders", `{"a":"{n} 人"}`, `{"a":"{m} people"}`, "a has other placeholders in en"},
		{"no catalogue", `{"a":"甲"}`, ``, "unexpected end"},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := fstest.MapFS{"zh-CN/x.json": {Data: []byte(c.zh)}, "en/x.json": {Data: []byte(c.en)}}
			if _, err := lang.Load(files); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestAKeyToldTwiceIsRefused(t *testing.T) {
	one := &fstest.MapFile{Data: []byte(`{"a":"甲"}`)}
	_, err := lang.Load(fstest.MapFS{"zh-CN/x.json": one, "zh-CN/y.json": one, "en/x.json": one})
	if err == nil || !strings.Contains(err.Error(), "a is told twice") {
		t.Errorf("got %v", err)
	}
}

func TestEveryErrorHasASentence(t *testing.T) {
	b := book(t)
	for _, c := range []hall.Code{hall.Invalid, hall.Unauthenticated, hall.Denied, hall.NotFound, hall.Conflict, hall.Busy, hall.NotOpen,
		hall.CounterTaken, hall.TellerElsewhere, hall.WrongPIN, hall.Locked, hall.OutOfHours, hall.QuotaFull, hall.SlotFull, hall.Paused,
		hall.Duplicate, hall.NobodyServes, hall.AlreadyRated, hall.TooLate, hall.KeyReused, hall.CodeUnknown, hall.CodeForeign,
		hall.CodeForged, hall.CodeOld, hall.CodeUsed, hall.CodeLost, hall.TooMany, hall.Gap, hall.Unavailable, hall.Unknown, hall.Internal} {
		if !b.Has("error." + string(c)) {
			t.Errorf("no sentence for %s", c)
		}
	}
	if got := b.Error(hall.English, errors.New("foreign")); got != b.Say(hall.English, "error.internal") {
		t.Errorf("a foreign error says %q", got)
	}
}

func TestWriting(t *testing.T) {
	b := book(t)
	monday := time.Date(2026, 11, 23, 9, 41, 0, 0, time.UTC)
	for _, c := range []struct{ name, got, want string }{
		{"a date", b.Date(hall.Chinese, monday), "11 月 23 日 周一"},
		{"a date in English", b.Date(hall.English, monday), "Mon 23 Nov"},
		{"a clock", lang.Clock(monday), "09:41"},
		{"a stopwatch", lang.Stopwatch(372_000), "06:12"},
		{"a long stopwatch", lang.Stopwatch(3_972_000), "1:06:12"},
		{"money", lang.Yuan(12680), "126.80"},
		{"a missing key shows itself", b.Say(hall.Chinese, "no.such.key"), "no.such.key"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}

// TestNoSentenceStandsInCode finds text with Han characters in Go sources: sentences belong to assets/lang.
// tables are files and folders whose Chinese is data of a device, not a sentence for a person.
var tables = map[string]string{
	"hardware/idcard/samv/text.go": "the names of GB/T 3304, in the order of the codes on the card",
	"hardware/voice/reading":       "how characters are pronounced, for modules that take sounds",

	"apps/internal/devicectl/say.go": "the words of a call, as a person types it for a probe",
}

func TestNoSentenceStandsInCode(t *testing.T) {
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		if strings.Contains(filepath.Dir(path), "test") && strings.HasSuffix(filepath.Base(filepath.Dir(path)), "test") {
			return nil // builders and simulators of tests
		}
		if name, _ := filepath.Rel("../..", path); tables[filepath.ToSlash(name)] != "" || tables[filepath.ToSlash(filepath.Dir(name))] != "" {
			return nil
		}
		return sentences(t, path)
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
}

func sentences(t *testing.T, path string) error {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, 0)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && (lit.Kind == token.STRING || lit.Kind == token.CHAR) && strings.ContainsFunc(lit.Value, han) {
			t.Errorf("%s: %s belongs to assets/lang", set.Position(lit.Pos()), lit.Value)
		}
		return true
	})
	return nil
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }
