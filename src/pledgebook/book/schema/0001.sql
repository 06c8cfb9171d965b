-- The log of a book, format 1. Rows are only ever added. A row's batch says when the book learned it.
--
-- The one exception is `forgotten`: once a document's hash stands there, its text, title and the
-- rows of its claims may be taken out; the hash, the dates and the reason stay.

CREATE TABLE batches (
    position INTEGER PRIMARY KEY,
    recorded TEXT NOT NULL,               -- UTC, 2024-03-14T12:00:00.000000+00:00
    digest TEXT NOT NULL                  -- over the digest before it and all that the batch added
) STRICT;

CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batches DEFERRABLE INITIALLY DEFERRED,
    hash TEXT NOT NULL,
    id TEXT NOT NULL,
    address TEXT NOT NULL,
    published TEXT NOT NULL,              -- 2024-03-14
    publisher TEXT NOT NULL,
    language TEXT NOT NULL,
    title TEXT,                           -- NULL: forgotten
    text TEXT,                            -- NULL: forgotten
    url TEXT,
    UNIQUE (hash, id)
) STRICT;

CREATE TABLE extractions (
    number INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batches DEFERRABLE INITIALLY DEFERRED,
    document_hash TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('given', 'rules')),
    extractor TEXT NOT NULL,
    digest TEXT NOT NULL                  -- over mode, extractor and all fields of the claims
) STRICT;

CREATE INDEX extractions_of_document ON extractions (document_hash, number);

CREATE TABLE claims (
    extraction INTEGER NOT NULL REFERENCES extractions DEFERRABLE INITIALLY DEFERRED,
    number INTEGER NOT NULL,              -- its place among the extraction's claims
    claim TEXT NOT NULL,
    document TEXT NOT NULL,
    document_hash TEXT NOT NULL,
    "start" INTEGER NOT NULL,             -- characters, not bytes
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    event TEXT NOT NULL,
    donors TEXT NOT NULL,                 -- JSON list of codes
    recipients TEXT NOT NULL,             -- JSON list of codes
    low TEXT,                             -- decimal figures as text, so that they stay exact
    high TEXT,
    unit TEXT,
    item TEXT,
    aid TEXT NOT NULL,
    basis TEXT NOT NULL,
    per TEXT,
    happened TEXT,                        -- 2024, 2024-03 or 2024-03-14
    due TEXT,
    speaker TEXT,
    confidence REAL NOT NULL,
    held_by TEXT,
    happened_phrase TEXT,
    due_phrase TEXT,
    instrument TEXT,
    channel TEXT,
    programme TEXT,
    source_id TEXT,
    extractor TEXT NOT NULL,
    ordinal INTEGER NOT NULL,             -- tells claims apart that are alike in everything else
    PRIMARY KEY (extraction, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
    decision TEXT PRIMARY KEY,
    number INTEGER NOT NULL UNIQUE,
    batch INTEGER NOT NULL REFERENCES batches DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL,
    claim TEXT NOT NULL,                  -- JSON list: document hash, start, end, low, high, unit
    other TEXT,                           -- the same of the other claim
    field TEXT,
    value TEXT,
    who TEXT NOT NULL,
    "when" TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;

CREATE TABLE issues (
    number INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batches DEFERRABLE INITIALLY DEFERRED,
    place TEXT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (place, reason)
) STRICT;

CREATE TABLE forgotten (
    document_hash TEXT PRIMARY KEY,
    recorded TEXT NOT NULL,
    who TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;

-- Full-text search. The words are found without accents and in any case.
CREATE VIRTUAL TABLE document_words USING fts5 (
    title, text, content = 'documents', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TRIGGER documents_are_searched AFTER INSERT ON documents BEGIN
    INSERT INTO document_words (rowid, title, text) VALUES (new.number, new.title, new.text);
END;

CREATE TRIGGER forgotten_documents_are_not_searched AFTER UPDATE ON documents BEGIN
    INSERT INTO document_words (document_words, rowid, title, text)
    VALUES ('delete', old.number, old.title, old.text);
END;

CREATE TRIGGER batches_stay BEFORE UPDATE ON batches BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER batches_are_kept BEFORE DELETE ON batches BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER documents_stay BEFORE UPDATE ON documents
WHEN NOT (
    EXISTS (SELECT 1 FROM forgotten WHERE document_hash = old.hash)
    AND old.text IS NOT NULL AND new.text IS NULL AND new.title IS NULL
    AND (new.number, new.batch, new.hash, new.id, new.address, new.published, new.publisher, new.language)
    IS (old.number, old.batch, old.hash, old.id, old.address, old.published, old.publisher, old.language)
)
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER documents_are_kept BEFORE DELETE ON documents BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER extractions_stay BEFORE UPDATE ON extractions BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER extractions_are_kept BEFORE DELETE ON extractions BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER claims_stay BEFORE UPDATE ON claims BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER claims_are_kept BEFORE DELETE ON claims
WHEN NOT EXISTS (SELECT 1 FROM forgotten WHERE document_hash = old.document_hash)
BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER decisions_are_kept BEFORE DELETE ON decisions BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER issues_stay BEFORE UPDATE ON issues BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER issues_are_kept BEFORE DELETE ON issues BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;

CREATE TRIGGER forgotten_stay BEFORE UPDATE ON forgotten BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
CREATE TRIGGER forgotten_are_kept BEFORE DELETE ON forgotten BEGIN
    SELECT RAISE(ABORT, 'the log is append-only');
END;
