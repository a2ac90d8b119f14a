package contest

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fleettrust.example/scenario/organization"
	openfgav1 "github.com/openfga/api/proto/openfga/v1"
	"github.com/openfga/language/pkg/go/transformer"
	"github.com/openfga/openfga/assets"
	"github.com/openfga/openfga/pkg/server"
	"github.com/openfga/openfga/pkg/storage"
	"github.com/openfga/openfga/pkg/storage/sqlcommon"
	tuples "github.com/openfga/openfga/pkg/storage/sqlite"
)

//go:embed model.fga
var modelText string

// openFGA is OpenFGA inside the program, its tuples in a file of SQLite: a tuple for each workload and principal, so that a
// check has few steps. Its store in memory is not asked: each of its reads goes over all tuples.
type openFGA struct {
	ctx        context.Context
	dir        string
	db         *sql.DB
	data       *tuples.Datastore
	server     *server.Server
	storeID    string
	modelID    string
	batch      []*openfgav1.TupleKey
	batchFault error
}

// tuplesPerWrite is how many are written at once.
const tuplesPerWrite = 100

// long is longer than any answer takes: OpenFGA gives part of an answer when time is up, and does not say so.
const long = 24 * time.Hour

func buildOpenFGA(ctx context.Context, o *organization.Organization) (engine, error) {
	e := &openFGA{ctx: ctx}
	if err := errors.Join(e.open(), e.begin()); err != nil {
		return nil, errors.Join(err, e.close())
	}
	e.fill(newRecord(o))
	if e.batchFault != nil {
		return nil, errors.Join(e.batchFault, e.close())
	}
	return e, nil
}

// open makes the file and its tables.
func (e *openFGA) open() (err error) {
	if e.dir, err = os.MkdirTemp("", "openfga"); err != nil {
		return err
	}
	if e.db, err = sql.Open("sqlite", "file:"+filepath.Join(e.dir, "tuples")+"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=busy_timeout(10000)&_txlock=immediate"); err != nil {
		return err
	}
	entries, err := assets.EmbedMigrations.ReadDir(assets.SqliteMigrationDir)
	for _, f := range entries {
		text, err := assets.EmbedMigrations.ReadFile(assets.SqliteMigrationDir + "/" + f.Name())
		if err != nil {
			return err
		}
		up, _, _ := strings.Cut(string(text), "-- +goose Down")
		if _, err := e.db.ExecContext(e.ctx, up); err != nil {
			return fmt.Errorf("%s: %w", f.Name(), err)
		}
	}
	return err
}

// begin starts the server, without limits to the length of answers, and tells it the model.
func (e *openFGA) begin() (err error) {
	if e.db == nil {
		return nil
	}
	if e.data, err = tuples.NewWithDB(e.db, sqlcommon.NewConfig(sqlcommon.WithMaxTuplesPerWrite(tuplesPerWrite))); err != nil {
		return err
	}
	e.server, err = server.NewServerWithOpts(server.WithDatastore(e.data), server.WithListUsersMaxResults(0), server.WithListUsersDeadline(long),
		server.WithListObjectsMaxResults(0), server.WithListObjectsDeadline(long), server.WithRequestTimeout(long), server.WithResolveNodeLimit(deepest))
	if err != nil {
		return err
	}
	model, err := transformer.TransformDSLToProto(modelText)
	if err != nil {
		return err
	}
	store, err := e.server.CreateStore(e.ctx, &openfgav1.CreateStoreRequest{Name: "contest"})
	if err != nil {
		return err
	}
	e.storeID = store.GetId()
	written, err := e.server.WriteAuthorizationModel(e.ctx, &openfgav1.WriteAuthorizationModelRequest{StoreId: e.storeID, SchemaVersion: model.GetSchemaVersion(), TypeDefinitions: model.GetTypeDefinitions()})
	e.modelID = written.GetAuthorizationModelId()
	return err
}

func (e *openFGA) fill(r record) {
	for i := range r.Workloads() {
		w := r.workload(i)
		for _, p := range appendNames(nil, r.pools(r.Workload(i).Cluster), w) {
			e.tell(workloadID(w), "member", principalID(p))
		}
	}
	for g := range r.Grants() {
		e.tell(principalID(r.principal(g))+"#member", "assume", accountID(r.Account(g.Account).Email))
	}
	for x := range r.Delegations() {
		e.tell(accountID(r.Account(x.From).Email)+"#assume", "assume", accountID(r.Account(x.To).Email))
	}
	e.flush()
}

func workloadID(w workload) string {
	return "workload:" + w.cluster + "|" + w.namespace + "|" + w.account
}

func principalID(p principal) string { return "principal:" + p.text() }

func accountID(email string) string { return "account:" + email }

func workloadOf(id string) workload {
	cluster, rest, _ := strings.Cut(id, "|")
	namespace, account, _ := strings.Cut(rest, "|")
	return workload{cluster, namespace, account}
}

func (e *openFGA) tell(user, relation, object string) {
	e.batch = append(e.batch, &openfgav1.TupleKey{User: user, Relation: relation, Object: object})
	if len(e.batch) == tuplesPerWrite {
		e.flush()
	}
}

func (e *openFGA) flush() {
	if e.batchFault == nil && len(e.batch) > 0 {
		e.batchFault = e.data.Write(e.ctx, e.storeID, nil, storage.Writes(e.batch))
	}
	e.batch = nil
}

func (e *openFGA) check(w workload, email string) (bool, error) {
	r, err := e.server.Check(e.ctx, &openfgav1.CheckRequest{StoreId: e.storeID, AuthorizationModelId: e.modelID,
		TupleKey: &openfgav1.CheckRequestTupleKey{User: workloadID(w), Relation: "assume", Object: accountID(email)}})
	return r.GetAllowed(), err
}

func (e *openFGA) who(email string, yield func(workload)) error {
	r, err := e.server.ListUsers(e.ctx, &openfgav1.ListUsersRequest{StoreId: e.storeID, AuthorizationModelId: e.modelID,
		Object: &openfgav1.Object{Type: "account", Id: email}, Relation: "assume", UserFilters: []*openfgav1.UserTypeFilter{{Type: "workload"}}})
	for _, u := range r.GetUsers() {
		yield(workloadOf(u.GetObject().GetId()))
	}
	return err
}

func (e *openFGA) what(w workload, yield func(string)) error {
	r, err := e.server.ListObjects(e.ctx, &openfgav1.ListObjectsRequest{StoreId: e.storeID, AuthorizationModelId: e.modelID,
		Type: "account", Relation: "assume", User: workloadID(w)})
	for _, id := range r.GetObjects() {
		yield(strings.TrimPrefix(id, "account:"))
	}
	return err
}

func (e *openFGA) change(c change) error {
	user, object := principalID(subjectOf(c))+"#member", accountID(c.email)
	if c.back {
		return e.data.Write(e.ctx, e.storeID, storage.Deletes{{User: user, Relation: "assume", Object: object}}, nil)
	}
	return e.data.Write(e.ctx, e.storeID, nil, storage.Writes{{User: user, Relation: "assume", Object: object}})
}

// bytes is the size of the database, which is a file.
func (e *openFGA) bytes() (n int64, err error) {
	err = e.db.QueryRow("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()").Scan(&n)
	return n, err
}

func (e *openFGA) close() error {
	if e.server != nil {
		e.server.Close() // and the database with it
	}
	return os.RemoveAll(e.dir)
}
