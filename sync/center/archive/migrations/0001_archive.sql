-- refused is the version of the center's setup that the hall refused last. An event that is refused as it is may be kept without being
-- shown, when a person says so: keep_unshown is 1. line counts the answers that changed the log; an event has the one it came under.
CREATE TABLE outlets (
	id           TEXT   NOT NULL PRIMARY KEY,
	epoch        BIGINT NOT NULL DEFAULT 0,
	seq          BIGINT NOT NULL DEFAULT 0,
	last_seen    BIGINT NOT NULL DEFAULT 0,
	day          TEXT   NOT NULL DEFAULT '',
	setup_seen   TEXT   NOT NULL DEFAULT '',
	test_asked   BIGINT NOT NULL DEFAULT 0,
	keep_unshown BIGINT NOT NULL DEFAULT 0,
	line         BIGINT NOT NULL DEFAULT 0,
	refused      BIGINT NOT NULL DEFAULT 0,
	refused_why  TEXT   NOT NULL DEFAULT '',
	stopped_why  TEXT   NOT NULL DEFAULT ''
);

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
	unshown  BIGINT NOT NULL,
	line     BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (outlet, epoch, seq)
);
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
);
CREATE INDEX tickets_day ON tickets (outlet, day, issued_at, id);

CREATE TABLE counters (
	outlet TEXT NOT NULL,
	id     TEXT NOT NULL,
	body   TEXT NOT NULL,
	PRIMARY KEY (outlet, id)
);

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
);

-- A device has one state, and a terminal one last self-test.
CREATE TABLE faults (
	outlet   TEXT NOT NULL,
	terminal TEXT NOT NULL,
	device   TEXT NOT NULL,
	body     TEXT NOT NULL,
	PRIMARY KEY (outlet, terminal, device)
);

CREATE TABLE tests (
	outlet   TEXT NOT NULL,
	terminal TEXT NOT NULL,
	body     TEXT NOT NULL,
	PRIMARY KEY (outlet, terminal)
);

CREATE TABLE setups (
	outlet  TEXT   NOT NULL,
	version BIGINT NOT NULL,
	at_ms   BIGINT NOT NULL,
	by_whom TEXT   NOT NULL,
	body    TEXT   NOT NULL,
	PRIMARY KEY (outlet, version)
);

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
	no      TEXT   NOT NULL DEFAULT '', -- of the ticket that it issued or had printed
	ahead   BIGINT NOT NULL DEFAULT 0,  -- who waited before it then
	PRIMARY KEY (outlet, id)
);

-- A token is listed and ends. One of a session (1) ends with its person's password, too.
CREATE TABLE tokens (
	hash    TEXT   NOT NULL PRIMARY KEY,
	kind    TEXT   NOT NULL,
	name    TEXT   NOT NULL,
	at_ms   BIGINT NOT NULL,
	used_ms BIGINT NOT NULL DEFAULT 0,
	expires BIGINT NOT NULL,
	session BIGINT NOT NULL
);

CREATE TABLE persons (
	name TEXT NOT NULL PRIMARY KEY,
	hash TEXT NOT NULL
);

-- Wrong tries at passwords, counted before the password is compared. A key holds hashes of names and addresses, none in clear.
CREATE TABLE tries (
	key     TEXT   NOT NULL PRIMARY KEY,
	wrong   BIGINT NOT NULL,
	last_ms BIGINT NOT NULL
);

-- A hall that wants to begin a new epoch of its log is taken when a person says so, and can be sent back.
CREATE TABLE epochs (
	id             TEXT   NOT NULL PRIMARY KEY,
	outlet         TEXT   NOT NULL,
	epoch          BIGINT NOT NULL,
	begun_at       BIGINT NOT NULL,
	previous_epoch BIGINT NOT NULL,
	previous_seq   BIGINT NOT NULL,
	asked_at       BIGINT NOT NULL,
	answered_at    BIGINT NOT NULL DEFAULT 0,
	by_whom        TEXT   NOT NULL DEFAULT '',
	state          TEXT   NOT NULL,
	parted         BIGINT NOT NULL DEFAULT 0, -- 1: within an epoch that is here, after previous
	batch          BIGINT NOT NULL DEFAULT 0  -- of aside, what was set aside for it when it was accepted; 0: nothing
);
CREATE INDEX epochs_outlet ON epochs (outlet, epoch);

-- Who answered what to a hall that goes on from a copy. A repeated answer is found by its key and has no effect again.
CREATE TABLE answers (
	key     TEXT   NOT NULL PRIMARY KEY,
	epoch   TEXT   NOT NULL,
	answer  TEXT   NOT NULL,
	by_whom TEXT   NOT NULL,
	at_ms   BIGINT NOT NULL
);

-- Events that were set aside together are a batch. Those of a log that was sent back are forgotten. Those that an accepted log does not
-- know are kept: the hall lost them, and its visits were there all the same.
CREATE TABLE aside (
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
	unshown  BIGINT NOT NULL,
	line     BIGINT NOT NULL,
	batch    BIGINT NOT NULL,
	kept     BIGINT NOT NULL,
	taken_at BIGINT NOT NULL
);
CREATE INDEX aside_outlet ON aside (outlet, line, epoch, seq);
