-- A fingerprint of the whole receipt. The log tells that a command came and what became of it, not what it said, so a receipt vouches
-- for its own words. Empty: written before this number.
ALTER TABLE receipts ADD COLUMN sum TEXT NOT NULL DEFAULT '';
