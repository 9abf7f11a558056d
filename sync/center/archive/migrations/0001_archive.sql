CREATE TABLE outlets (
	id         TEXT PRIMARY KEY,
	epoch      BIGINT NOT NULL DEFAULT 0,
	seq        BIGINT NOT NULL DEFAULT 0,
	last_seen  BIGINT NOT NULL DEFAULT 0,
	day        TEXT   NOT NULL DEFAULT '',
	setup_seen TEXT   NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE TABLE events (
	outlet   TEXT   NOT NULL,
	epoch    BIGINT NOT NULL,
	seq      BIGINT NOT NULL,
	kind     TEXT   NOT NULL,
	subject  TEXT   NOT NULL,
	terminal TEXT   NOT NULL,
	teller   TEXT   NOT NULL,
	at_ms    BIGINT NOT NULL,
	key      TEXT   NOT NULL,
	v        BIGINT NOT NULL,
	body     TEXT   NOT NULL,
	odd      BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (outlet, epoch, seq)
) WITHOUT ROWID;
CREATE INDEX events_subject ON events (subject, outlet);

CREATE TABLE tickets (
	outlet    TEXT   NOT NULL,
	id        TEXT   NOT NULL,
	day       TEXT   NOT NULL,
	no        TEXT   NOT NULL,
	service   TEXT   NOT NULL,
	state     TEXT   NOT NULL,
	issued_at BIGINT NOT NULL,
	called    BIGINT NOT NULL,
	wait_ms   BIGINT NOT NULL,
	served_ms BIGINT NOT NULL,
	ended_at  BIGINT NOT NULL,
	ended_by  TEXT   NOT NULL,
	no_shows  BIGINT NOT NULL,
	level     BIGINT,
	body      TEXT   NOT NULL,
	PRIMARY KEY (id, outlet)
) WITHOUT ROWID;
CREATE INDEX tickets_day ON tickets (outlet, day, issued_at, id);

CREATE TABLE counters (
	outlet TEXT NOT NULL,
	id     TEXT NOT NULL,
	body   TEXT NOT NULL,
	PRIMARY KEY (outlet, id)
) WITHOUT ROWID;

CREATE TABLE evaluations (
	outlet  TEXT   NOT NULL,
	ticket  TEXT   NOT NULL,
	day     TEXT   NOT NULL,
	level   BIGINT NOT NULL,
	reasons TEXT   NOT NULL,
	at_ms   BIGINT NOT NULL,
	counter TEXT   NOT NULL,
	teller  TEXT   NOT NULL,
	service TEXT   NOT NULL,
	PRIMARY KEY (outlet, ticket)
) WITHOUT ROWID;

CREATE TABLE faults (
	outlet   TEXT NOT NULL,
	terminal TEXT NOT NULL,
	device   TEXT NOT NULL,
	code     TEXT NOT NULL,
	body     TEXT NOT NULL,
	PRIMARY KEY (outlet, terminal, device, code)
) WITHOUT ROWID;

CREATE TABLE setups (
	outlet  TEXT   NOT NULL,
	version BIGINT NOT NULL,
	at_ms   BIGINT NOT NULL,
	by_whom TEXT   NOT NULL,
	body    TEXT   NOT NULL,
	PRIMARY KEY (outlet, version)
) WITHOUT ROWID;

CREATE TABLE orders (
	outlet  TEXT   NOT NULL,
	id      TEXT   NOT NULL,
	kind    TEXT   NOT NULL,
	args    TEXT   NOT NULL,
	expires BIGINT NOT NULL,
	at_ms   BIGINT NOT NULL,
	by_whom TEXT   NOT NULL,
	done_at BIGINT NOT NULL DEFAULT 0,
	code    TEXT   NOT NULL DEFAULT '',
	PRIMARY KEY (outlet, id)
) WITHOUT ROWID;

CREATE TABLE tokens (
	hash    TEXT   PRIMARY KEY,
	kind    TEXT   NOT NULL,
	name    TEXT   NOT NULL,
	at_ms   BIGINT NOT NULL,
	expires BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE persons (
	name         TEXT   PRIMARY KEY,
	hash         TEXT   NOT NULL,
	wrong        BIGINT NOT NULL DEFAULT 0,
	locked_until BIGINT NOT NULL DEFAULT 0
) WITHOUT ROWID;
