// Package reading turns a call into the words that are read aloud.
//
//	sentences, err := reading.Rules{}.Sentences(u, "zh", "en")
//	// zh 请H，零二三号，到三号窗口办理业务。   en Number H, zero two three, please go to window three.
//
// The rules: a ticket's digits are read one by one, 1 as 幺 (yāo) because yī is taken for qī; a
// window is a normal number (11 is 十一, never 幺幺); a letter is followed by a pause; no name
// and no business is ever read. A call of an English ticket is read in Chinese, then in English.
//
// Voices that read text use it (syn6288, xfs5152, system). Package clips has the same rules as
// names of recordings. The package refuses to know devices and sound.
package reading
