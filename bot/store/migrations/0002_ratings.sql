-- How often feedback by a coach's rule helped or missed: everybody's together, no owner, no time.
CREATE TABLE ratings (
    rule TEXT PRIMARY KEY,
    helped INTEGER NOT NULL DEFAULT 0,
    missed INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
