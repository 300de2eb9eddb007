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
CREATE TABLE listed (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX known_n ON known (n);
CREATE INDEX file_path ON file (path);
CREATE INDEX file_name ON file (name);
CREATE INDEX file_stem ON file (stem);
CREATE INDEX file_of ON file (of);
"""
_TWICE = """
SELECT one.n, other.n FROM known one
JOIN known other ON other.key = one.key AND other.n < one.n GROUP BY one.n ORDER BY one.n
"""
_SAME_NAME = """
SELECT n, NULL FROM file
WHERE EXISTS (SELECT 1 FROM file o WHERE o.name = file.name AND o.n < file.n) ORDER BY n
"""
_NO_SIDECAR = """
SELECT n, NULL FROM file WHERE stem IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM file s WHERE s.of IN (file.path, file.stem)) ORDER BY n
"""
_NO_CONTENT = """
SELECT n, NULL FROM file WHERE of IS NOT NULL
AND NOT EXISTS (SELECT 1 FROM file c WHERE c.path = file.of)
AND NOT EXISTS (SELECT 1 FROM file c WHERE c.stem = file.of) ORDER BY n
"""
#: Of two kinds of pointing: what points at what is there, and is not pointed at by it.
_NOT_BACK = """
SELECT DISTINCT p.n, o.n FROM points p JOIN known o ON o.key = p.key
WHERE p.kind = {} AND NOT EXISTS (
  SELECT 1 FROM known i JOIN points b ON b.kind = {} AND b.n = o.n AND b.key = i.key
  WHERE i.n = p.n
) ORDER BY p.n
"""
_SHOWS_NONE = """
SELECT n, NULL FROM object WHERE is_file = 1 AND NOT EXISTS (
  SELECT 1 FROM points p JOIN known o ON o.key = p.key JOIN object t ON t.n = o.n
  WHERE p.kind = 2 AND p.n = object.n AND t.is_file = 0
) ORDER BY n
"""
_SHOWN_BY_NONE = """
SELECT n, NULL FROM points WHERE kind = 3 AND NOT EXISTS (
  SELECT 1 FROM known o JOIN object t ON t.n = o.n WHERE o.key = points.key AND t.is_file = 1
) ORDER BY n
"""
_IN_CIRCLE = """
SELECT object.n, NULL FROM object WHERE is_file = 0 AND object.n IN (
  WITH RECURSIVE above (n) AS (
    SELECT o.n FROM points p JOIN known o ON o.key = p.key WHERE p.kind = 0 AND p.n = object.n
    UNION
    SELECT o.n FROM above a
    JOIN points p ON p.kind = 0 AND p.n = a.n JOIN known o ON o.key = p.key
  ) SELECT n FROM above
) ORDER BY object.n
"""
#: What is stated of a file, with the file: its name is told, or that less its ending.
OF_CONTENT = """
SELECT c.n, s.n, stated.size, c.size, stated.algorithm, stated.value, c.sha256
FROM stated JOIN file s ON s.n = stated.n JOIN file c ON c.n = coalesce(
  (SELECT n FROM file WHERE path = s.of AND stem IS NOT NULL),
  (SELECT n FROM file WHERE stem = s.of)
) WHERE c.sha256 IS NOT NULL ORDER BY stated.n
"""
NOT_LISTED = "SELECT n FROM file WHERE sha256 IS NOT NULL AND {} ORDER BY n"
DIFFERS = "EXISTS (SELECT 1 FROM listed l WHERE l.path = file.path AND l.sha256 <> file.sha256)"
MISSES = "NOT EXISTS (SELECT 1 FROM listed l WHERE l.path = file.path)"
LISTED_NOT_THERE = """
SELECT path FROM listed WHERE NOT EXISTS (SELECT 1 FROM file WHERE file.path = listed.path)
"""
COUNTS = """
SELECT (SELECT count(*) FROM object WHERE is_file = 0), count(*), coalesce(sum(size), 0)
FROM file WHERE stem IS NOT NULL
"""
TREE_RULES: tuple[tuple[str, str], ...] = (
    ("MDTO-D01", _TWICE),
    ("MDTO-D03", _SAME_NAME),
    ("MDTO-D05", _NO_SIDECAR),
    ("MDTO-D04", _NO_CONTENT),
    ("MDTO-D06", _NOT_BACK.format(UP, DOWN)),
    ("MDTO-D06", _NOT_BACK.format(DOWN, UP)),
    ("MDTO-D06", _NOT_BACK.format(SHOWS, SHOWN_BY)),
    ("MDTO-D09", _SHOWN_BY_NONE),
    ("MDTO-D08", _SHOWS_NONE),
    ("MDTO-D07", _IN_CIRCLE),
)
