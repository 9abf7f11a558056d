package hall

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The ticket code is 14 digits: outlet 3, day 3, sequence of the day 4, keyed check 4. It is printed as Code128-C.
//
// Code128's own mod-103 sum lets some misreads through, so the last four digits are an HMAC of the first ten under the
// outlet's key: a misread or an invented code is refused and nobody else's ticket is opened.
const codeDigits = 14

// tokenDigits is how many hex digits a page's token has.
const tokenDigits = 32

// Key is an outlet's secret, 32 random bytes, for ticket codes and page tokens.
type Key []byte

// Code forms the ticket code of the outlet's seq-th ticket (0–9999) of a day.
func (k Key) Code(outlet int, day Day, seq int) string {
	body := fmt.Sprintf("%03d%03d%04d", outlet%1000, day.Number(), seq%10000)
	return body + k.check(body)
}

func (k Key) check(body string) string {
	sum := k.sum("code|" + body)
	n := (int(sum[0])<<16 | int(sum[1])<<8 | int(sum[2])) % 10000
	return fmt.Sprintf("%04d", n)
}

func (k Key) sum(text string) []byte {
	h := hmac.New(sha256.New, k)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// Token is the secret part of a ticket page's address: 128 bits in hex. It can be formed again from the ticket's id by
// whoever has the key, so it is stored nowhere.
func (k Key) Token(id TicketID) string { return hex.EncodeToString(k.sum("page|" + string(id))[:16]) }

// Customer is the person as events may know him. A UUID is a token already and stays; anything else may be a number by
// which somebody is known, and its keyed hash stands for it: the same person is still the same, and nobody can try
// numbers through without the key.
func (k Key) Customer(c CustomerID) CustomerID {
	if c = c.canonical(); c == "" || isUUID(string(c)) {
		return c
	}
	return CustomerID(hex.EncodeToString(k.sum("customer|" + string(c))[:16]))
}

// canonical writes one person's number one way, however it was typed or read: full-width or with blanks, the last sign
// of an ID card or the letters of a permit small or great. A token of another system keeps its letters.
func (c CustomerID) canonical() CustomerID {
	s := Plain(Halfwidth(string(c)))
	if isUUID(s) {
		return CustomerID(strings.ToLower(s))
	}
	if mobile := mobileOf(s); mobile != "" {
		return CustomerID(mobile)
	}
	number := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(s))
	if isDocument(number) {
		return CustomerID(number)
	}
	return CustomerID(s)
}

// mobileOf is the number of a Chinese mobile telephone as people here say it, 11 digits that begin with 13 to 19,
// however it is grouped and with or without the country's 86; empty when the text is none.
func mobileOf(s string) string {
	number := strings.NewReplacer(" ", "", "-", "", ".", "", "(", "", ")", "").Replace(s)
	for _, country := range []string{"+86", "0086", "86"} {
		if rest, ok := strings.CutPrefix(number, country); ok && len(rest) == 11 {
			number = rest
			break
		}
	}
	if len(number) == 11 && AllDigits(number) && number[0] == '1' && number[1] >= '3' {
		return number
	}
	return ""
}

