-- A token is listed, ends, and ends its session with its person's password. Tokens that never ended end from now on: those of programs
-- ninety days from here, those of halls half a year after their last use.
ALTER TABLE tokens ADD COLUMN used_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN session BIGINT NOT NULL DEFAULT 0;

UPDATE tokens SET session = 1 WHERE kind = 'admin' AND expires > 0;
UPDATE tokens SET expires = (CAST(strftime('%s', 'now') AS INTEGER) + 90 * 86400) * 1000 WHERE kind = 'admin' AND expires = 0;
UPDATE tokens SET expires = (CAST(strftime('%s', 'now') AS INTEGER) + 180 * 86400) * 1000 WHERE kind = 'outlet' AND expires = 0;
