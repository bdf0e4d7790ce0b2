"""The tables of the box, by version: each entry of `VERSIONS` leads from the version before it to its own (`user_version`).

Times are days. Threads and messages have no numbers that would tell in which order they came within a day, except
within their own conversation.
"""

FIRST = """
CREATE TABLE lists (
    epoch INTEGER PRIMARY KEY,
    payload BLOB NOT NULL,
    signature TEXT NOT NULL,
    root TEXT NOT NULL,
    -- Base64 of age files.
    voice_sealed TEXT NOT NULL,
    root_sealed TEXT NOT NULL,
    day TEXT NOT NULL
) STRICT;
CREATE TABLE people (
    user_id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    pq TEXT NOT NULL,
    x25519 TEXT NOT NULL,
    lock TEXT NOT NULL,
    keyring BLOB NOT NULL,
    enrolled TEXT NOT NULL,
    has_left INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE wraps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('passphrase', 'passkey', 'sheet')),
    label TEXT NOT NULL,
    sealed BLOB NOT NULL,
    day TEXT NOT NULL
) STRICT;
CREATE INDEX wraps_of ON wraps (user_id);
CREATE TABLE list_people (
    epoch INTEGER NOT NULL REFERENCES lists,
    place INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    PRIMARY KEY (epoch, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE seen (
    week TEXT PRIMARY KEY,
    epoch INTEGER NOT NULL,
    payload BLOB NOT NULL,
    signature TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE threads (
    thread TEXT PRIMARY KEY,
    way TEXT NOT NULL CHECK (way IN ('script', 'plain')),
    is_drill INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'read', 'working', 'done')),
    assigned INTEGER,
    opened TEXT NOT NULL,
    last TEXT NOT NULL,
    ends TEXT NOT NULL,
    -- The fewest days before the end at which its readers were told: 14, then 3.
    warned INTEGER,
    reply TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    key_changed INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    thread TEXT NOT NULL REFERENCES threads ON DELETE CASCADE,
    place INTEGER NOT NULL,
    sender TEXT NOT NULL CHECK (sender IN ('source', 'newsroom', 'note')),
    day TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    UNIQUE (thread, place)
) STRICT, WITHOUT ROWID;
CREATE TABLE uploads (
    -- SHA-256 of the token.
    upload TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('tip', 'more')),
    way TEXT NOT NULL,
    thread TEXT NOT NULL,
    reply TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    -- SHA-256 of a drill's token, or empty.
    drill TEXT NOT NULL,
    proof TEXT NOT NULL,
    day TEXT NOT NULL,
    -- What was said to have come, once it was: the same question gets the same answer.
    received TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE TABLE parts (
    upload TEXT NOT NULL REFERENCES uploads ON DELETE CASCADE,
    number INTEGER NOT NULL,
    sum BLOB NOT NULL,
    PRIMARY KEY (upload, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE spent (
    pass TEXT PRIMARY KEY,
    day TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE taken (
    day TEXT PRIMARY KEY,
    -- Messages that came whole, and their bytes.
    opened INTEGER NOT NULL,
    bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    day TEXT NOT NULL,
    user_id INTEGER,
    what TEXT NOT NULL
) STRICT;
CREATE TABLE drills (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    -- SHA-256 of the token.
    token TEXT NOT NULL UNIQUE,
    day TEXT NOT NULL,
    ends TEXT NOT NULL,
    thread TEXT NOT NULL DEFAULT '',
    proof TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '',
    answer_proof TEXT NOT NULL DEFAULT '',
    is_read INTEGER NOT NULL DEFAULT 0,
    is_done INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE drill_opened (
    drill INTEGER NOT NULL REFERENCES drills ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    PRIMARY KEY (drill, user_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE notices (
    day TEXT NOT NULL,
    -- The first or the second of its day.
    number INTEGER NOT NULL,
    PRIMARY KEY (day, number)
) STRICT, WITHOUT ROWID;
"""
# What opened tips for someone until a day, when it was changed.
SECOND = """
CREATE TABLE keys_before (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    name TEXT NOT NULL,
    pq TEXT NOT NULL,
    x25519 TEXT NOT NULL,
    lock TEXT NOT NULL,
    keyring BLOB NOT NULL,
    enrolled TEXT NOT NULL
) STRICT;
CREATE INDEX keys_before_of ON keys_before (user_id, day);
CREATE TABLE wraps_before (
    number INTEGER NOT NULL REFERENCES keys_before ON DELETE CASCADE,
    place INTEGER NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    sealed BLOB NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (number, place)
) STRICT, WITHOUT ROWID;
"""
VERSIONS = [FIRST, SECOND]
