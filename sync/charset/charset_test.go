package charset_test

import (
	"testing"

	"github.com/brighthall/brighthall/sync/charset"
)

func TestOnlyWhatIsReadToTheLetterIsGB18030(t *testing.T) {
	for _, c := range []struct {
		raw, want string
		ok        bool
	}{
		{"K01", "K01", true},
		{"\xb8\xdf\xd1\xf4", "高阳", true},
		{"\x81\x30\x81\x30", "\u0080", true}, // four bytes
		{"\xb8\xdf\xd1", "", false},
		{"\xff\xff", "", false},
		{"\x84\x31\xa4\x37", "", false}, // the sign for one that was lost
	} {
		if text, ok := charset.GB18030([]byte(c.raw)); ok != c.ok || ok && string(text) != c.want {
			t.Errorf("%q is %q %v", c.raw, text, ok)
		}
	}
}