// isDocument reports whether a number has the form of an ID card (17 digits and a check sign), a plain number, or a
// permit or passport (letters before digits).
func isDocument(number string) bool {
	if len(number) == 18 && number[17] == 'X' {
		return AllDigits(number[:17])
	}
	digits := strings.TrimLeft(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	return AllDigits(digits) && len(number)-len(digits) <= 3 && len(digits) >= 6 && len(digits) <= 18
}

// Note is a colleague's word as a stored hash of a command may know it: the same word is the same, and nobody without
// the key tries telephone numbers through.
func (k Key) Note(text string) string {
	if text == "" {
		return ""
	}
	return hex.EncodeToString(k.sum("note|" + text)[:16])
}

func isUUID(s string) bool {
	digits := strings.ReplaceAll(s, "-", "")
	_, err := hex.DecodeString(digits)
	return len(s) == 36 && len(digits) == 32 && err == nil && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-'
}

// TokenHash is what is stored of a token.
func TokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// PageURL is the address of a ticket's page under base ("http://10.0.0.5:7300"); its query lets a counter cut from the
// node verify number, service and day.
func (k Key) PageURL(base string, t Ticket) string {
	token := k.Token(t.ID)
	return fmt.Sprintf("%s/t/%s?n=%s&s=%s&d=%s&m=%s", strings.TrimSuffix(base, "/"), token, t.No, t.Group,
		strings.ReplaceAll(string(t.Day), "-", ""), k.pageMAC(token, t))
}

func (k Key) pageMAC(token string, t Ticket) string {
	return hex.EncodeToString(k.sum("qr|" + token + "|" + string(t.No) + "|" + string(t.Group) + "|" + string(t.Day))[:6])
}

// PageDay reads the day out of a ticket page's address, when the key signed it. Letters may be small or great, as a
// scanner sends them.
func (k Key) PageDay(text string) (Day, bool) {
	s, err := ParseScan(text)
	_, query, _ := strings.Cut(Halfwidth(Plain(text)), "?")
	query, _, _ = strings.Cut(query, "#")
	said, wrong := url.ParseQuery(query)
	if err != nil || wrong != nil || s.Token == "" {
		return "", false
	}
	claims := map[string]string{}
	for name, values := range said {
		claims[strings.ToLower(name)] = values[0]
	}
	day, err := time.Parse("20060102", claims["d"])
	if err != nil {
		return "", false
	}
	t := Ticket{No: TicketNo(claims["n"]), Group: GroupCode(claims["s"]), Day: Day(day.Format(time.DateOnly))}
	ours := subtle.ConstantTimeCompare([]byte(k.pageMAC(s.Token, t)), []byte(strings.ToLower(claims["m"]))) == 1
	return t.Day, ours
}

// Scanned is what a scanned text claims to be: a ticket code or a page token, not yet verified.
type Scanned struct {
	Code  string // 14 digits, or
	Token string // 32 hex digits
}

// longestScan is more than any slip holds.
const longestScan = 512

// ParseScan reads a scanned or typed text: 14 digits, in groups or in one, or an address with /t/{token}. It takes what
// scanners, telephones and input methods make of these: an AIM prefix (]C1), capitals, full-width signs, a slash or a
// fragment at the end. Anything else is CodeUnknown.
func ParseScan(text string) (Scanned, error) {
	const op = "hall.ParseScan"
	if len(text) > longestScan {
		return Scanned{}, E(op, CodeUnknown, "too long")
	}
	text = withoutAIM(Plain(Halfwidth(text)))
	path := strings.ToLower(text)
	if end := strings.IndexAny(path, "?#"); end >= 0 {
		path = path[:end]
	}
	if at := strings.LastIndex(path, "/t/"); at >= 0 { // the last one: public_url may have a path of that name
		token := strings.TrimRight(path[at+len("/t/"):], "/")
		if len(token) == tokenDigits && strings.Trim(token, "0123456789abcdef") == "" {
			return Scanned{Token: token}, nil
		}
		return Scanned{}, E(op, CodeUnknown, "no token in the address")
	}
	digits := strings.NewReplacer(" ", "", "-", "").Replace(text)
	if len(digits) != codeDigits || !AllDigits(digits) {
		return Scanned{}, E(op, CodeUnknown, "neither 14 digits nor an address")
	}
	return Scanned{Code: digits}, nil
}

// withoutAIM takes off what a scanner may say before a code of its symbology: "]", a letter and a sign (ISO/IEC 15424).
func withoutAIM(text string) string {
	if len(text) > 3 && text[0] == ']' && (text[1] >= 'A' && text[1] <= 'Z' || text[1] >= 'a' && text[1] <= 'z') {
		return strings.TrimSpace(text[3:])
	}
	return text
}

// Verify checks a scanned ticket code against the outlet and the day: CodeForeign, CodeForged or CodeOld say what is
// wrong.
func (k Key) Verify(code string, outlet int, today Day) error {
	const op = "hall.Key.Verify"
	if len(code) != codeDigits || strings.Trim(code, "0123456789") != "" {
		return E(op, CodeUnknown)
	}
	if n, err := strconv.Atoi(code[:3]); err != nil || n != outlet%1000 {
		return E(op, CodeForeign)
	}
	if subtle.ConstantTimeCompare([]byte(k.check(code[:10])), []byte(code[10:])) == 0 {
		return E(op, CodeForged)
	}
	if code[3:6] != fmt.Sprintf("%03d", today.Number()) {
		return E(op, CodeOld)
	}
	return nil
}
