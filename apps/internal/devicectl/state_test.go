package devicectl

import (
	"strings"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// TestADeviceThatIsBrokenIsNotWaitedFor: its own code and sentence, at once.
func TestADeviceThatIsBrokenIsNotWaitedFor(t *testing.T) {
	for act, want := range map[string]struct {
		code hardware.Code
		says string
	}{"module 60": {hardware.IDCardBroken, ""}, "module 66": {hardware.IDCardUnauthorised, ""}} {
		driven(t, "samv", func(t rig) {
			t.act(act)
			began := time.Now()
			r := t.probe(Probe{})
			if r.OK || r.Code != want.code || r.Status.Code != want.code || r.Says == "" || strings.Contains(r.Says, "等到") {
				t.Errorf("%s: %+v", act, r)
			}
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("%s: after %s", act, took)
			}
		})
	}
}

// TestNothingCameOfADeviceThatIsNotWell: that is the reason, and it has its sentence.
func TestNothingCameOfADeviceThatIsNotWell(t *testing.T) {
	for name, act := range map[string]string{"gm65": "power off", "honeywell": "power off"} {
		driven(t, name, func(t rig) {
			t.act(act)
			r := t.probe(Probe{Wait: 5 * time.Second})
			if r.OK || r.Code != hardware.ScannerUnset || r.Status.State != hardware.Warning {
				t.Errorf("%s: %+v", name, r)
			}
			if !strings.Contains(r.Says, "没有接受设置") || !strings.Contains(r.Says, "5 秒内没有等到条码") {
				t.Errorf("%s says %s", name, r.Says)
			}
		})
	}
}

// TestAModelIsTheDevicesOwnWord: what the settings say is the profile.
func TestAModelIsTheDevicesOwnWord(t *testing.T) {
	for name, want := range map[string]struct{ maker, model, profile string }{
		"gm65": {profile: "GM65"}, "honeywell": {profile: "imager"}, "escpos": {"BRIGHTHALL", "SIM-80", "80mm"},
	} {
		driven(t, name, func(t rig) {
			r := t.probe(Probe{Wait: 5 * time.Second})
			if r.Maker != want.maker || r.Model != want.model || r.Profile != want.profile {
				t.Errorf("%s: %+v", name, r)
			}
		})
	}
}

// TestWithoutATextSomethingHarmlessIsSaidAndShown.
func TestWithoutATextSomethingHarmlessIsSaidAndShown(t *testing.T) {
	for name, want := range map[string]string{"syn6288": "到一号窗口", "xfs5152": "到一号窗口", "onbon": "A001", "ledmodbus": "A001", "ledtemplate": "A001"} {
		driven(t, name, func(t rig) {
			r := t.probe(Probe{Hold: time.Millisecond})
			if !r.OK {
				t.Fatalf("%s: %+v", name, r)
			}
			heard := ""
			for len(t.said) > 0 {
				heard += <-t.said + "\n"
			}
			if !strings.Contains(heard, want) {
				t.Errorf("%s: %s", name, heard)
			}
		})
	}
}
