-- Wrong tries at PINs, counted before the PIN is compared. A key holds hashes of names, no name.
CREATE TABLE tries (
	key     TEXT   NOT NULL PRIMARY KEY,
	wrong   BIGINT NOT NULL,
	last_ms BIGINT NOT NULL
) WITHOUT ROWID;
