-- The log: feed, outbox, audit trail and raw material of reports. Its rows are never changed. mac is a keyed fingerprint of the event and
-- all before it, and in other tables of the row: what was changed, added or taken out by anybody but the hall does not fit.
CREATE TABLE events (
	outlet   TEXT    NOT NULL,
	epoch    BIGINT  NOT NULL,
	seq      BIGINT  NOT NULL,
	kind     TEXT    NOT NULL,
	subject  TEXT    NOT NULL,
	terminal TEXT    NOT NULL,
	teller   TEXT    NOT NULL,
	at_ms    BIGINT  NOT NULL,
	key      TEXT    NOT NULL,
	v        INTEGER NOT NULL,
	body     TEXT    NOT NULL,
	mac      BLOB    NOT NULL,
	PRIMARY KEY (epoch, seq)
) WITHOUT ROWID;

-- Tickets after their last event. The columns are what is asked for; body is the whole ticket.
CREATE TABLE tickets (
	id         TEXT    NOT NULL PRIMARY KEY,
	outlet     TEXT    NOT NULL,
	day        TEXT    NOT NULL,
	no         TEXT    NOT NULL,
	code       TEXT    NOT NULL,
	token_hash TEXT    NOT NULL,
	service    TEXT    NOT NULL,
	state      TEXT    NOT NULL,
	version    INTEGER NOT NULL,
	issued_at  BIGINT  NOT NULL,
	called_at  BIGINT  NOT NULL,
	started_at BIGINT  NOT NULL,
	ended_at   BIGINT  NOT NULL,
	body       TEXT    NOT NULL,
	UNIQUE (day, no)
);

-- The tickets of earlier days by what a visitor may still show of them, written when the day turns. Of its own day the queue has every
-- ticket in memory; indexes on the table itself would be written with each.
CREATE TABLE past (
	id         TEXT NOT NULL PRIMARY KEY,
	day        TEXT NOT NULL,
	code       TEXT NOT NULL,
	token_hash TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX past_code ON past (code, day) WHERE code <> '';
CREATE UNIQUE INDEX past_token ON past (token_hash) WHERE token_hash <> '';

-- Those of them that were still open then. A start reads the day's tickets and these few, however many are stored.
CREATE TABLE overnight (
	id TEXT NOT NULL PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE counters (
	id     TEXT NOT NULL PRIMARY KEY,
	state  TEXT NOT NULL,
	teller TEXT NOT NULL,
	body   TEXT NOT NULL
);

-- The last number given to a prefix on a day, in the common range; prefix '' counts all tickets of the day. Numbers are never given
-- twice, so a row never goes back.
CREATE TABLE numbers (
	day    TEXT    NOT NULL,
	prefix TEXT    NOT NULL,
	last   INTEGER NOT NULL,
	PRIMARY KEY (day, prefix)
) WITHOUT ROWID;

-- The business day the hall is in: one row. unsure_ms is since when nobody vouches for the hall's clock, by that clock (0: it is right),
-- and wall_ms what the machine's clock showed then. moved_ms is how far its last correction of the day moved it, to moved_at_ms (0: none).
CREATE TABLE today (
	id          INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
	day         TEXT    NOT NULL,
	closed      INTEGER NOT NULL,
	unsure_ms   BIGINT  NOT NULL,
	wall_ms     BIGINT  NOT NULL,
	moved_ms    BIGINT  NOT NULL,
	moved_at_ms BIGINT  NOT NULL
);

-- How long the hall's machine had run at the moment of the last commit: one row. A start in the same boot goes on from there. boot is
-- empty where nobody knows; mac vouches for the rest.
CREATE TABLE running (
	id     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
	boot   TEXT    NOT NULL,
	ran_ns BIGINT  NOT NULL,
	at_ms  BIGINT  NOT NULL,
	mac    BLOB    NOT NULL
);

-- The setup in force, with PIN hashes: one row.
CREATE TABLE setup (
	id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
	version BIGINT  NOT NULL,
	body    TEXT    NOT NULL,
	mac     BLOB    NOT NULL
);

-- What was answered to a key. Rows come in the order of time, so the oldest go first without an index on at_ms. The log tells that a
-- command came and what became of it, not what it said, so a receipt vouches for its own words: sum is a fingerprint of the whole.
CREATE TABLE receipts (
	n         INTEGER PRIMARY KEY,
	scope     TEXT    NOT NULL,
	key       TEXT    NOT NULL,
	body_hash TEXT    NOT NULL,
	at_ms     BIGINT  NOT NULL,
	answer    TEXT    NOT NULL,
	sum       TEXT    NOT NULL,
	UNIQUE (scope, key)
);

-- Who may speak to the node. The token itself is stored nowhere.
CREATE TABLE terminals (
	id          TEXT   NOT NULL PRIMARY KEY,
	kind        TEXT   NOT NULL,
	name        TEXT   NOT NULL,
	token_hash  TEXT   NOT NULL UNIQUE,
	enrolled_at BIGINT NOT NULL,
	revoked_at  BIGINT NOT NULL,
	mac         BLOB   NOT NULL
);

-- Wrong tries at PINs, counted before the PIN is compared. A key holds hashes of names, no name.
CREATE TABLE tries (
	key     TEXT   NOT NULL PRIMARY KEY,
	wrong   BIGINT NOT NULL,
	last_ms BIGINT NOT NULL
) WITHOUT ROWID;

-- How far a reader of the log has acknowledged it.
CREATE TABLE outbox_cursor (
	reader TEXT   NOT NULL PRIMARY KEY,
	epoch  BIGINT NOT NULL,
	seq    BIGINT NOT NULL
);

-- Data owned by the center, by name; the last version wins.
CREATE TABLE mirror (
	name    TEXT   NOT NULL PRIMARY KEY,
	version BIGINT NOT NULL,
	body    TEXT   NOT NULL
);

-- Personal rows, sealed. The id is a random token; blind is the keyed hash of what a row may be found by.
CREATE TABLE private (
	id     TEXT   NOT NULL PRIMARY KEY,
	kind   TEXT   NOT NULL,
	blind  TEXT   NOT NULL,
	at_ms  BIGINT NOT NULL,
	sealed BLOB   NOT NULL
);
CREATE INDEX private_blind ON private (kind, blind, at_ms) WHERE blind <> '';
CREATE INDEX private_at ON private (at_ms);
