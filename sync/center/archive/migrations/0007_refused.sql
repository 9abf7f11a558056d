-- The version of the center's setup that the hall refused last, and why.
ALTER TABLE outlets ADD COLUMN refused BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outlets ADD COLUMN refused_why TEXT NOT NULL DEFAULT '';
