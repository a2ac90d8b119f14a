package organization

import (
	"fmt"
	"strconv"
)

// names are the distinct names of one sort: those that are shared come first, then those that one namespace or account has
// alone.
type names struct {
	all    []string
	shared int
}

var (
	teams    = []string{"payments", "orders", "catalog", "search", "identity", "shipping", "billing", "ads", "fraud", "ledger"}
	concerns = []string{"", "-jobs", "-cache", "-batch", "-edge"}
	duties   = []string{"api", "web", "worker", "cron", "reader", "writer", "exporter", "importer", "migrator", "backup"}
	tiers    = []string{"", "-canary", "-internal"}
	places   = []string{"us-central1", "europe-west1", "asia-east1"}
)

const systemNamespace, defaultKSA = "kube-system", "default"

// drawNames makes the shared names and those of projects, clusters and accounts, which nothing is drawn for.
func (o *Organization) drawNames() {
	o.namespaceNames = names{all: append([]string{systemNamespace}, products(teams, concerns)[1:]...)}
	o.ksaNames = names{all: append([]string{defaultKSA}, products(duties, tiers)...)}
	o.namespaceNames.shared, o.ksaNames.shared = len(o.namespaceNames.all), len(o.ksaNames.all)
	for c := range clustersPerProject {
		o.clusterNames = append(o.clusterNames, fmt.Sprintf("gke-%d", c))
	}
	for p := range o.size.projects() {
		o.projectIDs = append(o.projectIDs, fmt.Sprintf("%s-%05d", teams[p%len(teams)], p))
	}
	for a := range o.Accounts() {
		o.emails = append(o.emails, fmt.Sprintf("%s-%02d@%s.iam.gserviceaccount.com", duties[a%len(duties)], a%accountsPerProject, o.projectIDs[a/accountsPerProject]))
	}
}

func products(first, second []string) []string {
	var all []string
	for _, b := range second {
		for _, a := range first {
			all = append(all, a+b)
		}
	}
	return all
}

// own makes a name that nothing else has, which begins like a shared one.
func (n *names) own(like int) uint32 {
	n.all = append(n.all, n.all[like]+"-"+strconv.Itoa(len(n.all)))
	return uint32(len(n.all) - 1)
}
