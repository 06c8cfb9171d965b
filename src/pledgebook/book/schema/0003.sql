-- Format 3: states of the book that were frozen under a name. A release is no batch: the tables stay as they are.
CREATE TABLE releases (
    number INTEGER PRIMARY KEY,
    release TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'signed-off', 'public')),
    as_of TEXT NOT NULL,                  -- 2024-03-14
    position INTEGER NOT NULL REFERENCES batches,
    recorded_by TEXT NOT NULL,            -- UTC: no batch up to the position is later, none after it earlier or equal
    who TEXT NOT NULL,
    "when" TEXT NOT NULL,
    why TEXT NOT NULL,
    digest TEXT NOT NULL                  -- over the digest before it, the release and that of the batch at its position
) STRICT;

CREATE TRIGGER releases_stay BEFORE UPDATE ON releases BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER releases_are_kept BEFORE DELETE ON releases BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
