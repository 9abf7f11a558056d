package archive

import (
	"context"

	"github.com/brighthall/brighthall/hall"
)

// The write-ahead log is copied into the database by Tend alone, not by commits: so a database that was written
// otherwise was written by somebody else, such as an older copy that was put over it. A program beside the center
// copies nothing while the center has it open.

// Tend looks after the open database: whether its files are still those of its directory, which Gone tells from then
// on, and its write-ahead log. It is called every second.
func (a *Archive) Tend(ctx context.Context) error {
	const op = "archive.Tend"
	conn, err := a.write.Conn(ctx) // the only one: nobody writes meanwhile
	if err != nil {
		return hall.Wrap(op, err)
	}
	defer conn.Close()
	if a.looked(a.files.Look()) != nil {
		return nil
	}
	_, err = conn.ExecContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)")
	a.files.Wrote()
	return hall.Wrap(op, err)
}

func (a *Archive) looked(gone error) error {
	a.gmu.Lock()
	defer a.gmu.Unlock()
	a.gone = gone
	return gone
}

// Gone is why nothing is kept any more though the archive is open: its files were taken away. Nil: they are there.
func (a *Archive) Gone() error {
	a.gmu.Lock()
	defer a.gmu.Unlock()
	return a.gone
}
