package hardware

import (
	"context"
	"time"
)

// KindUPS is an uninterruptible power supply.
const KindUPS Kind = "ups"

// Faults of power supplies, and of the mains behind them.
const (
	UPSOnBattery Code = "ups.on-battery"      // the mains are away
	UPSLow       Code = "ups.low"             // and the battery soon ends
	UPSReplace   Code = "ups.replace-battery" // the battery is worn out
	UPSOverload  Code = "ups.overload"        // more is connected than it can carry
	UPSBypass    Code = "ups.bypass"          // the load is not protected now
	UPSOff       Code = "ups.off"             // its output is off
	UPSForced    Code = "ups.shutdown"        // it has been told to switch its output off: the machines must be down before
	UPSAlarm     Code = "ups.alarm"           // it calls for help: too hot, a fan, a fuse
	UPSBroken    Code = "ups.broken"          // it says that it is broken
	UPSSilent    Code = "ups.silent"          // it does not answer
	UPSStale     Code = "ups.stale"           // the NUT server has lost its UPS
	UPSWaiting   Code = "ups.waiting"         // the NUT server's driver has started and not yet heard its UPS
	UPSUnclear   Code = "ups.unclear"         // it answers, and does not say whether the mains or the battery gives the power
	UPSUnknown   Code = "ups.unknown-name"    // the NUT server has no UPS of this name
	UPSDenied    Code = "ups.denied"          // the NUT server does not let us ask
)

// Power is one reading of a UPS.
type Power struct {
	OnBattery bool
	Unclear   bool // nothing says whether the mains are there, as of one whose output is off: it passes neither for mains nor for battery
	Low       bool // the UPS itself says that its battery soon ends
	Forced    bool // its output is about to be switched off, on mains or on battery
	Alarm     bool // it calls for help
	Replace   bool // the battery is worn out
	Overload  bool
	Bypass    bool
	Off       bool
	Broken    bool
	Testing   bool // on battery because it tests itself: no reason to act

	Charge  float64       // of the battery in percent; negative when not known
	Load    float64       // in percent; negative when not known
	Input   float64       // volts of the mains; negative when not known
	Runtime time.Duration // left on battery; negative when not known
	At      time.Time
}

// State is what the reading means, the gravest thing first.
func (p Power) State() (State, Code) {
	switch {
	case p.Broken:
		return Faulty, UPSBroken
	case p.Off:
		return Faulty, UPSOff
	case p.Forced:
		return Warning, UPSForced
	case p.Unclear && !p.Bypass:
		return Faulty, UPSUnclear
	case p.OnBattery && p.Low:
		return Warning, UPSLow
	case p.OnBattery && !p.Testing:
		return Warning, UPSOnBattery
	case p.Overload:
		return Warning, UPSOverload
	case p.Alarm:
		return Warning, UPSAlarm
	case p.Replace:
		return Warning, UPSReplace
	case p.Bypass:
		return Warning, UPSBypass
	}
	return Ready, ""
}

// UPS tells how the power is.
type UPS interface {
	// Power asks the UPS now.
	Power(ctx context.Context) (Power, error)
	// Status is the same in the words of all devices.
	Status(ctx context.Context) (Status, error)
}

// UPSStatus makes a Status of a reading, or of the error of asking for it. last keeps since when it has been so.
func UPSStatus(p Power, err error, last Status, at time.Time) Status {
	var st Status
	switch code := CodeOf(err); code {
	case "":
		st.State, st.Code = p.State()
	case Canceled:
		st.State = Busy
	case Missing:
		st.State, st.Code, st.Detail = Absent, code, err.Error()
	default:
		st.State, st.Code, st.Detail = Faulty, code, err.Error()
	}
	st.Since = at
	if st.State == last.State && st.Code == last.Code {
		st.Since = last.Since
	}
	return st
}
