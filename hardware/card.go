package hardware

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"
)

// KindIDCard is a reader of identity cards.
const KindIDCard Kind = "idcard"

// Faults of identity card readers and of the cards on them.
const (
	IDCardSilent       Code = "idcard.silent"         // the reader does not answer at any speed
	IDCardBroken       Code = "idcard.broken"         // its security module fails its self-test (60)
	IDCardUnauthorised Code = "idcard.unauthorised"   // its security module has no licence (66)
	IDCardRefused      Code = "idcard.refused"        // it does not understand the command (10, 11, 21)
	IDCardLifted       Code = "idcard.lifted"         // the card was taken away too early: lay it down again
	IDCardUnreadable   Code = "idcard.unreadable"     // card and reader do not accept each other
	IDCardUnknown      Code = "idcard.unknown-layout" // a card of a layout nobody described yet
	IDCardLeftBehind   Code = "idcard.left-behind"    // a card lies on the reader long after it was read
)

// CardLayout says which of the four kinds of card it is.
type CardLayout string

// The layouts.
const (
	CardResident    CardLayout = "resident"     // 居民身份证
	CardHKMT        CardLayout = "hkmt"         // 港澳台居民居住证, type J
	CardForeign2017 CardLayout = "foreign-2017" // 外国人永久居留身份证, type I
	CardForeign2023 CardLayout = "foreign-2023" // 外国人永久居留身份证, type Y
)

// CardSex is what the card says, GB/T 2261.1.
type CardSex string

// The sexes of the standard; empty when the card says something else.
const (
	SexUnknown     CardSex = "unknown"
	SexMale        CardSex = "male"
	SexFemale      CardSex = "female"
	SexUnspecified CardSex = "unspecified"
)

// IDCard is the text of an identity card. The photo is not part of it: it cannot be decoded
// without the ministry's library and is never kept. Dates are as the card has them, YYYYMMDD.
// Whichever way a card gets into a log, only the masked number is written.
type IDCard struct {
	Layout       CardLayout
	Name         string // rare characters of the private use area stay as they are; may be empty on a foreign card
	LatinName    string // foreign cards
	Sex          CardSex
	Ethnicity    string // "汉"; residents only; the bare code when it is not in the table
	Birth        string
	Address      string
	NewAddresses []string // written to the card after it was made, the order of the card
	Number       IDNumber
	Check        NumberCheck
	Issuer       string // 签发机关; on the 2017 foreign card the code of the authority
	From         string
	Until        string   // "长期" for ever
	PassNumber   IDNumber // 通行证号码 of a HKMT card
	Issues       string   // how often the card was issued: HKMT and 2023
	Nationality  string   // foreign cards: three letters
	Version      string   // 2017 foreign card
	OldLink      string   // 2023 foreign card: what links it to the earlier number of 15 characters
}

// String names the card with its number masked and nothing else of the person.
func (c IDCard) String() string { return "idcard " + string(c.Layout) + " " + c.Number.String() }

// Format writes String whatever the verb, so that %+v does not show a person.
func (c IDCard) Format(f fmt.State, _ rune) { io.WriteString(f, c.String()) }

// LogValue is String.
func (c IDCard) LogValue() slog.Value { return slog.StringValue(c.String()) }

// IDNumber is the number of an identity card. It hides itself when printed or logged;
// string(n) is the number itself.
type IDNumber string

// String shows the first four and the last four characters.
func (n IDNumber) String() string {
	if n == "" {
		return ""
	}
	r := []rune(string(n))
	if len(r) <= 11 {
		return strings.Repeat("*", len(r))
	}
	return string(r[:4]) + strings.Repeat("*", len(r)-8) + string(r[len(r)-4:])
}

// Format writes String whatever the verb.
func (n IDNumber) Format(f fmt.State, _ rune) { io.WriteString(f, n.String()) }

// LogValue is String.
func (n IDNumber) LogValue() slog.Value { return slog.StringValue(n.String()) }

// NumberCheck is what the check character of a number says.
type NumberCheck string

// The results.
const (
	NumberGood    NumberCheck = "good"
	NumberBad     NumberCheck = "bad"
	NumberWithout NumberCheck = "without" // 15 characters have no check character
)

// Check recomputes the check character, GB 11643 (ISO 7064 MOD 11-2).
func (n IDNumber) Check() NumberCheck {
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	switch len(n) {
	case 15:
		return NumberWithout
	case 18:
	default:
		return NumberBad
	}
	sum := 0
	for i, w := range weights {
		if n[i] < '0' || n[i] > '9' {
			return NumberBad
		}
		sum += w * int(n[i]-'0')
	}
	if n[17] != "10X98765432"[sum%11] {
		return NumberBad
	}
	return NumberGood
}

// IDReader reads identity cards.
type IDReader interface {
	// Read waits for a card to be laid down and returns its text. A card that is still there
	// from the Read before is not read again. It ends with ctx's error as cause (Canceled), with
	// IDCardLifted when the card must be laid down again, or with the reader's own fault.
	Read(ctx context.Context) (IDCard, error)
	// Lifted waits until the card that was read is off the reader.
	Lifted(ctx context.Context) error
	// Status asks the reader.
	Status(ctx context.Context) (Status, error)
}

// CardLeft waits until the card is off the reader, and calls left once when that takes longer
// than patience: a visitor walks away without his card.
func CardLeft(ctx context.Context, r IDReader, patience time.Duration, left func()) error {
	within, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- r.Lifted(within) }()
	t := time.NewTimer(patience)
	defer t.Stop()
	select {
	case err := <-ended:
		return err
	case <-t.C:
		left()
		return <-ended
	}
}
