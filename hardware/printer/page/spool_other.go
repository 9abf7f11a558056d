//go:build !windows

package page

import "github.com/brighthall/brighthall/hardware"

// OpenSpool opens a printer of the Windows spooler; here there is none.
func OpenSpool(name string) (queue, error) {
	return nil, hardware.E("page.OpenSpool", hardware.BadConfig, "spool: "+name+" is a Windows printer; here it is page+ipp://host:631/printers/"+name)
}
