// Package config holds the settings of every terminal program: one TOML struct each, defaults in code.
//
// An unknown key is refused with its line, so that a typing error never silently becomes a default. Example prints a commented file.
// Secrets are never in a settings file: it names the file that holds them.
package config
