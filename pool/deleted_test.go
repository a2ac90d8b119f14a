package pool_test

import (
	"testing"

	"fleettrust.example/pool"
)

// What was deleted matches nobody, whatever its unique ID, and only accounts, users and groups have such a form.
func TestDeleted(t *testing.T) {
	was := pool.Must(pool.Parse("principal://iam.googleapis.com/projects/-/serviceAccounts/app@p1.iam.gserviceaccount.com"))
	p := pool.Deleted(was)
	if got, want := p.String(), "deleted:serviceAccount:app@p1.iam.gserviceaccount.com?uid=?"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if _, dead := p.Dead(); !dead || p.Kind() != pool.KindDeleted || p.Canonical() != p {
		t.Errorf("%v is not dead, or has another spelling: %v", p, p.Canonical())
	}
	if p := pool.Deleted(pool.AllUsers()); p.IsValid() {
		t.Errorf("%v has no deleted form", p)
	}
}
