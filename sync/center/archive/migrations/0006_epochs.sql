-- A hall that wants to begin a new epoch of its log is taken when a person says so, and can be sent back.
CREATE TABLE epochs (
	id             TEXT   PRIMARY KEY,
	outlet         TEXT   NOT NULL,
	epoch          BIGINT NOT NULL,
	begun_at       BIGINT NOT NULL,
	previous_epoch BIGINT NOT NULL,
	previous_seq   BIGINT NOT NULL,
	asked_at       BIGINT NOT NULL,
	answered_at    BIGINT NOT NULL DEFAULT 0,
	by_whom        TEXT   NOT NULL DEFAULT '',
	state          TEXT   NOT NULL
) WITHOUT ROWID;
CREATE INDEX epochs_outlet ON epochs (outlet, epoch);

-- The events of epochs that were sent back.
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
	odd      BIGINT NOT NULL,
	taken_at BIGINT NOT NULL
);

-- Events that are refused as they are may be kept without being shown, when a person says so.
ALTER TABLE outlets ADD COLUMN keep_odd BIGINT NOT NULL DEFAULT 0;
