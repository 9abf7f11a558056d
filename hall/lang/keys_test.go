package lang_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/brighthall/brighthall/hall/lang"
)

// fills says what may stand in place of the * of a key that code composes: the values of types' constants
// ("hall.State"), the strings of a variable ("hall.PauseReasons"), or words as they are. A composed key without a line
// here fails the test.
var fills = map[string][]string{
	"admin.*.text":             {"epoch.ask", "epoch.parted"},
	"admin.alarm.*":            {"ui/admin/desk.AlarmKind"},
	"admin.event.*":            {"hall.EventKind ticket.", "slip_asked"},
	"admin.hand.*":             {"sending", "printing", "printed", "unsure", "unheard", "no_answer", "usual", "care"},
	"admin.hand.busy.*":        {"sending", "printing"},
	"admin.hand.why.*":         {"away", "offline", "over", "no_printer", "where", "group"},
	"admin.filter.*":           {"all", "waiting", "serving", "finished", "missed", "cancelled"},
	"admin.menu.*":             {"ui/admin/desk.Place"},
	"admin.page.*":             {"ui/admin/desk.Place"},
	"admin.paper.*":            {"hall.PaperState"},
	"admin.source.*":           {"hall.Source"},
	"admin.test.*.words":       {"ui/admin/desk.TestState"},
	"admin.ticket.*":           {"hall.State"},
	"admin.level.*":            {"0", "1", "2", "3", "4", "5"},
	"bench.fault.*":            {"ui/bench.Fault"},
	"bench.heard.cash.*":       {"hardware.CashStep"},
	"common.wait.*":            {"unknown", "none", "minutes", "within", "hours", "hours_within"},
	"common.wait.unit.*":       {"minutes", "within", "hours", "hours_within"},
	"common.span.*":            {"days", "hours", "minutes", "seconds"},
	"common.weekday.*":         {"0", "1", "2", "3", "4", "5", "6"},
	"counter.act.*":            {"ui/counter/flow.Act"},
	"counter.device.is.*":      {"ui/counter.DeviceState"},
	"counter.history.*":        {"called", "recalled", "missed", "started", "resumed", "ended"},
	"counter.history.issued_*": {"hall.Source"},
	"counter.level.*":          {"1", "2", "3", "4", "5"},
	"counter.mirror.*":         {"ui/counter/flow.CustomerKind"},
	"counter.number.*":         {"missed", "held", "serving", "finished", "cancelled"},
	"counter.outcome.*":        {"hall.Outcome"},
	"counter.panel.*":          {"ui/counter/flow.Panel"},
	"counter.panel.*_hint":     {"ui/counter/flow.Panel"},
	"counter.pause.*":          {"hall.PauseReasons"},
	"counter.picked.*":         {"hall/queue.By"},
	"counter.reason_bad.*":     {"hall.RatingReasons"},
	"terminal.*":               {"apps/internal/system.Cause"},
	"counter.why.counter_*":    {"closed", "paused"},
	"counter.*_none":           {"queue.waiting", "queue.missed", "queue.held"},
	"counter.sorry.*":          {"ui/counter/flow.Act", "take", "requeue", "hold", "undo", "sign_in", "sign_out", "reopen", "late"},
	"counter.source.*":         {"hall.Source"},
	"counter.state.*":          {"hall.State"},
	"display.row.*":            {"calling", "free", "paused", "closed"},
	"error.*":                  {"hall.Code"},
	"kiosk.paper.*":            {"paper-out", "cover-open", "offline"},
	"media.promise.line*":      {"1", "2", "3", "4"},
	"media.public.line*":       {"1", "2", "3", "4"},
}

// asked are composed keys that code looks up before it shows them, or whose last part is data of a device or the bench;
// the tests of those rooms go through them.
var asked = regexp.MustCompile(`^(device\.(name|kind)|fault|alarm|kiosk\.(sorry\.title|group|care\.printer|ticket)|counter\.device(\.detail)?|` +
	`bench\.\w+(\.\w+)?|survey\.\w+(\.\w+)?|selftest\.(did|do|ask)|selftest|probe\.(none|field|unit|state|did|did_not))\.\*|^bench\.act\.\*\.\*$|` +
	`^(admin|counter)\.\*$`)

// sayers are the helpers that put a room's name before a key.
var sayers = map[string]map[string]string{
	"ui/counter":      {"key": "counter."},
	"ui/counter/flow": {"say": "counter.", "sayWith": "counter.", "refuse": "counter."},
	"ui/admin":        {"say": "admin."},
}

