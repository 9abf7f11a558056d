// Package profile reads the data files that say how one maker's device is spoken to, and says exactly what is wrong
// with one: the file, the line, the key, and the word that was probably meant.
//
//	var p Profile
//	src, err := profile.Load(builtin, "rs485-text", &p)     // or the path of a .json file
//	if p.Rows < 1 { return src.Bad("rows", "at least 1") }  // "my.json line 4: rows: at least 1"
//
// It knows JSON and line numbers, and no device.
package profile
