package camera

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/brighthall/brighthall/hardware"
)

// Schemes are the kinds of sources, each with its parameters.
func Schemes() map[string][]string {
	return map[string][]string{"dir": {"every"}, "v4l2": {"size", "format"}}
}

// Open opens the source a URL names: dir:///path?every=200ms or v4l2:///dev/video0?size=1280x720&format=yuyv.
func Open(at string) (Source, error) {
	const op = "camera.Open"
	u, err := url.Parse(at)
	if err != nil {
		return nil, hardware.E(op, hardware.BadConfig, err)
	}
	path := u.Path
	if u.Opaque != "" { // dir:C:/pictures
		path = u.Opaque
	}
	if path == "" {
		return nil, hardware.E(op, hardware.BadConfig, "which one? like camera+v4l2:///dev/video0")
	}
	switch u.Scheme {
	case "dir":
		every, err := interval(u.Query().Get("every"))
		if err != nil {
			return nil, hardware.E(op, hardware.BadConfig, err)
		}
		return OpenDir(path, every)
	case "v4l2":
		want, err := wish(u.Query())
		if err != nil {
			return nil, hardware.E(op, hardware.BadConfig, err)
		}
		return openV4L2(path, want)
	}
	return nil, hardware.E(op, hardware.BadConfig, "no source "+u.Scheme)
}

func interval(s string) (time.Duration, error) {
	if s == "" {
		return 0, nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d < 10*time.Millisecond || d > time.Minute {
		return 0, fmt.Errorf("every %q, 10ms to 1m", s)
	}
	return d, nil
}

// wanted is what is asked of a camera; zero fields leave it to the camera.
type wanted struct {
	width, height int
	format        string
}

var size = regexp.MustCompile(`^([1-9][0-9]{1,3})x([1-9][0-9]{1,3})$`)

func wish(q url.Values) (wanted, error) {
	w := wanted{1280, 720, strings.ToLower(q.Get("format"))}
	if s := q.Get("size"); s != "" {
		m := size.FindStringSubmatch(s)
		if m == nil {
			return w, fmt.Errorf("size %q, like 1280x720", s)
		}
		w.width, _ = strconv.Atoi(m[1])
		w.height, _ = strconv.Atoi(m[2])
	}
	if _, known := formats[w.format]; w.format != "" && !known {
		return w, fmt.Errorf("format %q, known: grey mjpeg nv12 yuyv", w.format)
	}
	return w, nil
}

// formats are V4L2's names of the formats that can be converted.
var formats = map[string]uint32{"grey": fourcc("GREY"), "yuyv": fourcc("YUYV"), "mjpeg": fourcc("MJPG"), "nv12": fourcc("NV12")}

func fourcc(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}
