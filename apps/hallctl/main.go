// Command hallctl is the hand of whoever looks after a hall node.
//
//	hallctl enrol    --data DIR --kind kiosk --name K01    prints the terminal's token, and nothing else
//	hallctl center enrol --data CENTER --kind outlet --name ID  the token of a hall's node; center --help lists what else a center needs
//	hallctl pin      --data DIR --teller t01               sets a teller's PIN, which comes by stdin
//	hallctl staff-pin FILE                                 the PIN of a kiosk's staff page, by stdin, as its pin_file has it
//	hallctl tellers  --data DIR                            their ids, badges and names, and who has no PIN
//	hallctl terminals --data DIR                           who was enrolled
//	hallctl revoke   --data DIR ID                         a lost machine
//	hallctl verify   --data DIR                            the log against the rows, the mark and the keys; exits 1 on any difference
//	hallctl snapshot --data DIR FILE                       a copy of the hall's database while it works
//	hallctl restore  --data DIR FILE                       goes on from a copy, as a new epoch of the log, above all numbers given today;
//	                                                       the hall's hall.key must be in DIR
//	hallctl clock    --data DIR [--right]                  the hall's clock beside the machine's; --right says that the machine's is right
//	hallctl devices probe URL [FILE.png|TEXT] [--json]     opens a device and uses it once; devices drivers lists the protocols
//	hallctl devices test --config FILE                     the self-test before opening: prints, reads, says; clock, disk, displays
//	hallctl devices survey --list FILE.csv                 what an old hall has, and what becomes of each machine
//	hallctl sim NAME --link PATH [--do WORDS]              runs a simulated device alone, on a serial line it makes; sim --list lists them
//
// A hall begins when its node is started for the first time; no command but restore makes one. Where a node runs it is
// asked through its control socket; where none runs the database is opened.
package main

import (
	"context"
	"strconv"
	_ "time/tzdata" // the hall's zone decides its business day

	"github.com/alecthomas/kong"

	"github.com/brighthall/brighthall/apps/internal/boot"
	"github.com/brighthall/brighthall/apps/internal/centerd"
	"github.com/brighthall/brighthall/apps/internal/devicectl"
	"github.com/brighthall/brighthall/hall"
	"github.com/brighthall/brighthall/hall/queue"
)

type program struct {
	Enrol     enrol          `cmd:"" help:"Enrol a terminal; prints its token alone."`
	PIN       pin            `cmd:"" name:"pin" help:"Set a teller's PIN, read from stdin."`
	StaffPIN  staffPIN       `cmd:"" name:"staff-pin" help:"Write the PIN of a kiosk's staff page, read from stdin, into its pin_file."`
	Tellers   tellers        `cmd:"" help:"List the tellers: id, badge, name, and who has no PIN."`
	Center    centerd.Office `cmd:"" help:"Look after a center: tokens, persons, halls that begin anew, snapshot."`
	Terminals terminals      `cmd:"" help:"List the terminals that were enrolled."`
	Revoke    revoke         `cmd:"" help:"End what a terminal's token may do."`
	Verify    verify         `cmd:"" help:"Rebuild the hall from its log and compare it with the tables."`
	Snapshot  snapshot       `cmd:"" help:"Copy the hall's database while it works."`
	Clock     clock          `cmd:"" help:"Tell how the hall's clock stands to the machine's, and put it right."`
	Restore   restore        `cmd:"" help:"Go on from a copy, as a new epoch of the log."`

	Devices devicectl.Devices `cmd:"" help:"Devices of this machine."`
	Sim     devicectl.Sim     `cmd:"" help:"Run a simulated device alone."`
}

// place is the flag that all commands share.
type place struct {
	Data string `required:"" type:"path" env:"BRIGHTHALL_DATA" help:"Data directory of the hall node."`
}

func main() {
	ctx, stop := boot.Context()
	defer stop()
	var p program
	k := kong.Parse(&p, kong.Name("hallctl"), kong.Description("Looks after a Brighthall hall node."), kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Vars{"unknown": strconv.Itoa(queue.UnknownMargin)})
	k.FatalIfErrorf(hall.Plainly(k.Run()))
}
