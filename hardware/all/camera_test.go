package all_test

import (
	"strings"
	"testing"

	"github.com/brighthall/brighthall/hardware"
)

func TestACameraIsOpenedByItsURL(t *testing.T) {
	dir := t.TempDir()
	d, err := registry().Open(t.Context(), "camera+dir://"+dir+"?every=50ms")
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if i := d.Info(); i.Kind != hardware.KindScanner || i.Driver != "camera" || i.Where != "dir://"+dir {
		t.Errorf("%+v", i)
	}
}

func TestACameraThatCannotBe(t *testing.T) {
	dir := t.TempDir()
	for url, want := range map[string]struct {
		code hardware.Code
		word string
	}{
		"camera+dir://" + dir + "/none":               {hardware.Missing, "none"},
		"camera+dir://" + dir + "?every=soon":         {hardware.BadConfig, "10ms to 1m"},
		"camera+dir://" + dir + "?evry=1s":            {hardware.BadConfig, `did you mean "every"`},
		"camera+v4l3:///dev/video0":                   {hardware.BadConfig, `did you mean "v4l2"`},
		"camera+v4l2:///dev/video0?size=big":          {hardware.BadConfig, "1280x720"},
		"camera+v4l2:///dev/video0?format=png":        {hardware.BadConfig, "known: grey"},
		"camera+v4l2:///dev/null?size=640x480":        {hardware.BadConfig, ""},
		"camera+v4l2://" + dir + "/video9?size=64x64": {"", ""},
	} {
		_, err := registry().Open(t.Context(), url)
		if err == nil || want.code != "" && hardware.CodeOf(err) != want.code || !strings.Contains(err.Error(), want.word) {
			t.Errorf("%s: %v, want %s", url, err, want)
		}
	}
}
