package slow

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// A Surety is how sure a step is. The surety of two steps in a row is the lesser, of two ways the greater.
type Surety int

const (
	Never   Surety = iota
	Untold         // only what was left out of the facts can make it so: a UID, the place of an account
	Perhaps        // it rests on a setting that is not known, or on what this version does not evaluate
	Surely
)

func (s Surety) String() string { return [...]string{"never", "untold", "perhaps", "surely"}[s] }

func perhapsIf(doubt bool) Surety {
	if doubt {
		return Perhaps
	}
	return Surely
}

// World is a world in words: nodes are projects/ID, folders/N, organizations/N and serviceAccounts/EMAIL.
type World struct {
	facts        []fleet.Fact
	assumed      fleet.Assumptions
	number       map[string]string // of a project that was told, "" when not known
	pool         map[string]string // of a project, "" when nothing tells it
	parent       map[string]string // of a node, "" for none
	orphan       map[string]bool   // a folder of unknown parent
	runs         []workload
	uids         map[string]bool   // those that were told
	home         map[string]string // of an account: its project, "" when not known
	disabled     map[string]bool
	grants       []grant
	cut          bool // a deny rule cut somebody off
	boundaries   []fleet.Boundary
	evaluator    fleet.Evaluator // of conditions; nil for none
	denies       []denyRule
	groups       map[string][]string // of those that were told
	unreadTop    map[string]bool     // projects whose policy, and so perhaps whose parent, was not read; also "pool of" those whose pool may have others in it
	unknownFleet map[string]bool     // projects whose memberships or scopes were not read
	roles        map[string]map[string]bool
	enforced     map[string]fleet.Setting // "CONSTRAINT on NODE"; a gap is "? on NODE"
	tenancy      map[string]string        // of a fleet's host: its scope-tenancy pool
	strange      *strangers               // worked out when first asked for, like the next
	accounts     map[string][]identity    // what one comes to hold who is an account
	heard        map[string][]heard       // of members, with their groups opened
}

// workload is one Kubernetes service account of one cluster and whatever it can show to IAM.
type workload struct {
	name     string
	ids      []identity
	gains    gained
	holds    reached    // worked out when it is first asked for, like the next
	accounts []identity // those it is, by tokens of any scope
}

// identity is one identity as IAM sees it: the words that can be known of it. A word that is missing is not known.
type identity struct {
	words map[string]string
	sure  Surety
}

type grant struct {
	node, role, member string
	condition          string
}

// New reads facts that Builder.Build accepts. Conditions are read by an evaluator, since the model does not speak their
// language; with none they are all in doubt.
func New(facts []fleet.Fact, assumed fleet.Assumptions, evaluator fleet.Evaluator) *World {
	w := &World{
		facts: facts, assumed: assumed, evaluator: evaluator, number: map[string]string{}, pool: map[string]string{}, parent: map[string]string{},
		orphan: map[string]bool{}, uids: map[string]bool{}, home: map[string]string{}, disabled: map[string]bool{}, roles: map[string]map[string]bool{}, groups: map[string][]string{}, unreadTop: map[string]bool{},
		tenancy: map[string]string{}, enforced: map[string]fleet.Setting{}, accounts: map[string][]identity{}, heard: map[string][]heard{}, unknownFleet: map[string]bool{},
	}
	w.readProjects(facts)
	w.readPools(facts)
	w.readPolicies(facts)
	w.readAccounts(facts)
	w.readWorkloads(facts)
	return w
}

func (w *World) readProjects(facts []fleet.Fact) {
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.Project:
			w.number[f.ID] = strings.Trim(f.Number.String(), "?")
			w.parent["projects/"+f.ID] = f.Parent.String()
		case fleet.Organization:
			w.parent["organizations/"+f.Number.String()] = ""
		case fleet.Folder:
			node := "folders/" + f.Number.String()
			w.parent[node] = f.Parent.String()
			w.orphan[node] = f.Parent.String() == ""
		}
	}
}

// readPools: a project has one pool, PROJECT.svc.id.goog unless told otherwise. An ID with a colon tells nothing.
// Source: https://docs.cloud.google.com/kubernetes-engine/docs/concepts/workload-identity, read 2026-04-10.
func (w *World) readPools(facts []fleet.Fact) {
	for id := range w.number {
		if !strings.Contains(id, ":") {
			w.pool[id] = id + ".svc.id.goog"
		}
	}
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.Fleet:
			if f.TenancyPool.IsValid() {
				w.tenancy[w.project(f.Host)] = f.TenancyPool.String()
			}
		case fleet.Membership:
			w.tellPool(w.project(f.Fleet), f.Pool.IsValid(), f.Pool.String())
		}
	}
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.Project:
			w.tellPool(f.ID, f.Pool.IsValid(), f.Pool.String())
		case fleet.Cluster:
			w.tellPool(f.Name.Project, f.Pool.IsValid(), f.Pool.String())
		}
	}
}

