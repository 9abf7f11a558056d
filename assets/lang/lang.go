// Package lang embeds the catalogues of sentences: one folder a language, one file a room. Package hall/lang reads
// them.
package lang

import "embed"

// FS holds zh-CN/*.json and en/*.json.
//
//go:embed zh-CN/*.json en/*.json
var FS embed.FS
