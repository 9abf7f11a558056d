-- Who answered what to a hall that goes on from a copy. A repeated answer is found by its key and has no effect again.
CREATE TABLE answers (
	key     TEXT   PRIMARY KEY,
	epoch   TEXT   NOT NULL,
	answer  TEXT   NOT NULL,
	by_whom TEXT   NOT NULL,
	at_ms   BIGINT NOT NULL
) WITHOUT ROWID;