// TestEveryKeyThatCodeCanShowHasASentence reads all sources for keys, also for those composed as they run, and looks
// them up. Catalogues of both languages have the same keys (lang.Load), so one look is enough.
func TestEveryKeyThatCodeCanShowHasASentence(t *testing.T) {
	b := book(t)
	rooms := map[string]bool{}
	for _, key := range b.Keys() {
		room, _, _ := strings.Cut(key, ".")
		rooms[room] = true
	}
	found := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		found += keysOf(t, b, rooms, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 500 {
		t.Errorf("only %d keys were found: the test no longer sees what code says", found)
	}
}

func keysOf(t *testing.T, b *lang.Book, rooms map[string]bool, path string) (found int) {
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	dir, _ := filepath.Rel("../..", filepath.Dir(path))
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		prefix, helper := sayers[filepath.ToSlash(dir)][called(call)]
		for i, arg := range call.Args {
			pattern, ok := pattern(arg)
			switch {
			case !ok:
				continue
			case helper && i == 0:
				pattern = prefix + pattern
			case !says(called(call)) || !isKey(pattern, rooms):
				continue
			}
			found++
			check(t, b, pattern, set.Position(arg.Pos()))
		}
		return true
	})
	return found
}

func called(c *ast.CallExpr) string {
	switch f := c.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name
	case *ast.Ident:
		return f.Name
	}
	return ""
}

func says(name string) bool { return slices.Contains([]string{"Say", "say", "text", "key"}, name) }

func isKey(pattern string, rooms map[string]bool) bool {
	room, rest, ok := strings.Cut(pattern, ".")
	return ok && rest != "" && rooms[room] && !strings.ContainsAny(pattern, " /:")
}

// pattern is a literal, or a concatenation that begins with or holds one, its changing parts as *.
func pattern(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, e.Kind == token.STRING && err == nil
	case *ast.BinaryExpr:
		left, okLeft := pattern(e.X)
		right, okRight := pattern(e.Y)
		if e.Op != token.ADD || !okLeft && !okRight {
			return "", false
		}
		if !okLeft {
			left = "*"
		}
		if !okRight {
			right = "*"
		}
		return left + right, true
	}
	return "", false
}

func check(t *testing.T, b *lang.Book, pattern string, at token.Position) {
	t.Helper()
	if !strings.Contains(pattern, "*") {
		if !b.Has(pattern) && !strings.HasSuffix(pattern, ".") {
			t.Errorf("%s: %s has no sentence", at, pattern)
		}
		return
	}
	values, listed := fills[pattern]
	switch {
	case !listed && strings.HasPrefix(pattern, "*"), asked.MatchString(pattern) && !listed:
		return
	case !listed:
		t.Errorf("%s: nobody says what may stand in %s; add it to fills", at, pattern)
	}
	for _, value := range filled(t, values) {
		if key := strings.Replace(pattern, "*", value, 1); !b.Has(key) {
			t.Errorf("%s: %s has no sentence", at, key)
		}
	}
}

// filled are the words that sources of words stand for.
func filled(t *testing.T, sources []string) (words []string) {
	t.Helper()
	for _, source := range sources {
		source, only, _ := strings.Cut(source, " ")
		dot := strings.LastIndexByte(source, '.')
		if dot < 0 || unicode.IsLower(rune(source[dot+1])) {
			words = append(words, source)
			continue
		}
		found := constants(t, source[:dot], source[dot+1:])
		if len(found) == 0 {
			t.Errorf("%s has no values", source)
		}
		for _, word := range found {
			if strings.HasPrefix(word, only) {
				words = append(words, strings.ReplaceAll(word, ".", "_"))
			}
		}
	}
	return words
}

// constants are the strings of a type's constants, of a constant or variable of that name, or of untyped constants that
// begin with it.
func constants(t *testing.T, dir, name string) (words []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../..", dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok && named(v, name) {
				for _, value := range v.Values {
					words = append(words, literals(value)...)
				}
			}
			return true
		})
	}
	return words
}

func named(v *ast.ValueSpec, name string) bool {
	if kind, ok := v.Type.(*ast.Ident); ok && kind.Name == name {
		return true
	}
	return v.Type == nil && (v.Names[0].Name == name || name == "By" && strings.HasPrefix(v.Names[0].Name, name))
}

func literals(e ast.Expr) (words []string) {
	ast.Inspect(e, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil && text != "" {
				words = append(words, text)
			}
		}
		return true
	})
	return words
}
