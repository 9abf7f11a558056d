-- Since when nobody vouches for the hall's clock, by that clock, and what the machine's clock showed then; 0 it is right.
ALTER TABLE today ADD COLUMN unsure_ms BIGINT NOT NULL DEFAULT 0;
ALTER TABLE today ADD COLUMN wall_ms   BIGINT NOT NULL DEFAULT 0;
