package flow

import "github.com/brighthall/brighthall/hall"

// Args fill the placeholders of a sentence. A hall.Name among them is said in the language of the screen.
type Args map[string]any

// Say is a sentence for a person: its key in the catalogue and what fills it.
type Say struct {
	Key  string
	Args Args
}

// Nothing reports whether there is nothing to say.
func (s Say) Nothing() bool { return s.Key == "" }

func say(key string) Say { return Say{Key: "counter." + key} }

func sayWith(key string, a Args) Say { return Say{Key: "counter." + key, Args: a} }

// Tone of a notice.
type Tone string

// The tones.
const (
	Plain  Tone = "plain"
	Warn   Tone = "warn"
	Danger Tone = "danger"
)

// Notice is the one line that tells the teller what just happened.
type Notice struct {
	Tone Tone
	Say  Say
	Code hall.Code // when a refusal of the authority is behind it: its sentence follows
}

func (d *Desk) tell(tone Tone, s Say) {
	d.notice, d.noticeAt = Notice{Tone: tone, Say: s}, d.cfg.Now()
}

func (d *Desk) refuse(key string, a Args, err error) {
	d.notice = Notice{Tone: Danger, Say: sayWith(key, a), Code: hall.CodeOf(err)}
	d.noticeAt, d.noticeOf = d.cfg.Now(), d.scene()
}

// scene is what the teller has before him.
type scene struct {
	teller hall.TellerID
	paused string
	ticket hall.TicketID
	state  hall.State
	calls  int
}

func (d *Desk) scene() scene {
	s := scene{teller: d.teller, paused: d.paused}
	if t := d.ticket; t != nil {
		s.ticket, s.state, s.calls = t.ID, t.State, t.Calls
	}
	return s
}

// Notice is what to tell the teller now; its key is empty when there is nothing. News fade; a refusal stays for longer,
// or until the next act. While the node is away that is what must be seen, so a refusal goes as soon as news do.
//
// A command without an answer may have been done: its refusal goes when the hall shows that something became of it.
func (d *Desk) Notice() Notice {
	if isAwayCode(d.notice.Code) && d.noticeOf != d.scene() {
		return Notice{}
	}
	return d.notice
}

func (d *Desk) fadeNotice() {
	stays := noticeTime
	if d.notice.Tone == Danger && !d.away {
		stays = refusalTime
	}
	if !d.notice.Say.Nothing() && d.cfg.Now().Sub(d.noticeAt) >= stays {
		d.notice = Notice{}
	}
}
