package contest

import (
	"context"
	"fmt"

	"fleettrust.example/scenario/organization"
	"github.com/casbin/casbin/v2/rbac"
	defaultrolemanager "github.com/casbin/casbin/v2/rbac/default-role-manager"
)

// casbinRoles is the role manager of casbin: a principal is a role of a workload, and an account a role of whom it is granted
// to. Its enforcer is not asked: it looks at every policy for each request.
type casbinRoles struct {
	roles rbac.RoleManager
	names map[string]workload // by what the role manager calls them
	mails map[string]struct{}
}

// deepest is more than any chain of accounts has. The role manager follows no more steps than it is told.
const deepest = 100

func buildCasbin(_ context.Context, o *organization.Organization) (engine, error) {
	r := newRecord(o)
	c := &casbinRoles{defaultrolemanager.NewRoleManagerImpl(deepest), map[string]workload{}, map[string]struct{}{}}
	for g := range o.Grants() {
		if err := c.roles.AddLink(r.principal(g).text(), o.Account(g.Account).Email); err != nil {
			return nil, err
		}
	}
	for x := range o.Delegations() {
		if err := c.roles.AddLink(o.Account(x.From).Email, o.Account(x.To).Email); err != nil {
			return nil, err
		}
	}
	for i := range o.Accounts() {
		c.mails[o.Account(i).Email] = struct{}{}
	}
	for i := range o.Workloads() {
		w := r.workload(i)
		c.names[w.text()] = w
		for _, p := range appendNames(nil, r.pools(o.Workload(i).Cluster), w) {
			if err := c.roles.AddLink(w.text(), p.text()); err != nil {
				return nil, err
			}
		}
	}
	return c, nil
}

// text is a name that no other has: no part of it has a space or a "|" in it.
func (p principal) text() string { return fmt.Sprintf("%d|%s|%s|%s", p.kind, p.pool, p.a, p.b) }

func (w workload) text() string { return w.cluster + " " + w.namespace + " " + w.account }

func (c *casbinRoles) check(w workload, email string) (bool, error) {
	return c.roles.HasLink(w.text(), email)
}

func (c *casbinRoles) who(email string, yield func(workload)) error {
	all, err := c.roles.GetImplicitUsers(email)
	for _, name := range all {
		if w, ok := c.names[name]; ok {
			yield(w)
		}
	}
	return err
}

func (c *casbinRoles) what(w workload, yield func(string)) error {
	all, err := c.roles.GetImplicitRoles(w.text())
	for _, name := range all {
		if _, ok := c.mails[name]; ok {
			yield(name)
		}
	}
	return err
}

func (c *casbinRoles) change(x change) error {
	if x.back {
		return c.roles.DeleteLink(subjectOf(x).text(), x.email)
	}
	return c.roles.AddLink(subjectOf(x).text(), x.email)
}

func (c *casbinRoles) close() error { return nil }
