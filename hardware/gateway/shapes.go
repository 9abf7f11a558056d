package gateway

import "github.com/brighthall/brighthall/hardware"

// Root is where the interface lies.
const Root = "/api/v1/devices"

// Registration is what an adapter says of its machine.
type Registration struct {
	Kind    hardware.Kind `json:"kind" enum:"printer,idcard,scanner,voice,led,evaluator,cash,payment,queue,doublescreen" doc:"What the machine is for"`
	Maker   string        `json:"maker,omitempty" maxLength:"80" doc:"Who made the machine"`
	Model   string        `json:"model,omitempty" maxLength:"80"`
	Adapter string        `json:"adapter,omitempty" maxLength:"80" doc:"Program and version that speaks for it"`
}

// Terms is the answer to a registration.
type Terms struct {
	Name          string        `json:"name"`
	Kind          hardware.Kind `json:"kind"`
	Outputs       string        `json:"outputs" doc:"Path of the stream of work"`
	StatusEveryMS int64         `json:"status_every_ms" doc:"Report at least this often"`
	MissingMS     int64         `json:"missing_after_ms" doc:"After this silence the machine counts as missing"`
	Epoch         string        `json:"epoch" doc:"Changes when the gateway started anew; keys and work of before are forgotten"`
}

// Report is a machine's state.
type Report struct {
	State   hardware.State `json:"state" enum:"ready,busy,warning,fault,missing" doc:"missing: the adapter runs, the machine is not there"`
	Code    hardware.Code  `json:"code,omitempty" maxLength:"60" doc:"Why, when state is warning or fault: a device code such as printer.paper-out"`
	Detail  string         `json:"detail,omitempty" maxLength:"200" doc:"For the log"`
	Pending string         `json:"pending,omitempty" maxLength:"100" doc:"Job of a slip that may still come out by itself"`
}

// View is a registered machine as the gateway knows it.
type View struct {
	Name      string        `json:"name"`
	Kind      hardware.Kind `json:"kind"`
	Maker     string        `json:"maker,omitempty"`
	Model     string        `json:"model,omitempty"`
	Adapter   string        `json:"adapter,omitempty"`
	Report    Report        `json:"report" doc:"The last report; missing when it is too old"`
	AgeMS     int64         `json:"age_ms" doc:"Since the last sign of life"`
	Connected bool          `json:"connected" doc:"Its stream of work is open"`
	Waiting   int           `json:"waiting" doc:"Work without acknowledgement"`
}

// InputType says what came.
type InputType string

// The inputs.
const (
	InCode   InputType = "code"
	InCard   InputType = "card"
	InLifted InputType = "lifted"
	InScore  InputType = "score"
	InMoney  InputType = "money"
	InNumber InputType = "number"
)

// Input is what came from a machine. Only the field named as its type is set.
type Input struct {
	Type   InputType     `json:"type" enum:"code,card,lifted,score,money,number"`
	Code   string        `json:"code,omitempty" maxLength:"512" doc:"What the scanner read"`
	Card   *Card         `json:"card,omitempty" doc:"An identity card; the photo never"`
	Score  *Score        `json:"score,omitempty"`
	Money  *Money        `json:"money,omitempty"`
	Number *NumberWanted `json:"number,omitempty"`
}

// Card is the text of an identity card, dates as YYYYMMDD.
type Card struct {
	Layout      hardware.CardLayout `json:"layout" enum:"resident,hkmt,foreign-2017,foreign-2023"`
	Name        string              `json:"name" maxLength:"100"`
	LatinName   string              `json:"latin_name,omitempty" maxLength:"120"`
	Sex         hardware.CardSex    `json:"sex,omitempty" enum:"unknown,male,female,unspecified"`
	Ethnicity   string              `json:"ethnicity,omitempty" maxLength:"40"`
	Nationality string              `json:"nationality,omitempty" maxLength:"3"`
	Birth       string              `json:"birth,omitempty" maxLength:"8"`
	Address     string              `json:"address,omitempty" maxLength:"200"`
	Number      string              `json:"number" maxLength:"18"`
	PassNumber  string              `json:"pass_number,omitempty" maxLength:"18"`
	Issuer      string              `json:"issuer,omitempty" maxLength:"60"`
	From        string              `json:"from,omitempty" maxLength:"8"`
	Until       string              `json:"until,omitempty" maxLength:"8" doc:"day as YYYYMMDD, or the word the card has for without end"`
}

// Score is a visitor's opinion.
type Score struct {
	Prompt string `json:"prompt" maxLength:"64" doc:"Id of the prompt it answers"`
	Value  int    `json:"value" minimum:"1" maximum:"5" doc:"5 is the best, 1 the worst"`
}

// Money is a note or coin that is surely inside the machine.
type Money struct {
	Fen      int64  `json:"fen" minimum:"1" maximum:"10000000" doc:"Hundredths of the currency"`
	Currency string `json:"currency,omitempty" maxLength:"3" doc:"CNY when empty"`
}

// NumberWanted is a visitor at a foreign queue machine.
type NumberWanted struct {
	Service string `json:"service" maxLength:"40" doc:"As the machine names it"`
	Counter string `json:"counter,omitempty" maxLength:"40"`
}

