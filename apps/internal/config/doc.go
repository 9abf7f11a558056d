// Package config holds the settings of every terminal program: one TOML struct each, defaults in code.
//
// An unknown key is refused with its line and the nearest right one, and so is a device's URL with a driver, an option
// or a profile that does not exist, so that a typing error never silently becomes a default. Example prints a commented
// file. Secrets are never in a settings file: it names the file that holds them.
package config
