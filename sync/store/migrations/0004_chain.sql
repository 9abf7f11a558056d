-- A keyed fingerprint of each event and all before it, of a terminal's row and of the setup's: what was changed, added or taken out by
-- anybody but the hall does not fit. Empty: written before this number.
ALTER TABLE events ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
ALTER TABLE terminals ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
ALTER TABLE setup ADD COLUMN mac BLOB NOT NULL DEFAULT x'';
