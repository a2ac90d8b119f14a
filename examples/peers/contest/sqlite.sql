-- tables
CREATE TABLE project (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE cluster (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
CREATE TABLE pool (cluster INTEGER, project INTEGER, PRIMARY KEY (cluster, project)) WITHOUT ROWID;
CREATE TABLE ksa (cluster INTEGER, namespace TEXT, name TEXT, PRIMARY KEY (cluster, namespace, name)) WITHOUT ROWID;
CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);
/* kind is 1 for a subject, 2 for a namespace, 3 for a cluster, 4 for a pool */
CREATE TABLE granted (account INTEGER, project INTEGER, kind INTEGER, a TEXT, b TEXT, PRIMARY KEY (account, project, kind, a, b)) WITHOUT ROWID;
/* every account leads to itself, and to all that its delegations lead to */
CREATE TABLE leads (source INTEGER, target INTEGER, PRIMARY KEY (source, target)) WITHOUT ROWID;

-- indexes
CREATE INDEX pool_by_project ON pool (project, cluster);
CREATE INDEX granted_by_member ON granted (project, kind, a, b, account);
CREATE INDEX leads_by_target ON leads (target, source);

-- check
SELECT EXISTS (
	SELECT 1 FROM account
	CROSS JOIN leads ON target = account.id
	CROSS JOIN granted ON granted.account = leads.source
	CROSS JOIN cluster ON path = ?1
	CROSS JOIN pool ON pool.cluster = cluster.id AND pool.project = granted.project
	WHERE email = ?4 AND (kind = 1 AND a = ?2 AND b = ?3 OR kind = 2 AND a = ?2 OR kind = 3 AND a = ?1 OR kind = 4)
)

-- who
WITH named AS (
	SELECT project, kind, a, b FROM account CROSS JOIN leads ON target = account.id CROSS JOIN granted ON granted.account = leads.source
	WHERE email = ?1
), found AS (
	SELECT ksa.cluster, namespace, name FROM named CROSS JOIN pool USING (project)
		CROSS JOIN ksa ON ksa.cluster = pool.cluster AND namespace = a AND name = b
		WHERE kind = 1
	UNION
	SELECT ksa.cluster, namespace, name FROM named CROSS JOIN pool USING (project)
		CROSS JOIN ksa ON ksa.cluster = pool.cluster AND namespace = a
		WHERE kind = 2
	UNION
	SELECT ksa.cluster, namespace, name FROM named CROSS JOIN cluster ON path = a
		CROSS JOIN pool ON pool.cluster = cluster.id AND pool.project = named.project CROSS JOIN ksa ON ksa.cluster = cluster.id
		WHERE kind = 3
	UNION
	SELECT ksa.cluster, namespace, name FROM named CROSS JOIN pool USING (project)
		CROSS JOIN ksa ON ksa.cluster = pool.cluster
		WHERE kind = 4
)
SELECT path, namespace, name FROM found CROSS JOIN cluster ON id = found.cluster

-- what
WITH here AS MATERIALIZED (
	SELECT project FROM cluster CROSS JOIN pool ON pool.cluster = cluster.id WHERE path = ?1
), held (account) AS (
	SELECT account FROM here CROSS JOIN granted USING (project) WHERE kind = 1 AND a = ?2 AND b = ?3
	UNION ALL SELECT account FROM here CROSS JOIN granted USING (project) WHERE kind = 2 AND a = ?2
	UNION ALL SELECT account FROM here CROSS JOIN granted USING (project) WHERE kind = 3 AND a = ?1
	UNION ALL SELECT account FROM here CROSS JOIN granted USING (project) WHERE kind = 4
)
SELECT DISTINCT email FROM held CROSS JOIN leads ON source = held.account CROSS JOIN account ON account.id = target

-- grant
INSERT INTO granted SELECT account.id, project.id, 1, ?3, ?4 FROM account, project WHERE email = ?1 AND project.name = ?2

-- take
DELETE FROM granted WHERE account = (SELECT id FROM account WHERE email = ?1) AND project = (SELECT id FROM project WHERE name = ?2) AND kind = 1 AND a = ?3 AND b = ?4

-- pages
SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()