func (w *World) tellPool(project string, told bool, pool string) {
	if told && !strings.HasSuffix(pool, ".hub.id.goog") {
		w.pool[project] = pool
	}
}

func (w *World) readPolicies(facts []fleet.Fact) {
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.Role:
			w.roles[f.Name] = map[string]bool{}
			for _, p := range f.Permissions {
				w.roles[f.Name][p] = true
			}
		case fleet.Binding:
			w.grants = append(w.grants, grant{w.node(f.On.String()), f.Role, cmp.Or(f.Unread, f.Member.String()), f.Condition})
			if f.Unread != "" {
				w.grants[len(w.grants)-1].member = "unread:" + f.Unread
			}
		case fleet.Group:
			name := hear(f.Name.String()).words["group"]
			w.groups[name] = []string{}
			for _, p := range f.Members {
				w.groups[name] = append(w.groups[name], p.String())
			}
		case fleet.OrgPolicy:
			key := strings.TrimPrefix(f.Constraint, "constraints/") + " on " + w.node(f.On.String())
			w.enforced[key] = f.Enforced
			if f.Reset {
				w.enforced[key] = fleet.Off
			}
		case fleet.Membership:
			if strings.HasSuffix(f.Pool.String(), ".hub.id.goog") {
				w.unreadTop["pool of projects/"+w.project(f.Fleet)] = true // its workloads may be in the pool of the new name too
			}
		case fleet.Gap:
			if f.What == fleet.GapClusters || f.What == fleet.GapMemberships {
				w.unreadTop["pool of "+w.node(f.On.String())] = true
			}
			if f.What == fleet.GapMemberships || f.What == fleet.GapScopes {
				w.unknownFleet[w.node(f.On.String())] = true
			}
			if f.What == fleet.GapPolicy && f.On.Kind() == fleet.ProjectResource {
				w.unreadTop[w.node(f.On.String())] = true
			}
			if f.What == fleet.GapOrgPolicies {
				w.enforced["? on "+w.node(f.On.String())] = fleet.Unknown
			}
		case fleet.Boundary:
			w.boundaries = append(w.boundaries, f)
		case fleet.Deny:
			w.denies = append(w.denies, readDeny(w.node(f.On.String()), f))
		}
	}
}

// node spells a project by its ID where the number was written.
func (w *World) node(s string) string {
	for id, number := range w.number {
		if number != "" && s == "projects/"+number {
			return "projects/" + id
		}
	}
	return s
}

// project gives the ID of a project that is named by ID or by number.
func (w *World) project(s string) string {
	return strings.TrimPrefix(w.node("projects/"+s), "projects/")
}

// readWorkloads: each service account of each cluster, one that a pod runs as or a token is of among them, and default in
// each namespace.
// Source: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
func (w *World) readWorkloads(facts []fleet.Fact) {
	uid := map[[3]string]string{}
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.Namespace:
			uid[[3]string{f.Cluster.String(), f.Name, "default"}] += ""
		case fleet.KSA:
			uid[[3]string{f.Cluster.String(), f.Namespace, "default"}] += ""
			key := [3]string{f.Cluster.String(), f.Namespace, f.Name}
			uid[key] = cmp.Or(uid[key], f.UID)
			w.uids[f.UID] = true
		case fleet.Pod:
			uid[[3]string{f.Cluster.String(), f.Namespace, "default"}] += ""
			uid[[3]string{f.Cluster.String(), f.Namespace, cmp.Or(f.ServiceAccount, "default")}] += ""
		case fleet.Secret:
			uid[[3]string{f.Cluster.String(), f.Namespace, "default"}] += ""
			uid[[3]string{f.Cluster.String(), f.Namespace, cmp.Or(f.Token, "default")}] += ""
		}
	}
	shown := map[string][]identity{} // by cluster
	for _, key := range slices.SortedFunc(maps.Keys(uid), func(a, b [3]string) int { return slices.Compare(a[:], b[:]) }) {
		if shown[key[0]] == nil {
			shown[key[0]] = w.credentials(facts, key[0])
		}
		run := workload{name: key[0] + " " + key[1] + "/" + key[2], gains: w.gains(groundOf(facts, key[0]), key[1], key[2])}
		for _, id := range shown[key[0]] {
			if id.isFor(key[1]) {
				run.ids = append(run.ids, identity{maps.Clone(id.words), id.sure})
			}
		}
		for _, id := range run.ids {
			id.words["namespace"], id.words["ksa"], id.words["uid"] = key[1], key[2], uid[key]
		}
		w.runs = append(w.runs, run)
	}
}
