package lang

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/brighthall/brighthall/hall"
)

// Languages are those every sentence exists in, the first one first.
var Languages = []hall.Language{hall.Chinese, hall.English}

// Book is all sentences in all languages. It is read by many at once and never changes.
type Book struct {
	sentences map[hall.Language]map[string]string
}

// Load reads the folders named like the languages. A key told twice, missing in a language, empty, or with other
// placeholders than in the first language is refused; all such faults are named in one error.
func Load(files fs.FS) (*Book, error) {
	b := &Book{sentences: map[hall.Language]map[string]string{}}
	for _, l := range Languages {
		all, err := read(files, string(l))
		if err != nil {
			return nil, fmt.Errorf("lang: %w", err)
		}
		b.sentences[l] = all
	}
	if faults := b.faults(); len(faults) > 0 {
		return nil, fmt.Errorf("lang: %s", strings.Join(faults, "; "))
	}
	return b, nil
}

func read(files fs.FS, folder string) (map[string]string, error) {
	names, err := fs.Glob(files, path.Join(folder, "*.json"))
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no catalogue for %s: %w", folder, err)
	}
	all := map[string]string{}
	for _, name := range names {
		if err := merge(files, name, all); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return all, nil
}

func merge(files fs.FS, name string, into map[string]string) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return err
	}
	var part map[string]string
	if err := json.Unmarshal(text, &part); err != nil {
		return err
	}
	for key, sentence := range part {
		if _, twice := into[key]; twice {
			return fmt.Errorf("key %s is told twice", key)
		}
		into[key] = sentence
	}
	return nil
}

func (b *Book) faults() []string {
	var faults []string
	first := b.sentences[Languages[0]]
	for _, l := range Languages[1:] {
		for key := range b.sentences[l] {
			if _, ok := first[key]; !ok {
				faults = append(faults, fmt.Sprintf("%s is missing in %s", key, Languages[0]))
			}
		}
		for key, sentence := range first {
			other, ok := b.sentences[l][key]
			switch {
			case !ok:
				faults = append(faults, fmt.Sprintf("%s is missing in %s", key, l))
			case !slices.Equal(placeholders(sentence), placeholders(other)):
				faults = append(faults, fmt.Sprintf("%s has other placeholders in %s", key, l))
			}
		}
	}
	sort.Strings(faults)
	return faults
}

var placeholder = regexp.MustCompile(`\{[a-z_]+\}`)

func placeholders(sentence string) []string {
	found := placeholder.FindAllString(sentence, -1)
	sort.Strings(found)
	return slices.Compact(found)
}

// Has reports whether there is a sentence for key.
func (b *Book) Has(key string) bool {
	_, ok := b.sentences[Languages[0]][key]
	return ok
}

// Keys lists all keys in order.
func (b *Book) Keys() []string {
	keys := make([]string, 0, len(b.sentences[Languages[0]]))
	for key := range b.sentences[Languages[0]] {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// Say is the sentence of key in a language, with the placeholders filled from pairs of name and value. A missing key
// gives the key itself: a visitor sees something odd rather than nothing, and a test finds it.
func (b *Book) Say(in hall.Language, key string, pairs ...any) string {
	sentence, ok := b.sentences[in][key]
	if !ok {
		sentence, ok = b.sentences[Languages[0]][key]
	}
	if !ok {
		return key
	}
	return b.fill(in, sentence, pairs)
}

func (b *Book) fill(in hall.Language, sentence string, pairs []any) string {
	if len(pairs) == 0 {
		return sentence
	}
	var changes []string
	for i := 0; i+1 < len(pairs); i += 2 {
		name, value := fmt.Sprint(pairs[i]), b.value(in, pairs[i+1])
		if strings.HasPrefix(sentence, "{"+name+"}") {
			value = b.leading(in, pairs[i+1])
		}
		changes = append(changes, "{"+name+"}", value)
		sentence = count(sentence, name, value)
	}
	return strings.NewReplacer(changes...).Replace(sentence)
}

// leading is what stands in a placeholder's place at the head of a line.
func (b *Book) leading(in hall.Language, v any) string {
	switch v := v.(type) {
	case painted:
		return string(v)
	case Windows:
		return b.Windows(in, v)
	}
	return capital(b.value(in, v))
}

// value is what stands in a placeholder's place.
func (b *Book) value(in hall.Language, v any) string {
	switch v := v.(type) {
	case hall.Name:
		return v.In(in)
	case Windows:
		return b.said(in, v)
	}
	return fmt.Sprint(v)
}

// plural is a word that goes with a number: {n|person|people}. Chinese has none.
var plural = regexp.MustCompile(`\{([a-z_]+)\|([^{}|]*)\|([^{}|]*)\}`)

// count picks the form of each word that goes with the number called name.
func count(sentence, name, value string) string {
	if !strings.Contains(sentence, "{"+name+"|") {
		return sentence
	}
	return plural.ReplaceAllStringFunc(sentence, func(word string) string {
		form := plural.FindStringSubmatch(word)
		switch {
		case form[1] != name:
			return word
		case value == "1":
			return form[2]
		}
		return form[3]
	})
}

// Code is the sentence of a code alone.
func (b *Book) Code(in hall.Language, code hall.Code) string {
	return b.Error(in, hall.E("lang.Code", code))
}

// Refusal is the sentence of a code and, when it is about a word that is none of the allowed, what may be said instead.
func (b *Book) Refusal(in hall.Language, code hall.Code, choice *hall.Choice) string {
	s := []string{b.Code(in, code)}
	if choice != nil {
		words := strings.Join(choice.Words, b.Say(in, "refusal.list"))
		s = append(s, b.Say(in, "refusal.words", "field", choice.Field, "words", words))
		if near := choice.Nearest(); near != "" {
			s = append(s, b.Say(in, "refusal.nearest", "word", near))
		}
	}
	return strings.Join(s, b.Say(in, "refusal.stop"))
}

// Error is the sentence for an error: what to do next, by its code ("error.<code>"). A code without a sentence of its
// own is told as "error.internal".
func (b *Book) Error(in hall.Language, err error, pairs ...any) string {
	if err == nil {
		return ""
	}
	key := "error." + string(hall.CodeOf(err))
	if !b.Has(key) {
		key = "error." + string(hall.Internal)
	}
	return b.Say(in, key, pairs...)
}
