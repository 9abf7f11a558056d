package uptime

import (
	"strconv"
	"time"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// Running is how long the machine has run since it was switched on, with its sleep.
func Running() func() time.Duration { return windows.DurationSinceBoot }

// Boot is a name of this boot; empty where none is to be had. Windows counts its boots.
func Boot() string {
	const where = `SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters`
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, where, registry.QUERY_VALUE)
	if err != nil {
		return ""
	}
	defer key.Close()
	n, _, err := key.GetIntegerValue("BootId")
	if err != nil {
		return ""
	}
	return strconv.FormatUint(n, 10) + " of " + machine()
}

// machine is what tells one Windows from another, for a data directory that is carried over.
func machine() string {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, `SOFTWARE\Microsoft\Cryptography`, registry.QUERY_VALUE|registry.WOW64_64KEY)
	if err != nil {
		return ""
	}
	defer key.Close()
	id, _, _ := key.GetStringValue("MachineGuid") // without it the count alone has to do
	return id
}
