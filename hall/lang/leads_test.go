package lang_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hall"
)

// sends finds sentences that send a visitor or a teller to somebody for a number or a slip, in either language.
var sends = map[hall.Language]*regexp.Regexp{
	hall.Chinese: regexp.MustCompile(`[请或][^，。；]*(引导|服务|咨询|总|值班)(台|室)|(请找|或请|请|找)工作人员(取号|补打|打)|(补小票|小票丢了)`),
	hall.English: regexp.MustCompile(`(?i)(guide|service|information|front|help) desk|staff (for (a|the|your) (new )?(slip|number)|to print|to give)`),
}

// leads is what exists there: the words of a place and a deed, and the key of the act that does it at a counter. A new
// sentence that sends somebody to a place for a number or a slip is entered here, or the test fails.
var leads = map[hall.Language]map[string]string{
	hall.Chinese: {"引导台取号": "counter.act.issue", "旁边的机器或服务台": "counter.act.issue", "工作人员取号": "counter.act.issue",
		"工作人员补打": "counter.act.reprint", "要补小票，请找工作人员": "counter.act.reprint"},
	hall.English: {"guide desk": "counter.act.issue", "ask staff for a slip": "counter.act.reprint"},
}

// TestEverySentenceThatSendsSomebodySomewhereLeadsToAnAct that exists there.
func TestEverySentenceThatSendsSomebodySomewhereLeadsToAnAct(t *testing.T) {
	b := book(t)
	for in, find := range sends {
		for _, key := range b.Keys() {
			text := b.Say(in, key)
			if !find.MatchString(text) {
				continue
			}
			led := false
			for words, act := range leads[in] {
				if strings.Contains(strings.ToLower(text), words) {
					led = true
					if !b.Has(act) {
						t.Errorf("%s leads to %s, which does not exist", key, act)
					}
				}
			}
			if !led {
				t.Errorf("%s %s: %q leads to nothing that is entered in leads", in, key, text)
			}
		}
	}
}
