package survey

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/brighthall/brighthall/apps/internal/config"
	"github.com/brighthall/brighthall/hall"
)

// text is a list as UTF-8 with LF at its line ends. It may come in UTF-8, UTF-16 or GB18030, or put together of files
// in several of them, and with the line ends of Windows, of Linux or of an old Mac (CR alone). Zeros and Ctrl-Z at its
// end are what some programs fill a file up with.
func text(raw []byte) (string, error) {
	if kind := notCSV(raw); kind != "" {
		return "", fmt.Errorf("the list is %s, not CSV: open it, and save it as CSV UTF-8", kind)
	}
	if ended := bytes.TrimRight(raw, "\x00\x1A\r\n"); !bytes.Contains(ended, []byte{0}) { // else it is UTF-16
		raw = ended
	}
	lines := bytes.SplitAfter(config.Readable(raw), []byte("\n"))
	for i, line := range lines {
		lines[i] = config.Readable(line)
	}
	all := bytes.Join(lines, nil)
	if !utf8.Valid(all) {
		return "", errors.New("the list is in no charset that is known here: save it as CSV UTF-8")
	}
	return strings.NewReplacer("\uFEFF", "", "\r\n", "\n", "\r", "\n").Replace(string(all)), nil
}

// begins is how files begin that spreadsheets save or show and that are no CSV.
var begins = []struct{ with, kind string }{
	{"PK\x03\x04", "a workbook (.xlsx or .ods)"},
	{"\xD0\xCF\x11\xE0", "an old workbook (.xls)"},
	{"%PDF-", "a PDF"},
	{"\x1F\x8B", "compressed"},
	{"{\\rtf", "a text of a word processor"},
	{"<?xml", "XML"},
	{"<!doctype", "a web page"},
	{"<html", "a web page"},
}

// notCSV names what a file is that cannot be a list; "" when it may be one.
func notCSV(raw []byte) string {
	head := strings.ToLower(string(raw[:min(len(raw), 64)]))
	head = strings.TrimLeft(strings.TrimPrefix(head, "\uFEFF"), " \t\r\n")
	for _, b := range begins {
		if strings.HasPrefix(string(raw), b.with) || strings.HasPrefix(head, b.with) {
			return b.kind
		}
	}
	return ""
}

// separators are what may stand between a list's words, the commonest first.
var separators = []rune{',', ';', '\t', '，', '；', '|'}

// titleRows is how many rows may stand above the column names: a title, a date, sep=;
const titleRows = 10

// headed splits a list by the separator that makes the best row of column names, and finds that row. A list without any
// is read as if its first row had them, so that what is missing can be told.
func headed(text string) (best heading, rows []row) {
	for _, separator := range separators {
		split := rowsOf(text, separator)
		for _, r := range split[:min(titleRows, len(split))] {
			if h := headingOf(r); rows == nil || len(h.at) > len(best.at) {
				best, rows = h, split
			}
		}
	}
	return best, rows
}

// rowsOf are the rows that have a word. Quotes may be none of CSV's (a screen of 15"): then each line is a row, and a
// line with such a quote is only cut at its separators.
func rowsOf(text string, separator rune) []row {
	rows, err := parsed(text, separator, 1)
	if err == nil {
		return rows
	}
	rows = nil
	for i, line := range strings.Split(text, "\n") {
		r, err := parsed(line, separator, i+1)
		if err != nil {
			r = filled(nil, i+1, strings.Split(line, string(separator)))
		}
		rows = append(rows, r...)
	}
	return rows
}

// parsed reads CSV whose first line is the list's line from.
func parsed(text string, separator rune, from int) (rows []row, err error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.TrimLeadingSpace, r.FieldsPerRecord = separator, separator != '\t', -1
	for {
		words, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		rows = filled(rows, from-1+line, words)
	}
}

// row is a line of the list that has a word.
type row struct {
	line  int
	words []string
}

// filled adds a row if it has a word. The words go to a terminal and into files: nothing in them may move a cursor or
// turn the writing.
func filled(rows []row, line int, words []string) []row {
	for i, word := range words {
		words[i] = hall.Plain(word)
	}
	if strings.Join(words, "") == "" {
		return rows
	}
	return append(rows, row{line, words})
}

// part is the title of an inventory's part.
var part = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(known().Part) })

// said are the words of the row.
func (r row) said() []string {
	return slices.DeleteFunc(slices.Clone(r.words), func(w string) bool { return w == "" })
}

// sums reports whether the row is a total or the title of a part.
func (r row) sums() bool {
	said := r.said()
	return slices.Contains(known().Totals, plain(said[0])) || len(said) == 1 && part().MatchString(said[0])
}

// noted reports whether the row tells who wrote the list and when: every word has a colon. A machine may be
// written so as well, so what is left out for it is named.
func (r row) noted() bool {
	return !slices.ContainsFunc(r.said(), func(w string) bool { return !strings.ContainsAny(w, ":：") })
}

// tooLong is told when a word stands behind the last column: a separator too many, and all words after it are in the
// wrong place.
func (r row) tooLong(columns int) []error {
	for _, word := range r.words[min(columns, len(r.words)):] {
		if word != "" {
			return []error{fmt.Errorf("line %d: %q stands behind the last column; put a word that has a separator in it between quotes", r.line, word)}
		}
	}
	return nil
}
