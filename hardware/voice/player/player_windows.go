package player

import (
	"context"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

var (
	winmm          = windows.NewLazySystemDLL("winmm.dll")
	waveOutOpen    = winmm.NewProc("waveOutOpen")
	waveOutPrepare = winmm.NewProc("waveOutPrepareHeader")
	waveOutWrite   = winmm.NewProc("waveOutWrite")
	waveOutReset   = winmm.NewProc("waveOutReset")
	waveOutUnprep  = winmm.NewProc("waveOutUnprepareHeader")
	waveOutClose   = winmm.NewProc("waveOutClose")
	waveOutGetNum  = winmm.NewProc("waveOutGetNumDevs")
)

const (
	waveMapper = 0xFFFFFFFF
	whdrDone   = 1
)

// waveFormat is WAVEFORMATEX.
type waveFormat struct {
	Tag, Channels      uint16
	Rate, BytesPerSec  uint32
	Align, Bits, Extra uint16
}

// waveHeader is WAVEHDR.
type waveHeader struct {
	Data     *byte
	Length   uint32
	Recorded uint32
	User     uintptr
	Flags    uint32
	Loops    uint32
	Next     uintptr
	Reserved uintptr
}

type winMM struct{}

func system() (Player, bool) {
	if waveOutGetNum.Find() != nil {
		return nil, false
	}
	n, _, _ := waveOutGetNum.Call()
	return winMM{}, n > 0
}

// Play gives Windows the whole sound and looks every 20 ms whether it is done.
func (winMM) Play(ctx context.Context, pcm []byte) error {
	if len(pcm) == 0 {
		return nil
	}
	format := waveFormat{Tag: 1, Channels: 1, Rate: Rate, BytesPerSec: 2 * Rate, Align: 2, Bits: 16}
	var out uintptr
	if r, _, _ := waveOutOpen.Call(uintptr(unsafe.Pointer(&out)), waveMapper, uintptr(unsafe.Pointer(&format)), 0, 0, 0); r != 0 {
		return fmt.Errorf("player: waveOutOpen: MMRESULT %d", r)
	}
	defer waveOutClose.Call(out)
	// Windows keeps pointers to the header and the samples until the header is unprepared.
	var pin runtime.Pinner
	defer pin.Unpin()
	h := &waveHeader{Data: &pcm[0], Length: uint32(len(pcm))}
	pin.Pin(h)
	pin.Pin(&pcm[0])
	size := unsafe.Sizeof(*h)
	if r, _, _ := waveOutPrepare.Call(out, uintptr(unsafe.Pointer(h)), size); r != 0 {
		return fmt.Errorf("player: waveOutPrepareHeader: MMRESULT %d", r)
	}
	defer waveOutUnprep.Call(out, uintptr(unsafe.Pointer(h)), size)
	defer waveOutReset.Call(out) // runs first: unprepare refuses a header that is playing
	if r, _, _ := waveOutWrite.Call(out, uintptr(unsafe.Pointer(h)), size); r != 0 {
		return fmt.Errorf("player: waveOutWrite: MMRESULT %d", r)
	}
	return played(ctx, h, length(pcm))
}

// played waits for the driver's mark; a driver that never sets it is given two seconds more.
func played(ctx context.Context, h *waveHeader, d time.Duration) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	late := time.After(d + 2*time.Second)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-late:
			return fmt.Errorf("player: no end after %v", d)
		case <-tick.C:
			if atomic.LoadUint32(&h.Flags)&whdrDone != 0 {
				return nil
			}
		}
	}
}
