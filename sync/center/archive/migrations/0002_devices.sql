-- A device has one state, and a terminal one last self-test.
DROP TABLE faults;

CREATE TABLE faults (
	outlet   TEXT NOT NULL,
	terminal TEXT NOT NULL,
	device   TEXT NOT NULL,
	body     TEXT NOT NULL,
	PRIMARY KEY (outlet, terminal, device)
) WITHOUT ROWID;

CREATE TABLE tests (
	outlet   TEXT NOT NULL,
	terminal TEXT NOT NULL,
	body     TEXT NOT NULL,
	PRIMARY KEY (outlet, terminal)
) WITHOUT ROWID;

ALTER TABLE outlets ADD COLUMN test_asked BIGINT NOT NULL DEFAULT 0;
