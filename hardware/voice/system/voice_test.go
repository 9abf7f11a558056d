//go:build !windows

package system_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/brighthall/brighthall/hardware"
	"github.com/brighthall/brighthall/hardware/hardwaretest"
	"github.com/brighthall/brighthall/hardware/voice/reading"
	"github.com/brighthall/brighthall/hardware/voice/system"
)

var call = hardware.Utterance{Number: "H023", Window: 3, Languages: []string{"zh", "en"}}

// pretend puts a program of this name on PATH that is a shell script, and returns its folder, $HERE in the script.
func pretend(t *testing.T, name, script string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\nHERE='"+dir+"'\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":/usr/bin:/bin")
	return dir
}

const writesDown = `for a in "$@"; do printf '<%s>' "$a" >> "$HERE/args"; done; echo >> "$HERE/args"; cat >> "$HERE/heard"; echo >> "$HERE/heard"`

func TestVoiceContract(t *testing.T) {
	pretend(t, "espeak-ng", writesDown)
	hardwaretest.TestVoice(t, func(t *testing.T) hardware.Voice {
		return system.New(system.Options{Volume: 80, Programs: []system.Program{system.Espeak("espeak-ng")}})
	})
}

func TestWhatEachProgramGets(t *testing.T) {
	for _, c := range []struct {
		p           system.Program
		args, heard string
	}{
		{system.Espeak("espeak-ng"), "<-v><cmn-latn-pinyin><-s><150><-a><100><--stdin>\n<-v><en><-s><150><-a><100><--stdin>",
			"qing3 H, ling2 er4 san1 hao4, dao4 san1 hao4 chuang1 kou3 ban4 li3 ye4 wu4.\nNumber H, zero two three, please go to window three."},
		{system.Say(), "<-v><Tingting><-r><150><-f><->\n<-v><Samantha><-r><150><-f><->",
			"[[volm 0.80]] 请H，零二三号，到三号窗口办理业务。\n[[volm 0.80]] Number H, zero two three, please go to window three."},
	} {
		dir := pretend(t, c.p.Name, writesDown)
		v := system.New(system.Options{Volume: 80, Programs: []system.Program{c.p}})
		if err := v.Say(t.Context(), call); err != nil {
			t.Fatal(err)
		}
		args, _ := os.ReadFile(filepath.Join(dir, "args"))
		heard, _ := os.ReadFile(filepath.Join(dir, "heard"))
		if strings.TrimSpace(string(args)) != c.args || strings.TrimSpace(string(heard)) != c.heard {
			t.Errorf("%s:\n%s\n%s", c.p.Name, args, heard)
		}
		if i := v.Info(); i.Model != c.p.Name || i.Kind != hardware.KindVoice {
			t.Errorf("%+v", i)
		}
	}
}

