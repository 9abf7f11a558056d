package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/url"
	"path/filepath"

	"modernc.org/sqlite"
)

// synchronous is what makes a commit durable before it is told. The power-cut test builds a hall with NORMAL, by the
// linker, and must see it lose what it told.
var synchronous = "FULL"

// dsn is how our connections open a file; the pragmas are in it because a pool opens connections when it likes.
func dsn(file string, more ...string) string {
	pragmas := append([]string{"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(" + synchronous + ")", "foreign_keys(1)",
		"journal_size_limit(-1)"}, more...)
	return address(file, url.Values{"_txlock": {"immediate"}, "_pragma": pragmas})
}

// address is a file as SQLite's URI.
func address(file string, query url.Values) string {
	abs, err := filepath.Abs(file)
	if err != nil {
		abs = file
	}
	path := filepath.ToSlash(abs)
	if path[0] != '/' {
		path = "/" + path // C:/…
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: query.Encode()}).String()
}

// connect opens a pool whose connections leave the write-ahead log in its place, whichever of them is the last to
// close: the next start writes over it, and takes one that is missing or shorter for commits that are lost. A reader of
// a killed hall is such a last one too.
func connect(dsn string) (*sql.DB, error) {
	c, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(keepsLog{c}), nil
}

type keepsLog struct{ driver.Connector }

func (k keepsLog) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := conn.(sqlite.FileControl).FileControlPersistWAL("main", 1); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}
