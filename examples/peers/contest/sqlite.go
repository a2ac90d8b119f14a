package contest

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"strings"

	"fleettrust.example/scenario/organization"
	_ "modernc.org/sqlite" // the driver
)

// sqlite is SQLite, by modernc.org/sqlite, in memory: statements that are prepared, and tables that are their own index. The
// order of joins is written down (CROSS JOIN) and nothing is analysed: with statistics each new value is planned for anew, which
// takes ten times as long as the answer.
type sqlite struct {
	db                          *sql.DB
	checking, assumers, assumed *sql.Stmt
	grant, take, pages          *sql.Stmt
}

//go:embed sqlite.sql
var sqliteText string

// statement gives one of sqlite.sql, by the comment above it.
func statement(name string) string {
	_, after, _ := strings.Cut(sqliteText, "-- "+name+"\n")
	text, _, _ := strings.Cut(after, "\n-- ")
	return strings.TrimSpace(text) // what has an end of its own is parsed again at each call
}

func buildSQLite(ctx context.Context, o *organization.Organization) (engine, error) {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // each connection has a memory of its own
	s := &sqlite{db: db}
	if err := s.fill(ctx, o); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	var faults [6]error
	s.checking, faults[0] = db.PrepareContext(ctx, statement("check"))
	s.assumers, faults[1] = db.PrepareContext(ctx, statement("who"))
	s.assumed, faults[2] = db.PrepareContext(ctx, statement("what"))
	s.grant, faults[3] = db.PrepareContext(ctx, statement("grant"))
	s.take, faults[4] = db.PrepareContext(ctx, statement("take"))
	s.pages, faults[5] = db.PrepareContext(ctx, statement("pages"))
	return s, errors.Join(faults[:]...)
}

// fill makes the tables and inserts the records, in one transaction.
func (s *sqlite) fill(ctx context.Context, o *organization.Organization) error {
	if _, err := s.db.ExecContext(ctx, statement("tables")); err != nil {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	f := &filling{ctx: ctx, tx: tx}
	f.insert(newRecord(o))
	if f.err != nil {
		return errors.Join(f.err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, statement("indexes"))
	return err
}

// filling inserts until something fails.
type filling struct {
	ctx context.Context
	tx  *sql.Tx
	err error
}

func (f *filling) into(text string) func(...any) {
	if f.err != nil {
		return func(...any) {}
	}
	stmt, err := f.tx.PrepareContext(f.ctx, text)
	f.err = err
	return func(values ...any) {
		if f.err == nil {
			_, f.err = stmt.ExecContext(f.ctx, values...)
		}
	}
}

func (f *filling) insert(r record) {
	cluster, pool, ksa := f.into("INSERT INTO cluster VALUES (?, ?)"), f.into("INSERT INTO pool VALUES (?, (SELECT id FROM project WHERE name = ?))"), f.into("INSERT INTO ksa VALUES (?, ?, ?)")
	project, account := f.into("INSERT INTO project VALUES (?, ?)"), f.into("INSERT INTO account VALUES (?, ?)")
	grant, leads := f.into("INSERT INTO granted VALUES (?, ?, ?, ?, ?)"), f.into("INSERT INTO leads VALUES (?, ?)")
	for i := range r.Projects() {
		project(i, r.Project(i).ID)
	}
	for i, path := range r.paths {
		cluster(i, path)
		for _, p := range r.pools(i) {
			pool(i, p)
		}
	}
	for i := range r.Workloads() {
		w := r.Workload(i)
		ksa(w.Cluster, w.Namespace, w.ServiceAccount)
	}
	for i := range r.Accounts() {
		account(i, r.Account(i).Email)
	}
	for g := range r.Grants() {
		p := r.principal(g)
		grant(g.Account, g.Pool, int(g.Kind), p.a, p.b)
	}
	for source, targets := range closure(r.Organization) {
		for _, target := range targets {
			leads(source, target)
		}
	}
}

func (s *sqlite) check(w workload, email string) (ok bool, err error) {
	err = s.checking.QueryRow(w.cluster, w.namespace, w.account, email).Scan(&ok)
	return ok, err
}

func (s *sqlite) who(email string, yield func(workload)) error {
	rows, err := s.assumers.Query(email)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var w workload
		if err := rows.Scan(&w.cluster, &w.namespace, &w.account); err != nil {
			return err
		}
		yield(w)
	}
	return rows.Err()
}

func (s *sqlite) what(w workload, yield func(string)) error {
	rows, err := s.assumed.Query(w.cluster, w.namespace, w.account)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var email string
		if err := rows.Scan(&email); err != nil {
			return err
		}
		yield(email)
	}
	return rows.Err()
}

func (s *sqlite) change(c change) error {
	stmt := s.grant
	if c.back {
		stmt = s.take
	}
	_, err := stmt.Exec(c.email, c.pool, c.namespace, c.account)
	return err
}

// bytes is the size of the database: it lies outside of Go's heap.
func (s *sqlite) bytes() (n int64, err error) {
	err = s.pages.QueryRow().Scan(&n)
	return n, err
}

func (s *sqlite) close() error { return s.db.Close() }
