package system

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/brighthall/brighthall/hardware/voice/reading"
)

// Program is how one program is made to speak.
type Program struct {
	Name string // on PATH
	// Args are the arguments for a language ("zh", "en"), a volume in percent and a rate in words a minute.
	Args func(language string, volume, rate int) []string
	// Text is what its standard input gets; an error when it could only be read as noise.
	Text func(s reading.Sentence, volume int) (string, error)
}

// Programs are those of this operating system, the best first.
func Programs() []Program {
	switch runtime.GOOS {
	case "windows":
		return []Program{SAPI()}
	case "darwin":
		return []Program{Say()}
	}
	return []Program{Espeak("espeak-ng"), Espeak("espeak")}
}

// Espeak is espeak-ng, or its ancestor. Its loudness goes from 0 to 200, 100 is usual.
func Espeak(name string) Program {
	return Program{Name: name,
		Args: func(language string, volume, rate int) []string {
			voice := map[string]string{"zh": "cmn-latn-pinyin"}[language]
			if voice == "" {
				voice = "en"
			}
			return []string{"-v", voice, "-s", fmt.Sprint(rate), "-a", fmt.Sprint(volume * 5 / 4), "--stdin"}
		},
		Text: func(s reading.Sentence, _ int) (string, error) {
			if s.Language != "zh" {
				return s.Text, nil
			}
			if text, err := reading.Pinyin(s.Text); err == nil {
				return text, nil
			}
			return reading.Pinyin(s.Short)
		}}
}

// Say is the one of macOS. Its volume is a command inside the text, so a text with brackets is refused.
func Say() Program {
	return Program{Name: "say",
		Args: func(language string, _, rate int) []string {
			voice := map[string]string{"zh": "Tingting"}[language]
			if voice == "" {
				voice = "Samantha"
			}
			return []string{"-v", voice, "-r", fmt.Sprint(rate), "-f", "-"}
		},
		Text: func(s reading.Sentence, volume int) (string, error) {
			if strings.Contains(s.Text, "[[") {
				return "", fmt.Errorf("%q has a command of the program", s.Text)
			}
			return fmt.Sprintf("[[volm %d.%02d]] %s", volume/100, volume%100, s.Text), nil
		}}
}

// sapi speaks standard input, UTF-8, with a voice of the culture %[1]s at volume %[2]d and rate %[3]d (-10 to 10).
const sapi = `$ErrorActionPreference='Stop';Add-Type -AssemblyName System.Speech;` +
	`$s=New-Object System.Speech.Synthesis.SpeechSynthesizer;` +
	`$v=$s.GetInstalledVoices()|Where-Object{$_.Enabled -and $_.VoiceInfo.Culture.Name -like '%[1]s*'}|Select-Object -First 1;` +
	`if(-not $v){[Console]::Error.WriteLine('no voice for %[1]s is installed');exit 3};` +
	`$s.SelectVoice($v.VoiceInfo.Name);$s.Volume=%[2]d;$s.Rate=%[3]d;` +
	`$r=New-Object IO.StreamReader([Console]::OpenStandardInput(),[Text.Encoding]::UTF8);$s.Speak($r.ReadToEnd())`

// SAPI is System.Speech through PowerShell, which every Windows since 7 has.
func SAPI() Program {
	return Program{Name: "powershell.exe",
		Args: func(language string, volume, rate int) []string {
			if language != "zh" {
				language = "en"
			}
			return []string{"-NoProfile", "-NonInteractive", "-Command", fmt.Sprintf(sapi, language, volume, max(-10, min(10, (rate-175)/15)))}
		},
		Text: func(s reading.Sentence, _ int) (string, error) { return s.Text, nil }}
}
