package hardware_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

func TestTheCheckCharacterOfANumber(t *testing.T) {
	for number, want := range map[hardware.IDNumber]hardware.NumberCheck{
		"11010519491231002X": hardware.NumberGood, // both examples of GB 11643
		"440524188001010014": hardware.NumberGood,
		"34052419800101001X": hardware.NumberGood,
		"810000198001010014": hardware.NumberGood,
		"830000198001010018": hardware.NumberGood,
		"911156198001010016": hardware.NumberGood,
		"810000198001010011": hardware.NumberBad,
		"110105194912310021": hardware.NumberBad,
		"1101051949123100X2": hardware.NumberBad,
		"CAN110080010101":    hardware.NumberWithout,
		"110105491231002":    hardware.NumberWithout,
		"":                   hardware.NumberBad,
		"1101051949123100":   hardware.NumberBad,
	} {
		if got := number.Check(); got != want {
			t.Errorf("%s: %s, want %s", string(number), got, want)
		}
	}
	good := "11010519491231002X"
	for i := range 17 {
		for d := byte('0'); d <= '9'; d++ {
			bad := []byte(good)
			if bad[i] == d {
				continue
			}
			bad[i] = d
			if hardware.IDNumber(bad).Check() != hardware.NumberBad {
				t.Errorf("%s passes", bad)
			}
		}
	}
}

func TestACardHidesItselfInEveryLog(t *testing.T) {
	c := hardware.IDCard{Layout: hardware.CardResident, Name: "测试一", Number: "11010519491231002X", PassNumber: "H12345678", Address: "测试路1号"}
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("card", "card", c, "number", c.Number)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&log, verb+" "+verb+" "+verb+"\n", c, c.Number, struct{ C hardware.IDCard }{c})
	}
	for _, secret := range []string{"19491231", "测试", "H12345678", "3131303130"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%q is in the log: %s", secret, log.String())
		}
	}
	if !strings.Contains(log.String(), "1101**********002X") {
		t.Error(log.String())
	}
}

type lying struct{ until time.Duration }

func (l lying) Read(context.Context) (hardware.IDCard, error)   { return hardware.IDCard{}, nil }
func (l lying) Status(context.Context) (hardware.Status, error) { return hardware.Status{}, nil }
func (l lying) Lifted(ctx context.Context) error {
	select {
	case <-time.After(l.until):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func TestACardLeftBehindIsToldOnce(t *testing.T) {
	for lies, want := range map[time.Duration]int{5 * time.Second: 0, time.Minute: 1} {
		synctest.Test(t, func(t *testing.T) {
			told := 0
			err := hardware.CardLeft(t.Context(), lying{lies}, 15*time.Second, func() { told++ })
			if told != want || err != nil {
				t.Errorf("%s: told %d times, %v", lies, told, err)
			}
		})
	}
}