// Accepted is the answer to an input.
type Accepted struct {
	Key      string `json:"key"`
	Repeated bool   `json:"repeated" doc:"It had been accepted before; nothing happened again"`
}

// OutputType says what is to be done.
type OutputType string

// The outputs.
const (
	OutSlip     OutputType = "slip"
	OutText     OutputType = "text"
	OutClear    OutputType = "clear"
	OutSpeech   OutputType = "speech"
	OutPage     OutputType = "page"
	OutTicket   OutputType = "ticket"
	OutRefusal  OutputType = "refusal"
	OutCall     OutputType = "call"
	OutPrompt   OutputType = "prompt"
	OutIntake   OutputType = "intake"
	OutStop     OutputType = "stop"
	OutCharge   OutputType = "charge"
	OutWithdraw OutputType = "withdraw" // needs no acknowledgement
)

// Output is one piece of work: the data of one event of the stream. Only the field of its type is set.
type Output struct {
	ID       string     `json:"id"`
	Type     OutputType `json:"type"`
	WithinMS int64      `json:"within_ms" doc:"Acknowledge within this time from now"`
	Again    bool       `json:"again,omitempty" doc:"It was handed over before: never do it twice"`
	Slip     *Slip      `json:"slip,omitempty"`
	Text     *Text      `json:"text,omitempty"`
	Speech   *Speech    `json:"speech,omitempty"`
	Page     *Page      `json:"page,omitempty"`
	Ticket   *Ticket    `json:"ticket,omitempty"`
	Refusal  *Refusal   `json:"refusal,omitempty"`
	Call     *Call      `json:"call,omitempty"`
	Prompt   *Prompt    `json:"prompt,omitempty"`
	Intake   *Intake    `json:"intake,omitempty"`
	Charge   *Charge    `json:"charge,omitempty"`
	Withdraw string     `json:"withdraw,omitempty" doc:"Id of the work that is not wanted any more"`
}

// Text is for a window screen.
type Text struct {
	Text   string `json:"text"`
	Number string `json:"number,omitempty" doc:"For screens of a few digits"`
	Window int    `json:"window,omitempty"`
	Blink  bool   `json:"blink,omitempty"`
}

// Speech is an announcement.
type Speech struct {
	Text      string   `json:"text" doc:"As a person reads it"`
	Number    string   `json:"number,omitempty"`
	Window    int      `json:"window,omitempty"`
	Languages []string `json:"languages,omitempty" doc:"zh, en, in this order"`
	Recall    bool     `json:"recall,omitempty"`
	NoChime   bool     `json:"no_chime,omitempty"`
	Place     string   `json:"place,omitempty" doc:"The name of a window that has no number; window is left out then"`
}

// Page is for a second screen.
type Page struct {
	Title string   `json:"title,omitempty"`
	Lines []string `json:"lines,omitempty"`
	QR    string   `json:"qr,omitempty" doc:"Content of a QR code"`
}

// Ticket answers a number request.
type Ticket struct {
	Request string   `json:"request" doc:"Key of the input it answers"`
	Number  string   `json:"number"`
	Ahead   int      `json:"ahead"`
	Code    string   `json:"code,omitempty" doc:"Digits of the barcode"`
	Lines   []string `json:"lines,omitempty"`
}

// Refusal answers a number request with no.
type Refusal struct {
	Request string        `json:"request"`
	Code    hardware.Code `json:"code"`
}

// Call is a number that is called.
type Call struct {
	Number string `json:"number"`
	Window int    `json:"window"`
	Recall bool   `json:"recall,omitempty"`
}

// Prompt asks for an opinion. Its id is that of the output; a score carries it.
type Prompt struct {
	Ticket    string `json:"ticket,omitempty"`
	Number    string `json:"number,omitempty" doc:"What the visitor knows the ticket by"`
	Window    int    `json:"window,omitempty"`
	TimeoutMS int64  `json:"timeout_ms"`
}

// Intake lets cash in until stop.
type Intake struct {
	Payment string `json:"payment"`
}

// Charge is for a payment terminal.
type Charge struct {
	ID       string `json:"id" doc:"Never charged twice"`
	Fen      int64  `json:"fen"`
	Currency string `json:"currency"`
	Title    string `json:"title,omitempty"`
}

// AckResult is how work ended.
type AckResult string

// The results.
const (
	AckDone      AckResult = "done"
	AckFailed    AckResult = "failed" // surely nothing happened
	AckUncertain AckResult = "uncertain"
)

// Ack is an acknowledgement.
type Ack struct {
	Result    AckResult     `json:"result" enum:"done,failed,uncertain"`
	Code      hardware.Code `json:"code,omitempty" maxLength:"60" doc:"Why not done"`
	Detail    string        `json:"detail,omitempty" maxLength:"200"`
	Reference string        `json:"reference,omitempty" maxLength:"100" doc:"Of a charge, for reconciliation"`
	Means     string        `json:"means,omitempty" maxLength:"40" doc:"Of a charge: unionpay, wechat, alipay, cash"`
}

// Acked is the answer to an acknowledgement.
type Acked struct {
	ID       string `json:"id"`
	Repeated bool   `json:"repeated"`
}
