"""What is asked of the database of a delivery: its tables, and a query for each rule.

Each query gives the file where a rule shows, and another that has to do with it.
"""

UP, DOWN, SHOWS, SHOWN_BY = range(4)
TABLES = """
CREATE TABLE file (
  n INTEGER PRIMARY KEY, path TEXT NOT NULL, name TEXT NOT NULL,
  of TEXT, stem TEXT, size INTEGER, sha256 TEXT
);
CREATE TABLE object (n INTEGER PRIMARY KEY, is_file INTEGER NOT NULL);
CREATE TABLE known (key BLOB NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (key, n)) WITHOUT ROWID;
CREATE TABLE points (
  kind INTEGER NOT NULL, n INTEGER NOT NULL, key BLOB NOT NULL, PRIMARY KEY (kind, n, key)
) WITHOUT ROWID;
CREATE TABLE stated (
  n INTEGER NOT NULL, size INTEGER, algorithm TEXT NOT NULL, value TEXT NOT NULL
);
CREATE TABLE listed (
  path TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (path, sha256)
) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX known_n ON known (n);
CREATE INDEX file_path ON file (path);
CREATE INDEX file_name ON file (name);
CREATE INDEX file_stem ON file (stem);
CREATE INDEX file_of ON file (of);
"""
#: Of an identifier the object that had it first: a second one is a finding of its own, and many
#: that share one would else be held against each other.
_FIRST = "(SELECT min(n) FROM known WHERE key = {})"
_TWICE = """
SELECT one.n, min(f.n) FROM known one JOIN (
  SELECT key, min(n) AS n FROM known GROUP BY key HAVING count(*) > 1
) f ON f.key = one.key AND f.n < one.n GROUP BY one.n ORDER BY one.n
"""
_SAME_NAME = """
SELECT n, NULL FROM file
WHERE EXISTS (SELECT 1 FROM file o WHERE o.name = file.name AND o.n < file.n) ORDER BY n
"""
#: What is called like metadata less its ending, and has none by its whole name: one alone.
_BY_STEM = """(
  SELECT c.n FROM file c WHERE c.stem = s.of
  AND NOT EXISTS (SELECT 1 FROM file e WHERE e.of = c.path) ORDER BY c.n LIMIT 1
)"""
_NO_SIDECAR = f"""
SELECT n, NULL FROM file WHERE stem IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM file s WHERE s.of = file.path)
AND NOT EXISTS (SELECT 1 FROM file s WHERE s.of = file.stem AND file.n = {_BY_STEM}) ORDER BY n
"""  # noqa: S608 - our own words
_NO_CONTENT = """
SELECT n, NULL FROM file WHERE of IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM file c WHERE c.path = file.of)
AND NOT EXISTS (SELECT 1 FROM file c WHERE c.stem = file.of) ORDER BY n
"""
#: Of two kinds of pointing: what points at what is there, and is not pointed at by it.
_NOT_BACK = """
SELECT DISTINCT p.n, o.n FROM points p JOIN known o ON o.key = p.key AND o.n = {first}
WHERE p.kind = {kind} AND NOT EXISTS (
  SELECT 1 FROM known i JOIN points b ON b.kind = {back} AND b.n = o.n AND b.key = i.key
  WHERE i.n = p.n
) ORDER BY p.n
"""
_SHOWS_NONE = f"""
SELECT n, NULL FROM object WHERE is_file = 1 AND NOT EXISTS (
  SELECT 1 FROM points p JOIN object t ON t.n = {_FIRST.format("p.key")}
  WHERE p.kind = 2 AND p.n = object.n AND t.is_file = 0
) ORDER BY n
"""  # noqa: S608 - our own words
_SHOWN_BY_NONE = f"""
SELECT n, NULL FROM points WHERE kind = 3 AND NOT EXISTS (
  SELECT 1 FROM object t WHERE t.n = {_FIRST.format("points.key")} AND t.is_file = 1
) ORDER BY n
"""  # noqa: S608 - our own words
#: Which object is a part of which, for `circles`.
PART_OF = f"""
CREATE TEMP TABLE up AS SELECT p.n AS n, o.n AS above
FROM points p JOIN known o ON o.key = p.key AND o.n = {_FIRST.format("p.key")} WHERE p.kind = 0;
CREATE INDEX temp.up_n ON up (n);
CREATE INDEX temp.up_above ON up (above);
"""  # noqa: S608 - our own words
#: What is stated of a file, with the file: its name is told, or that less its ending.
OF_CONTENT = f"""
SELECT c.n, s.n, stated.size, c.size, stated.algorithm, stated.value, c.sha256
FROM stated JOIN file s ON s.n = stated.n JOIN file c ON c.n = coalesce(
  (SELECT n FROM file WHERE path = s.of AND stem IS NOT NULL),
  {_BY_STEM}
) WHERE c.sha256 IS NOT NULL ORDER BY stated.n
"""  # noqa: S608 - our own words
NOT_LISTED = "SELECT n FROM file WHERE sha256 IS NOT NULL AND {} ORDER BY n"
DIFFERS = "EXISTS (SELECT 1 FROM listed l WHERE l.path = file.path AND l.sha256 <> file.sha256)"
MISSES = "NOT EXISTS (SELECT 1 FROM listed l WHERE l.path = file.path)"
LISTED_NOT_THERE = """
SELECT DISTINCT path FROM listed
WHERE NOT EXISTS (SELECT 1 FROM file WHERE file.path = listed.path)
"""
COUNTS = """
SELECT (SELECT count(*) FROM object WHERE is_file = 0), count(*), coalesce(sum(size), 0)
FROM file WHERE stem IS NOT NULL
"""


def _not_back(kind: int, back: int) -> str:
    return _NOT_BACK.format(kind=kind, back=back, first=_FIRST.format("p.key"))


TREE_RULES: tuple[tuple[str, str], ...] = (
    ("MDTO-D01", _TWICE),
    ("MDTO-D03", _SAME_NAME),
    ("MDTO-D05", _NO_SIDECAR),
    ("MDTO-D04", _NO_CONTENT),
    ("MDTO-D06", _not_back(UP, DOWN)),
    ("MDTO-D06", _not_back(DOWN, UP)),
    ("MDTO-D06", _not_back(SHOWS, SHOWN_BY)),
    ("MDTO-D09", _SHOWN_BY_NONE),
    ("MDTO-D08", _SHOWS_NONE),
)