// A text is a text, whatever a shell would make of it.
func TestNothingOfATextIsRun(t *testing.T) {
	dir := pretend(t, "espeak-ng", writesDown)
	text := "$(touch " + dir + "/run) `touch " + dir + "/run`; touch " + dir + "/run -w x"
	v := system.New(system.Options{Volume: 80, Programs: []system.Program{system.Espeak("espeak-ng")}})
	if err := v.Say(t.Context(), hardware.Utterance{Text: text, Languages: []string{"en"}}); err != nil {
		t.Fatal(err)
	}
	heard, _ := os.ReadFile(filepath.Join(dir, "heard"))
	if _, err := os.Stat(filepath.Join(dir, "run")); err == nil || strings.TrimSpace(string(heard)) != text {
		t.Errorf("%q, %v", heard, err)
	}
	for _, args := range [][]string{system.SAPI().Args("zh'; rm", 80, 150), system.Say().Args("zh -o x", 80, 150)} {
		if all := strings.Join(args, " "); strings.Contains(all, "rm") || strings.Contains(all, "-o") {
			t.Errorf("a language is an argument: %s", all)
		}
	}
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, script, program string
		say                   hardware.Utterance
		code                  hardware.Code
		words                 string
		then                  hardware.State
	}{
		{"there is no program", "exit 0", "another", call, hardware.NoPlayback, "not found", hardware.Faulty},
		{"it fails", "cat > /dev/null; echo no card >&2; exit 1", "espeak-ng", call, hardware.NoPlayback, "no card", hardware.Faulty},
		{"it complains without end", "cat > /dev/null; head -c 100000 /dev/zero | tr '\\0' x >&2; exit 1", "espeak-ng", call, hardware.NoPlayback, "xxx", hardware.Faulty},
		{"it takes nothing", "exec 0<&-; exit 1", "espeak-ng", call, hardware.NoPlayback, "exit status 1", hardware.Faulty},
		{"it cannot read Hanzi", writesDown, "espeak-ng", hardware.Utterance{Text: "尊敬的客户"}, hardware.BadText, "no pinyin", hardware.Ready},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := pretend(t, c.program, c.script)
			t.Setenv("PATH", dir+":/bin")
			if c.program == "another" {
				t.Setenv("PATH", dir)
			}
			v := system.New(system.Options{Volume: 80, Programs: []system.Program{system.Espeak("espeak-ng")}})
			err := v.Say(t.Context(), c.say)
			if hardware.CodeOf(err) != c.code || !strings.Contains(fmt.Sprint(err), c.words) || len(fmt.Sprint(err)) > 700 {
				t.Errorf("%v", err)
			}
			if s, _ := v.Status(t.Context()); s.State != c.then {
				t.Errorf("%+v", s)
			}
			pretend(t, "espeak-ng", writesDown)
			if err := v.Say(t.Context(), call); err != nil {
				t.Errorf("well again: %v", err)
			}
			if s, _ := v.Status(t.Context()); s.State != hardware.Ready {
				t.Errorf("well again %+v", s)
			}
		})
	}
}

// The program and what it started are gone when Say returns, also from the process table.
func TestAProgramThatHangsEndsWithItsContext(t *testing.T) {
	dir := pretend(t, "espeak-ng", `sleep 300 & echo $$ $! > "$HERE/pids"; wait`)
	if err := syscall.Mkfifo(filepath.Join(dir, "pids"), 0o600); err != nil {
		t.Fatal(err)
	}
	v := system.New(system.Options{Volume: 80, Programs: []system.Program{system.Espeak("espeak-ng")}})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- v.Say(ctx, call) }()
	pipe, err := os.Open(filepath.Join(dir, "pids"))
	if err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(pipe).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var program, child int
	fmt.Sscan(line, &program, &child)
	cancel()
	select {
	case err = <-ended:
	case <-time.After(10 * time.Second):
		t.Fatal("still speaking")
	}
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := syscall.Kill(program, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("program %d: %v", program, err)
	}
	for late := time.Now().Add(time.Minute); !gone(child); time.Sleep(time.Millisecond) { // it was killed, and nobody tells us when it is dead
		if time.Now().After(late) {
			t.Fatalf("child %d is in state %s", child, stateOf(child))
		}
	}
	if s, _ := v.Status(t.Context()); s.State != hardware.Ready {
		t.Errorf("%+v", s) // to be interrupted is no fault
	}
}

// gone is also what waits for its reaper, which is not us.
func gone(pid int) bool {
	state := stateOf(pid)
	return state == "" || state == "Z" || state == "X"
}

// stateOf is the letter of /proc, empty for a process that is gone.
func stateOf(pid int) string {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return ""
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	return rest[:min(1, len(rest))]
}

// The real one says every window in both languages; it writes its sound to a file.
func TestEspeakItself(t *testing.T) {
	if _, err := exec.LookPath("espeak-ng"); err != nil {
		t.Skip("espeak-ng is not installed")
	}
	file := filepath.Join(t.TempDir(), "sound.wav")
	real := system.Espeak("espeak-ng")
	quiet := real
	quiet.Args = func(language string, volume, rate int) []string {
		return append(real.Args(language, volume, rate), "-w", file)
	}
	for _, languages := range [][]string{{"zh"}, {"en"}} {
		v := system.New(system.Options{Volume: 80, Programs: []system.Program{quiet}, Rules: reading.Rules{}})
		if err := v.Say(t.Context(), hardware.Utterance{Number: "A0127", Window: 12, Languages: languages}); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(file)
		if err != nil || info.Size() < 3*22050*2 || info.Size() > 12*22050*2 {
			t.Errorf("%v: %v %v, want 3 to 12 s of sound", languages, info, err)
		}
	}
}
