package samvtest

import (
	"sort"
	"strings"
	"unicode/utf16"
)

// Card is what a chip holds.
type Card struct {
	Text  [256]byte
	Photo [1024]byte
	More  []string // additional addresses, 35 characters each at most
}

// field is a place in the text block, in bytes.
type field struct{ off, size int }

// Put writes a text into the block at a byte offset, padded with blanks.
func (c *Card) Put(off, size int, text string) {
	units := utf16.Encode([]rune(text))
	for i := range size / 2 {
		u := uint16(' ')
		if i < len(units) {
			u = units[i]
		}
		c.Text[off+2*i], c.Text[off+2*i+1] = byte(u), byte(u>>8)
	}
}

func blank() Card {
	var c Card
	c.Put(0, 256, "")
	copy(c.Photo[:], "WLf")
	return c
}

func filled(flag string, fields map[field]string) Card {
	c := blank()
	for f, text := range fields {
		c.Put(f.off, f.size, text)
	}
	c.Put(248, 2, flag)
	return c
}

// Resident is an ordinary card: the person of vectors/idcard/sam_base_1295.hex.
func Resident() Card {
	return filled(" ", map[field]string{{0, 30}: "测试一", {30, 2}: "2", {32, 4}: "01", {36, 16}: "19491231", {52, 70}: "北京市朝阳区测试路1号",
		{122, 36}: "11010519491231002X", {158, 30}: "北京市公安局朝阳分局", {188, 16}: "20180101", {204, 16}: "长期"})
}

// HKMT is a residence permit of a person from Hong Kong, Macau or Taiwan.
func HKMT() Card {
	return filled("J", map[field]string{{0, 30}: "陈测试", {30, 2}: "1", {36, 16}: "19800101", {52, 70}: "广东省深圳市测试路2号", {122, 36}: "810000198001010014",
		{158, 30}: "深圳市公安局", {188, 16}: "20190101", {204, 16}: "20240101", {220, 18}: "H12345678", {238, 4}: "01"})
}

// Foreign2017 is a permanent residence card of the older form, number of 15 characters.
func Foreign2017() Card {
	return filled("I", map[field]string{{0, 120}: "ZHANG, SAN", {120, 2}: "1", {122, 30}: "CAN110080010101", {152, 6}: "CAN", {158, 30}: "张三",
		{188, 16}: "20170101", {204, 16}: "20270101", {220, 16}: "19800101", {236, 4}: "01", {240, 8}: "1500"})
}

// Foreign2023 is one of the newer form; its English name is longer than the first field.
func Foreign2023() Card {
	return filled("Y", map[field]string{{0, 30}: "李四", {30, 2}: "2", {32, 4}: "01", {36, 16}: "19800101", {52, 70}: "WOLFESCHLEGELSTEINHAUSENBERGERDORFF",
		{220, 22}: ", ELISABETH", {122, 36}: "911156198001010016", {188, 16}: "20240101", {204, 16}: "20340101", {242, 6}: "DEU", {250, 6}: "001"})
}

// Rare is a resident whose name has a character of the private use area and one outside the first plane.
func Rare() Card {
	c := Resident()
	c.Put(0, 30, "\U00020BB7\uE863伟")
	return c
}

// BadNumber is a card whose number fails its check: made by hand, or misread once and copied.
func BadNumber() Card {
	c := Resident()
	c.Put(122, 36, "110105194912310021")
	return c
}

// Moved is a resident with two additional addresses.
func Moved() Card {
	c := Resident()
	c.More = []string{"北京市海淀区测试路7号", "北京市西城区测试街9号"}
	return c
}

// Unknown is a card of a layout that does not exist yet.
func Unknown() Card {
	c := Resident()
	c.Put(248, 2, "Q")
	return c
}

var cards = map[string]func() Card{"resident": Resident, "hkmt": HKMT, "foreign": Foreign2017, "foreign2023": Foreign2023,
	"rare": Rare, "badnumber": BadNumber, "moved": Moved, "unknown": Unknown}

// Cards lists the names Act knows.
func Cards() string {
	names := make([]string, 0, len(cards))
	for n := range cards {
		names = append(names, n)
	}
	sort.Strings(names)
	return strings.Join(names, " ")
}
