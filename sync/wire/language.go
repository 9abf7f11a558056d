package wire

import (
	"strconv"
	"strings"

	"github.com/brighthall/brighthall/hall"
)

// LanguageOf chooses one of our languages by an Accept-Language header (RFC 9110 §12.5.4): the one of the greatest
// weight, the first among equals, Chinese when none is ours.
func LanguageOf(header string) hall.Language {
	best, weight := hall.Chinese, 0.0
	for part := range strings.SplitSeq(header, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		l, ours := languageOfTag(tag)
		if q := quality(params); ours && q > weight {
			best, weight = l, q
		}
	}
	return best
}

func languageOfTag(tag string) (hall.Language, bool) {
	first, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	switch first {
	case "zh", "*":
		return hall.Chinese, true
	case "en":
		return hall.English, true
	}
	return "", false
}

func quality(params string) float64 {
	text, ok := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
	if !ok {
		return 1
	}
	q, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return q
}
