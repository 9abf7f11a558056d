package counter

// DeviceState is how a device of the counter is.
type DeviceState string

// The states of devices, each said by a dot and a word.
const (
	DeviceGood  DeviceState = "good"
	DeviceWatch DeviceState = "watch"
	DeviceOff   DeviceState = "off"
)

// Device is one dot of the status bar.
type Device struct {
	Name   string      // "screen" "scanner" "printer" "voice": a key under counter.device.
	State  DeviceState // with its word
	Detail string      // "paper_low" …: a key under counter.device.detail. that says more than the state's word
	Left   int         // slips of a roll near its end, about; for details that tell it
}
