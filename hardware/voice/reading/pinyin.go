package reading

import (
	"fmt"
	"strings"
)

// The syllables of the fixed sentence. espeak-ng reads Hanzi wrongly in many builds (its issues
// 1044, 1236 and 664), but pinyin with tone numbers well.
var syllables = map[rune]string{
	'请': "qing3", '号': "hao4", '到': "dao4", '窗': "chuang1", '口': "kou3", '办': "ban4", '理': "li3", '业': "ye4", '务': "wu4",
	'零': "ling2", '幺': "yao1", '一': "yi1", '二': "er4", '三': "san1", '四': "si4", '五': "wu3", '六': "liu4", '七': "qi1", '八': "ba1",
	'九': "jiu3", '十': "shi2", '，': ",", '。': ".",
}

// Pinyin writes a sentence made by Chinese in pinyin with tone numbers. A character that is in no
// such sentence is an error: it would be read as noise.
func Pinyin(text string) (string, error) {
	var words []string
	for _, c := range text {
		s, ok := syllables[c]
		switch {
		case ok && (s == "," || s == ".") && len(words) > 0:
			words[len(words)-1] += s
		case ok:
			words = append(words, s)
		case c >= 'A' && c <= 'Z' || c >= '0' && c <= '9':
			words = append(words, string(c))
		default:
			return "", fmt.Errorf("%q has no pinyin here", c)
		}
	}
	return strings.Join(words, " "), nil
}
