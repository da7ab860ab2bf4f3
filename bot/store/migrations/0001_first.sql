-- Plain columns hold owner hashes, random or keyed row ids, times, sequence, attempts and key
-- versions. Everything else is sealed. No column says what a row is about.

-- How often the store was opened: the upper half of every sequence number, so none comes twice.
CREATE TABLE openings (count INTEGER NOT NULL);
INSERT INTO openings VALUES (0);

-- 1: the key under which owners' hashes are made. 2: the operator's key. Wrapped by the master key.
CREATE TABLE keyring (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL,
    sealed BLOB NOT NULL
);

-- One wrapped key per owner. expires_at is set when the last row has expired: the key goes next.
CREATE TABLE owners (
    owner BLOB PRIMARY KEY,
    version INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    expires_at REAL
) WITHOUT ROWID;
CREATE INDEX owners_expiry ON owners (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE sessions (
    owner BLOB PRIMARY KEY REFERENCES owners ON DELETE CASCADE,
    expires_at REAL,
    sealed BLOB NOT NULL
);
CREATE INDEX sessions_expiry ON sessions (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE due (
    seq INTEGER PRIMARY KEY,
    owner BLOB NOT NULL REFERENCES owners ON DELETE CASCADE,
    id BLOB NOT NULL,
    due_at REAL NOT NULL,
    sealed BLOB NOT NULL,
    UNIQUE (owner, id)
);
CREATE INDEX due_time ON due (due_at, seq);

CREATE TABLE records (
    seq INTEGER PRIMARY KEY,
    owner BLOB NOT NULL REFERENCES owners ON DELETE CASCADE,
    id BLOB NOT NULL,
    expires_at REAL,
    sealed BLOB NOT NULL,
    UNIQUE (owner, id)
);
CREATE INDEX records_expiry ON records (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE message_ids (
    owner BLOB NOT NULL REFERENCES owners ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    expires_at REAL NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (owner, seq)
) WITHOUT ROWID;
CREATE INDEX message_ids_expiry ON message_ids (expires_at);

CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    owner BLOB NOT NULL REFERENCES owners ON DELETE CASCADE,
    sealed BLOB NOT NULL
);
CREATE INDEX inbox_owner ON inbox (owner);

-- owner NULL: sealed under the operator's key, for a person who was forgotten.
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    owner BLOB REFERENCES owners ON DELETE CASCADE,
    not_before REAL NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    aside INTEGER NOT NULL DEFAULT 0,
    expires_at REAL,
    sealed BLOB NOT NULL
);
CREATE INDEX outbox_owner ON outbox (owner);
CREATE INDEX outbox_expiry ON outbox (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE seen (
    bot INTEGER NOT NULL,
    update_id INTEGER NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (bot, update_id)
) WITHOUT ROWID;
CREATE INDEX seen_time ON seen (at);

CREATE TABLE quarantine (
    bot INTEGER NOT NULL,
    update_id INTEGER NOT NULL,
    at REAL NOT NULL,
    error TEXT NOT NULL,
    PRIMARY KEY (bot, update_id)
) WITHOUT ROWID;

-- What a restored backup has to forget again.
CREATE TABLE forgotten (
    owner BLOB NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (owner, at)
) WITHOUT ROWID;
