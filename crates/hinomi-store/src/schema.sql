-- Every table can be thrown away and made again from the files under captures/.
-- Instants are RFC 3339 in UTC with nine fractional digits, so that text order is time order.

-- One row per capture file; header is hinomi_model::Capture without its body.
CREATE TABLE captures (
    seq          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    url          TEXT NOT NULL,
    fetched_at   TEXT NOT NULL,
    ok           INTEGER NOT NULL,
    body_bytes   INTEGER NOT NULL,
    stored_bytes INTEGER NOT NULL,
    header       TEXT NOT NULL
) STRICT;
CREATE INDEX captures_by_time ON captures (fetched_at, id);
CREATE INDEX captures_by_url ON captures (url, fetched_at, id);

-- Every time that a capture was received: once when it was stored, then whenever it came again.
CREATE TABLE receipts (
    url     TEXT NOT NULL,
    at      TEXT NOT NULL,
    capture TEXT NOT NULL REFERENCES captures (id) ON DELETE CASCADE,
    ok      INTEGER NOT NULL,
    PRIMARY KEY (url, at, capture)
) STRICT, WITHOUT ROWID;
CREATE INDEX receipts_failed ON receipts (at) WHERE ok = 0;

CREATE TABLE entries (
    capture TEXT NOT NULL REFERENCES captures (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    url     TEXT NOT NULL,
    entry   TEXT NOT NULL,
    PRIMARY KEY (capture, ordinal)
) STRICT;
CREATE INDEX entries_by_url ON entries (url, capture, ordinal);

CREATE TABLE articles (
    id       TEXT NOT NULL PRIMARY KEY,
    url      TEXT NOT NULL,
    capture  TEXT NOT NULL REFERENCES captures (id) ON DELETE CASCADE,
    source   TEXT NOT NULL,
    lang     TEXT NOT NULL,
    known_at TEXT NOT NULL,
    article  TEXT NOT NULL
) STRICT;
CREATE INDEX articles_by_time ON articles (known_at, id);
CREATE INDEX articles_by_url ON articles (url, known_at, id);
CREATE INDEX articles_by_capture ON articles (capture);

CREATE TABLE facts (
    article TEXT NOT NULL PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    story   TEXT NOT NULL,
    n       INTEGER NOT NULL,
    facts   TEXT NOT NULL
) STRICT;

-- regroups: whether it moved articles or merged incidents that stood before it. Few do; whoever wants a few incidents
-- reads those rows beside the incidents' own.
CREATE TABLE placements (
    article   TEXT NOT NULL PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    incident  TEXT NOT NULL,
    known_at  TEXT NOT NULL,
    copy_of   TEXT,
    regroups  INTEGER NOT NULL,
    placement TEXT NOT NULL
) STRICT;
CREATE INDEX placements_by_time ON placements (known_at, article);
CREATE INDEX placements_by_incident ON placements (incident, known_at, article);
CREATE INDEX placements_that_regroup ON placements (known_at, article) WHERE regroups = 1;

-- Which captures a stage is done with; the later stages are done with an article when they have its row.
CREATE TABLE done (
    stage   TEXT NOT NULL,
    capture TEXT NOT NULL REFERENCES captures (id) ON DELETE CASCADE,
    PRIMARY KEY (stage, capture)
) STRICT, WITHOUT ROWID;

CREATE TABLE stages (
    stage   TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
