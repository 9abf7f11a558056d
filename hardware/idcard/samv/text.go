package samv

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"

	"github.com/brighthall/brighthall/hardware"
)

// textSize is the length of the text block, UTF-16LE.
const textSize = 256

// ErrText is a text block that cannot be right.
var ErrText = errors.New("samv: bad text block")

// Text cuts the text block out of the data of a read answer, with or without fingerprint.
func Text(data []byte) ([]byte, error) {
	if len(data) < 4 {
		return nil, fmt.Errorf("%w: %d bytes", ErrText, len(data))
	}
	text, photo := int(binary.BigEndian.Uint16(data)), int(binary.BigEndian.Uint16(data[2:]))
	head := 4
	if len(data) != head+text+photo { // the form with fingerprint has a third length
		if len(data) < 6 || len(data) != 6+text+photo+int(binary.BigEndian.Uint16(data[4:])) {
			return nil, fmt.Errorf("%w: lengths %d and %d in %d bytes", ErrText, text, photo, len(data))
		}
		head = 6
	}
	if text != textSize {
		return nil, fmt.Errorf("%w: %d bytes of text", ErrText, text)
	}
	return data[head : head+text], nil
}

// ParseText reads the 256 bytes by the layout their type flag names.
func ParseText(b []byte) (hardware.IDCard, error) {
	if len(b) != textSize {
		return hardware.IDCard{}, fmt.Errorf("%w: %d bytes", ErrText, len(b))
	}
	t := block(b)
	var c hardware.IDCard
	switch flag := t.at(248, 2); flag {
	case "":
		c = t.resident()
	case "J":
		c = t.hkmt()
	case "I":
		c = t.foreign2017()
	case "Y":
		c = t.foreign2023()
	default:
		return hardware.IDCard{}, hardware.E("samv.ParseText", hardware.IDCardUnknown, fmt.Sprintf("type flag %q", flag))
	}
	c.Check = c.Number.Check()
	return c, nil
}

// block is a text block; the methods know the tables of fields: GA/T 490 for residents, and the layouts J, I and Y that
// came later.
type block []byte

// raw keeps the padding, for a field that is continued elsewhere. Private use characters pass: rare names live there.
func (t block) raw(off, size int) string {
	units := make([]uint16, size/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(t[off+2*i:])
	}
	return string(utf16.Decode(units))
}

func (t block) at(off, size int) string { return strings.Trim(t.raw(off, size), " \x00") }

// common fields lie at the same place in three of the four layouts.
func (t block) common(l hardware.CardLayout) hardware.IDCard {
	return hardware.IDCard{Layout: l, Name: t.at(0, 30), Sex: sex(t.at(30, 2)), Birth: t.at(36, 16),
		Number: hardware.IDNumber(t.at(122, 36)), From: t.at(188, 16), Until: t.at(204, 16)}
}

func (t block) resident() hardware.IDCard {
	c := t.common(hardware.CardResident)
	c.Ethnicity, c.Address, c.Issuer = ethnicity(t.at(32, 4)), t.at(52, 70), t.at(158, 30)
	return c
}

func (t block) hkmt() hardware.IDCard {
	c := t.common(hardware.CardHKMT)
	c.Address, c.Issuer = t.at(52, 70), t.at(158, 30)
	c.PassNumber, c.Issues = hardware.IDNumber(t.at(220, 18)), t.at(238, 4)
	return c
}

func (t block) foreign2017() hardware.IDCard {
	return hardware.IDCard{Layout: hardware.CardForeign2017, LatinName: t.at(0, 120), Sex: sex(t.at(120, 2)), Birth: t.at(220, 16),
		Number: hardware.IDNumber(t.at(122, 30)), Nationality: t.at(152, 6), Name: t.at(158, 30), From: t.at(188, 16),
		Until: t.at(204, 16), Version: t.at(236, 4), Issuer: t.at(240, 8)}
}

func (t block) foreign2023() hardware.IDCard {
	c := t.common(hardware.CardForeign2023)
	c.LatinName = strings.Trim(t.raw(52, 70)+t.raw(220, 22), " \x00")
	c.Issues, c.Nationality, c.OldLink = t.at(32, 4), t.at(242, 6), t.at(250, 6)
	return c
}

// Addresses reads the data of an additional address answer: one or more of 70 bytes.
func Addresses(data []byte) ([]string, error) {
	if len(data)%70 != 0 {
		return nil, fmt.Errorf("%w: %d bytes of addresses", ErrText, len(data))
	}
	var all []string
	for ; len(data) > 0; data = data[70:] {
		if a := block(data).at(0, 70); a != "" {
			all = append(all, a)
		}
	}
	return all, nil
}

func sex(code string) hardware.CardSex {
	return map[string]hardware.CardSex{"0": hardware.SexUnknown, "1": hardware.SexMale, "2": hardware.SexFemale, "9": hardware.SexUnspecified}[code]
}

// peoples are the codes 01 to 56 of GB/T 3304 in their order.
var peoples = strings.Fields(`汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇
	柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴
	珞巴 基诺`)

func ethnicity(code string) string {
	switch code {
	case "97":
		return "其他"
	case "98":
		return "外国血统中国籍人士"
	}
	if len(code) == 2 && code[0] >= '0' && code[0] <= '9' && code[1] >= '0' && code[1] <= '9' {
		if n := int(code[0]-'0')*10 + int(code[1]-'0'); n >= 1 && n <= len(peoples) {
			return peoples[n-1]
		}
	}
	return code
}
