package bridge

import (
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/lang"
	"github.com/brighthall/brighthall/hardware"
)

// Explained is what people are told of a device's fault.
type Explained struct {
	Visitor string // beside the machine: what he can do instead
	Staff   string // what is wrong
	Runbook string // what staff try, in this order, before they call an engineer
}

// Explain looks a fault's sentences up (fault.<code>.visitor, .staff, .runbook). A code of a newer driver than this
// catalogue is told as any failed device.
func Explain(b *lang.Book, in hall.Language, c hardware.Code) Explained {
	key := "fault." + string(c)
	if !b.Has(key + ".staff") {
		key = "fault." + string(hardware.Failed)
	}
	return Explained{b.Say(in, key+".visitor"), b.Say(in, key+".staff"), b.Say(in, key+".runbook")}
}
