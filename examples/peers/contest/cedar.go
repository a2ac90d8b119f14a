package contest

import (
	"context"
	_ "embed"

	"fleettrust.example/scenario/organization"
	cedar "github.com/cedar-policy/cedar-go"
)

//go:embed policy.cedar
var policyText []byte

// cedarEntities is Cedar, by cedar-go: a workload is in its principals, a principal in the accounts that are granted to it,
// and an account in those that it leads to. Cedar answers checks and nothing else: who asks about every workload, and what about
// every account.
//
//	permit (principal, action, resource) when { principal in resource };
type cedarEntities struct {
	policies  *cedar.PolicySet
	entities  cedar.EntityMap
	workloads []workload
	emails    []string
	ids       []cedar.EntityUID // of workloads
	accounts  []cedar.EntityUID
}

func buildCedar(_ context.Context, o *organization.Organization) (engine, error) {
	policies, err := cedar.NewPolicySetFromBytes("policy.cedar", policyText)
	if err != nil {
		return nil, err
	}
	c := &cedarEntities{policies: policies, entities: cedar.EntityMap{}}
	r := newRecord(o)
	parents := map[principal][]cedar.EntityUID{}
	for g := range o.Grants() {
		p := r.principal(g)
		parents[p] = append(parents[p], accountEntity(o.Account(g.Account).Email))
	}
	leads := make([][]cedar.EntityUID, o.Accounts())
	for x := range o.Delegations() {
		leads[x.From] = append(leads[x.From], accountEntity(o.Account(x.To).Email))
	}
	for i := range o.Accounts() {
		c.emails = append(c.emails, o.Account(i).Email)
		c.accounts = append(c.accounts, accountEntity(c.emails[i]))
		c.put(c.accounts[i], leads[i])
	}
	for i := range o.Workloads() {
		w := r.workload(i)
		c.workloads = append(c.workloads, w)
		var in []cedar.EntityUID
		for _, p := range appendNames(nil, r.pools(o.Workload(i).Cluster), w) {
			if _, there := c.entities[principalEntity(p)]; !there {
				c.put(principalEntity(p), parents[p])
			}
			in = append(in, principalEntity(p))
		}
		c.ids = append(c.ids, workloadEntity(w))
		c.put(c.ids[i], in)
	}
	return c, nil
}

func (c *cedarEntities) put(id cedar.EntityUID, parents []cedar.EntityUID) {
	c.entities[id] = cedar.Entity{UID: id, Parents: cedar.NewEntityUIDSet(parents...)}
}

func accountEntity(email string) cedar.EntityUID {
	return cedar.NewEntityUID("Account", cedar.String(email))
}

func principalEntity(p principal) cedar.EntityUID {
	return cedar.NewEntityUID("Principal", cedar.String(p.text()))
}

func workloadEntity(w workload) cedar.EntityUID {
	return cedar.NewEntityUID("Workload", cedar.String(w.text()))
}

func (c *cedarEntities) permits(w, account cedar.EntityUID) bool {
	decision, _ := cedar.Authorize(c.policies, c.entities, cedar.Request{Principal: w, Action: cedar.NewEntityUID("Action", "assume"), Resource: account})
	return decision == cedar.Allow
}

func (c *cedarEntities) check(w workload, email string) (bool, error) {
	return c.permits(workloadEntity(w), accountEntity(email)), nil
}

func (c *cedarEntities) who(email string, yield func(workload)) error {
	account := accountEntity(email)
	for i, id := range c.ids {
		if c.permits(id, account) {
			yield(c.workloads[i])
		}
	}
	return nil
}

func (c *cedarEntities) what(w workload, yield func(string)) error {
	id := workloadEntity(w)
	for i, account := range c.accounts {
		if c.permits(id, account) {
			yield(c.emails[i])
		}
	}
	return nil
}

// change puts another entity in the place of the principal.
func (c *cedarEntities) change(x change) error {
	id, account := principalEntity(subjectOf(x)), accountEntity(x.email)
	var parents []cedar.EntityUID
	for p := range c.entities[id].Parents.All() {
		if p != account {
			parents = append(parents, p)
		}
	}
	if !x.back {
		parents = append(parents, account)
	}
	c.put(id, parents)
	return nil
}

func (c *cedarEntities) close() error { return nil }
