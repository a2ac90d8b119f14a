package fleet

import (
	"cmp"
	"fmt"
	"slices"

	"fleettrust.example/pool"
)

// secret is a Kubernetes Secret that holds a credential. Account is whose key it is, -1 for none.
type secret struct {
	fact    Secret
	at      Source
	cluster int32
	account int32
}

// secretRows lists what Secrets hold, each once, and gives a row for the service account whose token one holds: Kubernetes
// deletes such a Secret with its account. A namespace that has a Secret exists.
// Source: https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets
func (c *compiler) secretRows() []row {
	key := func(a, b Secret) int {
		return cmp.Or(a.Cluster.Compare(b.Cluster), compareText(a.Namespace, b.Namespace), compareText(a.Name, b.Name), compareText(a.Key, b.Key), compareText(a.Token, b.Token))
	}
	var rows []row
	for _, f := range distinct(c, c.builder.secrets, key, equal, nameSecret) {
		c.checkSecret(f)
		if i, ok := c.checkObject(f.at, func() string { return nameSecret(f.fact) }, f.fact.Cluster, f.fact.Namespace, cmp.Or(f.fact.Token, defaultKSA)); ok {
			c.g.secrets = append(c.g.secrets, secret{f.fact, f.at, i, -1})
			rows = append(rows, row{i, f.fact.Namespace, cmp.Or(f.fact.Token, defaultKSA), f.at})
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(compareRows(a, b), a.at.compare(b.at)) })
	return rows
}

func nameSecret(f Secret) string {
	return fmt.Sprintf("Secret %q of cluster %q", f.Namespace+"/"+f.Name, f.Cluster)
}

func (c *compiler) checkSecret(f told[Secret]) {
	c.checkName(f.at, nameSecret(f.fact), f.fact.Name)
	if f.fact.Key == "" && f.fact.Token == "" {
		c.fault(f.at, nameSecret(f.fact), "holds neither a key nor a token")
	}
	if f.fact.Key != "" && !pool.ServiceAccount(f.fact.Key).IsValid() {
		c.fault(f.at, nameSecret(f.fact), fmt.Sprintf("holds a key of %q, which is not the e-mail of a service account", f.fact.Key))
	}
}

// compileSecrets finds the accounts whose keys Secrets hold, and tells each account its Secrets.
func (c *compiler) compileSecrets() {
	for i := range c.g.secrets {
		s := &c.g.secrets[i]
		if a, ok := c.g.findAccount(s.fact.Key); ok {
			s.account = a
			c.g.account(a).keys = append(c.g.account(a).keys, int32(i))
		}
	}
}

// secretsIn is the run of the Secrets of a namespace, sorted by name.
func (g *Graph) secretsIn(cluster int32, namespace string) []secret {
	return run(g.secrets, func(s secret) int {
		return cmp.Or(cmp.Compare(s.cluster, cluster), compareText(s.fact.Namespace, namespace))
	})
}
