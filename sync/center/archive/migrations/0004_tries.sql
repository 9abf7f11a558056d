-- Wrong tries at passwords, counted before the password is compared. A key holds hashes of names and addresses, none in clear.
CREATE TABLE tries (
	key     TEXT   PRIMARY KEY,
	wrong   BIGINT NOT NULL,
	last_ms BIGINT NOT NULL
) WITHOUT ROWID;

ALTER TABLE persons DROP COLUMN wrong;
ALTER TABLE persons DROP COLUMN locked_until;
