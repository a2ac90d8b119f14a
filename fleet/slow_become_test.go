package fleet_test

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// The slow model of who could become a principal: R20 to R34, read aloud. One actor takes all that it can have, round by
// round, until nothing new comes of it; then the principal is asked of every identity that it has. It knows no paths.
//
// It leaves out which of several ways is meant, what an actor cannot do alone, and what was not read.

// slowRights is a world with the facts that say who may do what.
type slowRights struct {
	*slowWorld
	facts      []fleet.Fact
	permits    []fleet.Permit
	clusters   []fleet.Cluster
	custom     map[string]fleet.Constraint
	namespaces []string // every name that is spoken of
	ksas       []string
	urls       []string
	enable     string          // the disabled account that is asked about
	there      map[string]bool // "CLUSTER NS" and "CLUSTER NS/KSA" that exist
	hidden     map[string]bool // clusters of which objects were not read
}

func newSlowRights(facts []fleet.Fact, assumed fleet.Assumptions, asked []pool.Principal) *slowRights {
	r := &slowRights{slowWorld: newSlowWorld(facts, assumed), facts: facts, custom: map[string]fleet.Constraint{}, there: map[string]bool{}, hidden: map[string]bool{}}
	for _, f := range facts {
		switch f := f.(type) {
		case fleet.Permit:
			r.permits = append(r.permits, f)
		case fleet.Cluster:
			r.clusters = append(r.clusters, f)
		case fleet.Constraint:
			r.custom[f.Name] = f
		case fleet.Gap:
			r.hidden[f.Cluster.String()] = r.hidden[f.Cluster.String()] || f.What == fleet.GapObjects
		}
	}
	for _, run := range r.runs {
		cluster, object, _ := strings.Cut(run.name, " ")
		ns, _, _ := strings.Cut(object, "/")
		r.there[cluster+" "+ns], r.there[run.name] = true, true
	}
	r.readNames(asked)
	return r
}

// readNames lists the names that something in the facts speaks of: whatever else could be made is of no use to anyone.
func (r *slowRights) readNames(asked []pool.Principal) {
	speak := func(ns, ksa, url string) {
		r.namespaces, r.ksas, r.urls = append(r.namespaces, ns), append(r.ksas, ksa), append(r.urls, url)
	}
	speak("default", "default", "")
	speak("any-other", "", "")
	var members []string
	for _, g := range r.grants {
		members = append(members, g.member)
	}
	for _, p := range asked {
		members = append(members, p.String())
	}
	for _, member := range members {
		m := hear(member)
		for _, words := range []map[string]string{m.words, r.hearTenancy(m).words} {
			speak(words["namespace"], words["ksa"], words["url"])
		}
	}
	for _, run := range r.runs {
		_, object, _ := strings.Cut(run.name, " ")
		ns, ksa, _ := strings.Cut(object, "/")
		speak(ns, ksa, "")
	}
	for _, f := range r.facts {
		if n, ok := f.(fleet.FleetNamespace); ok {
			speak(n.Name, "", "")
		}
	}
	for _, p := range r.permits {
		speak(p.Namespace, "", "")
		if s := plainSubject(p.Subject); s.Kind == fleet.AccountSubject {
			speak(s.Namespace, s.Name, "")
		} else if ns, ok := strings.CutPrefix(s.Name, "system:serviceaccounts:"); ok {
			speak(ns, "", "")
		}
	}
	for _, list := range []*[]string{&r.namespaces, &r.ksas, &r.urls} {
		slices.Sort(*list)
		*list = slices.DeleteFunc(slices.Compact(*list), func(s string) bool { return s == "" })
	}
}

// plainSubject spells the user that a service account is as that service account.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/
func plainSubject(s fleet.Subject) fleet.Subject {
	if rest, ok := strings.CutPrefix(s.Name, "system:serviceaccount:"); ok && s.Kind == fleet.UserSubject {
		ns, name, _ := strings.Cut(rest, ":")
		return fleet.Subject{Kind: fleet.AccountSubject, Namespace: ns, Name: name}
	}
	return s
}

// taken is what one actor has: identities in IAM, workloads that it can run as, and subjects that it can act as, by
// "CLUSTER SUBJECT".
type taken struct {
	r      *slowRights
	ids    []slowID
	runs   map[string]surety
	bodies map[string]surety // of those that it runs as: something of its own is in a pod
	faces  map[string]surety
	tokens map[string]surety
	bound  map[string]surety // tokens within scopes
	asked  map[string]surety // of this round
}

// take follows an actor until nothing changes. First is what it is.
func (r *slowRights) take(first taken) *taken {
	t := &first
	t.r, t.tokens, t.bound = r, map[string]surety{}, map[string]surety{}
	t.bodies = maps.Clone(first.runs)
	if t.bodies == nil {
		t.bodies = map[string]surety{}
	}
	t.ids = append(t.ids, slowID{map[string]string{"nobody": "in particular"}, surely})
	if t.runs == nil {
		t.runs = map[string]surety{}
	}
	if t.faces == nil {
		t.faces = map[string]surety{}
	}
	for again := true; again; {
		t.asked = map[string]surety{}
		n := len(t.ids)
		again = t.obtain()
		again = t.runAs() || again
		again = t.impersonate() || again
		again = t.make() || again
		again = again || len(t.ids) > n
	}
	return t
}

// obtain is R10 to R14, and R34: who may enable an account that is disabled brings it back.
func (t *taken) obtain() bool {
	before, bound := maps.Clone(t.tokens), maps.Clone(t.bound)
	disabled := t.r.disabled
	for _, atLeast := range []surety{surely, perhaps} {
		t.r.disabled = map[string]bool{}
		for email, is := range disabled {
			t.r.disabled[email] = is && !(email == t.r.enable && t.enables(email) >= atLeast)
		}
		t.loot(atLeast)
		for email, sure := range t.r.reachFrom(reached{t.ids, maps.Clone(t.tokens), map[string]surety{}}).tokens {
			raise(t.tokens, email, min(sure, atLeast))
		}
	}
	t.r.disabled = disabled
	return !maps.Equal(before, t.tokens) || !maps.Equal(bound, t.bound)
}

// enables: by the right to, or by a policy that it may rewrite.
func (t *taken) enables(email string) surety {
	nodes := t.r.above(email)
	sure := max(t.r.mayAt(t.holders(), "iam.serviceAccounts.enable", nodes), t.r.mayAt(t.holders(), mayGrant, nodes))
	if home := t.r.home[email]; home != "" {
		sure = max(sure, t.rewrites(home))
	}
	return sure
}

func (t *taken) holders() []slowID { return append(slices.Clone(t.ids), asAccounts(t.tokens)...) }

// loot is R15, R16 and R32: what nodes hand out to what it runs, and what lies in Secrets.
func (t *taken) loot(atLeast surety) {
	take := func(got gained, sure surety) {
		for email, by := range got.free {
			raise(t.tokens, email, min(by, sure, atLeast))
		}
		for email, by := range got.bound {
			raise(t.bound, email, min(by, sure, atLeast))
		}
	}
	for _, c := range t.r.clusters {
		at := groundOf(t.r.facts, c.Name.String())
		for run := range t.bodies {
			if object, ok := strings.CutPrefix(run, c.Name.String()+" "); ok {
				ns, ksa, _ := strings.Cut(object, "/")
				take(t.r.gains(at, ns, ksa), t.bodies[run])
			}
		}
		take(t.r.wake(t.ofNodes(at)), surely)
		take(t.r.wake(t.ofSecrets(at)), surely)
	}
}

// wake leaves out accounts that are disabled.
func (w *slowWorld) wake(got gained) gained {
	asleep := func(email string, _ surety) bool { return w.disabled[email] }
	maps.DeleteFunc(got.free, asleep)
	maps.DeleteFunc(got.bound, asleep)
	return got
}

// ofNodes: a pod of one's own may use the network of its node. Whoever makes a namespace is in doubt, as everywhere.
func (t *taken) ofNodes(at ground) gained {
	got := gained{map[string]surety{}, map[string]surety{}}
	run := min(perhaps, t.can(fleet.CreateNamespaces, at.cluster.Name.String(), at.cluster.Name.Project, "any-other", ""))
	for _, ns := range t.r.namespaces {
		run = max(run, t.can(fleet.CreatePods, at.cluster.Name.String(), at.cluster.Name.Project, ns, ""))
	}
	for _, np := range at.pools {
		got.add(t.r.slowWorld, at, np, min(run, perhapsIf(at.cluster.Mode == fleet.Autopilot)))
	}
	return got
}

// ofSecrets: a key is in the hands of whoever may read the Secret, or create a pod that mounts it. What a token of a service
// account is good for is not documented.
func (t *taken) ofSecrets(at ground) gained {
	got := gained{map[string]surety{}, map[string]surety{}}
	cluster, project := at.cluster.Name.String(), at.cluster.Name.Project
	for _, s := range at.secrets {
		read := t.can(fleet.ReadSecrets, cluster, project, s.Namespace, s.Name)
		if s.Key != "" {
			raise(got.free, s.Key, max(read, t.can(fleet.CreatePods, cluster, project, s.Namespace, "")))
		}
		if s.Token != "" && raise(t.runs, cluster+" "+s.Namespace+"/"+s.Token, min(read, perhaps)) {
			for _, id := range t.r.shownBy(at.cluster, s.Namespace, s.Token) {
				t.know(slowID{id.words, min(id.sure, read, perhaps)})
			}
		}
	}
	return got
}

// know adds an identity, or makes it surer.
func (t *taken) know(id slowID) {
	for i, other := range t.ids {
		if maps.Equal(other.words, id.words) {
			t.ids[i].sure = max(other.sure, id.sure)
			return
		}
	}
	t.ids = append(t.ids, id)
}

// is: may the actor act as somebody in IAM?
func (t *taken) is(member string) surety {
	best := never
	for _, id := range t.holders() {
		best = max(best, t.r.holds(member, id))
	}
	return best
}

// becomes counts tokens within scopes too, which are good for nothing else.
func (t *taken) becomes(member string) surety {
	best := t.is(member)
	for _, id := range asAccounts(t.bound) {
		best = max(best, t.r.holds(member, id))
	}
	return best
}

// once asks a question once in a round.
func (t *taken) once(key string, ask func() surety) surety {
	if s, ok := t.asked[key]; ok {
		return s
	}
	s := ask()
	t.asked[key] = s
	return s
}

// over gives the nodes whose policies reach a project.
func (r *slowRights) over(project string) []string {
	var nodes []string
	for node := "projects/" + project; node != "" && !slices.Contains(nodes, node); node = r.parent[node] {
		nodes = append(nodes, node)
	}
	return nodes
}

// permitted asks IAM for one of some permissions at a project.
func (t *taken) permitted(project string, permissions ...string) surety {
	best := t.rewrites(project)
	for _, p := range permissions {
		best = max(best, t.once(p+" at "+project, func() surety { return t.r.mayAt(t.holders(), p, t.r.over(project)) }))
	}
	return best
}

// rewrites is R30: on the project, or on a node above it, by whoever may rewrite the policy there.
func (t *taken) rewrites(project string) surety {
	return t.once("rewrite "+project, func() surety {
		best := never
		nodes := t.r.over(project)
		for i, node := range nodes {
			kind, _, _ := strings.Cut(node, "/")
			best = max(best, t.r.mayAt(t.holders(), "resourcemanager."+kind+".setIamPolicy", nodes[i:]))
		}
		return best
	})
}

// bySubject: may the actor act as a subject in a cluster? As the service account that it runs as, as the user or group that
// IAM has, or by R22. Anyone may come without a name.
// Sources: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ (referring to subjects);
// https://cloud.google.com/kubernetes-engine/docs/how-to/role-based-access-control
func (t *taken) bySubject(cluster string, s fleet.Subject) surety {
	best := t.faces[cluster+" "+s.String()]
	switch s = plainSubject(s); {
	case s.Kind == fleet.AccountSubject:
		return max(best, t.faces[cluster+" "+s.String()], t.runs[cluster+" "+s.Namespace+"/"+s.Name])
	case s.Name == "system:anonymous" || s.Name == "system:unauthenticated":
		return surely
	case s.Name == "system:authenticated":
		return max(best, t.is("allAuthenticatedUsers"), t.anyAccount(cluster, ""), t.anyFace(cluster))
	case s.Name == "system:serviceaccounts":
		return max(best, t.anyAccount(cluster, ""))
	case strings.HasPrefix(s.Name, "system:serviceaccounts:"):
		return max(best, t.anyAccount(cluster, strings.TrimPrefix(s.Name, "system:serviceaccounts:")))
	case !strings.Contains(s.Name, "@"):
		return best
	case s.Kind == fleet.GroupSubject:
		return max(best, t.is("group:"+s.Name))
	case strings.HasSuffix(s.Name, ".gserviceaccount.com"):
		return max(best, t.is("serviceAccount:"+s.Name))
	}
	return max(best, t.is("user:"+s.Name))
}

// anyAccount: does it act as a service account of the cluster, in a namespace or in any?
func (t *taken) anyAccount(cluster, namespace string) surety {
	best := never
	for run, sure := range t.runs {
		if ns, ok := strings.CutPrefix(run, cluster+" "+namespace); ok && (namespace == "" || strings.HasPrefix(ns, "/")) {
			best = max(best, sure)
		}
	}
	for face, sure := range t.faces {
		if ns, ok := strings.CutPrefix(face, cluster+" service account "+namespace); ok && (namespace == "" || strings.HasPrefix(ns, "/")) {
			best = max(best, sure)
		}
	}
	return best
}

// anyFace: does it come to the cluster under any name at all?
func (t *taken) anyFace(cluster string) surety {
	best := never
	for face, sure := range t.faces {
		if strings.HasPrefix(face, cluster+" ") {
			best = max(best, sure)
		}
	}
	return best
}

// direct: has the actor this very right, by RBAC or by IAM? Namespace and object "" are what a whole cluster takes, and "*" is
// any object.
func (t *taken) direct(right fleet.Right, cluster, project, namespace, object string) surety {
	return t.once(strings.Join([]string{right.String(), cluster, namespace, object}, " "), func() surety {
		best := t.byIAM(right, project)
		for _, p := range t.r.permits {
			if p.Right == right && p.Cluster.String() == cluster && (p.Namespace == "" || p.Namespace == namespace) && (p.Object == "" || p.Object == object || object == "*") {
				best = max(best, t.bySubject(cluster, p.Subject))
			}
		}
		return best
	})
}

// can is direct, or by a right that gives it: R25 in the same namespace or the cluster, and R22 as a member of system:masters.
func (t *taken) can(right fleet.Right, cluster, project, namespace, object string) surety {
	best := t.direct(right, cluster, project, namespace, object)
	within := namespace
	switch right {
	case fleet.CreateNamespaces, fleet.ProxyNodes, fleet.ControlAdmission, fleet.ImpersonateUsers, fleet.ImpersonateGroups:
		within = ""
	}
	for _, r := range []fleet.Right{fleet.BindRoles, fleet.EscalateRoles} {
		best = max(best, t.direct(r, cluster, project, within, "*"))
	}
	if within != "" {
		best = max(best, t.bindsInScopes(cluster, within))
	}
	if right == fleet.CreateNamespaces {
		best = max(best, t.makesInScopes(cluster, namespace))
	}
	return max(best, t.direct(fleet.ImpersonateGroups, cluster, project, "", "system:masters"), t.faces[cluster+" group system:masters"])
}

// byIAM reads a right as permissions.
// Source: https://docs.cloud.google.com/iam/docs/roles-permissions/container, read 2026-11-21.
func (t *taken) byIAM(right fleet.Right, project string) surety {
	switch right {
	case fleet.CreatePods:
		var makers []string
		for _, kind := range []string{"deployments", "daemonSets", "statefulSets", "replicaSets", "replicationControllers", "cronJobs"} {
			makers = append(makers, "container."+kind+".create", "container."+kind+".update")
		}
		return t.permitted(project, append(makers, "container.pods.create", "container.jobs.create")...)
	case fleet.ExecPods:
		return t.permitted(project, "container.pods.exec", "container.pods.attach")
	case fleet.MintTokens:
		return t.permitted(project, "container.serviceAccounts.createToken")
	case fleet.ImpersonateAccounts, fleet.ImpersonateUsers, fleet.ImpersonateGroups:
		return t.permitted(project, "container.clusters.impersonate")
	case fleet.CreateAccounts:
		return t.permitted(project, "container.serviceAccounts.create")
	case fleet.CreateNamespaces:
		return t.permitted(project, "container.namespaces.create")
	case fleet.BindRoles:
		return min(t.permitted(project, "container.roleBindings.create", "container.clusterRoleBindings.create"), t.permitted(project, "container.roles.bind", "container.clusterRoles.bind"))
	case fleet.EscalateRoles:
		return t.permitted(project, "container.roles.escalate", "container.clusterRoles.escalate")
	case fleet.ReadSecrets:
		return t.permitted(project, "container.secrets.get", "container.secrets.list")
	case fleet.ProxyNodes:
		return t.permitted(project, "container.nodes.proxy")
	case fleet.ControlAdmission:
		return t.permitted(project, "container.mutatingWebhookConfigurations.create", "container.mutatingWebhookConfigurations.update")
	}
	return never
}

// runAs goes over all workloads that are or could be in a cluster.
func (t *taken) runAs() bool {
	again := false
	for _, c := range t.r.clusters {
		for _, ns := range t.r.namespaces {
			for _, ksa := range t.r.ksas {
				name := c.Name.String() + " " + ns + "/" + ksa
				whole, s := t.running(c, ns, ksa)
				raise(t.bodies, name, whole)
				if raise(t.runs, name, s) {
					again = true
					for _, id := range t.r.shownBy(c, ns, ksa) {
						t.know(slowID{id.words, min(id.sure, s)})
					}
				}
			}
		}
	}
	return again
}

// shownBy gives the identities of a workload that is there, or would be. The UID of one that is not there is none that
// anything speaks of.
func (r *slowRights) shownBy(c fleet.Cluster, ns, ksa string) []slowID {
	for _, run := range r.runs {
		if run.name == c.Name.String()+" "+ns+"/"+ksa {
			return run.ids
		}
	}
	var ids []slowID
	for _, id := range r.credentials(r.facts, c.Name.String()) {
		if id.isFor(ns) {
			id.words["namespace"], id.words["ksa"], id.words["uid"] = ns, ksa, "new"
			ids = append(ids, id)
		}
	}
	return ids
}

// startsWith: every cluster has these namespaces, each with its service account default.
func startsWith(ns string) bool {
	return slices.Contains([]string{"default", "kube-system", "kube-public", "kube-node-lease"}, ns)
}

// stands: is a namespace there?
func (r *slowRights) stands(cluster, ns string) bool {
	return r.there[cluster+" "+ns] || startsWith(ns)
}

// running is R20, R21 and R31 for a workload that is there; with R23 and R24 for one that is not: by a pod, and by a token
// besides. Whoever may make the namespace and has no right that was told to the rest is in doubt.
func (t *taken) running(c fleet.Cluster, ns, ksa string) (body, any surety) {
	cluster, project := c.Name.String(), c.Name.Project
	name := cluster + " " + ns + "/" + ksa
	pods := t.can(fleet.CreatePods, cluster, project, ns, "")
	token := t.can(fleet.MintTokens, cluster, project, ns, ksa)
	if t.r.there[name] {
		for _, r := range []fleet.Right{fleet.ExecPods, fleet.ProxyNodes, fleet.ControlAdmission} {
			pods = max(pods, min(t.can(r, cluster, project, ns, ""), perhapsIf(!t.r.podRuns(name))))
		}
		return pods, max(pods, token)
	}
	account, namespace := surely, surely
	half := never
	if ksa != "default" {
		account = t.can(fleet.CreateAccounts, cluster, project, ns, "")
	}
	if !t.r.stands(cluster, ns) {
		namespace = t.can(fleet.CreateNamespaces, cluster, project, ns, "")
		half = min(perhaps, namespace)
	}
	making := min(namespace, account)
	return max(min(making, pods), half, t.unread(cluster, pods)), max(min(making, max(pods, token)), half, t.unread(cluster, max(pods, token)))
}

// podRuns: was a pod told that runs as it?
func (r *slowRights) podRuns(name string) bool {
	return slices.ContainsFunc(r.facts, func(f fleet.Fact) bool {
		p, ok := f.(fleet.Pod)
		return ok && name == p.Cluster.String()+" "+p.Namespace+"/"+cmp.Or(p.ServiceAccount, "default")
	})
}

// unread: it may be there all the same when objects were not read.
func (t *taken) unread(cluster string, run surety) surety {
	if t.r.hidden[cluster] {
		return min(run, untold)
	}
	return never
}

// impersonate is R22: every subject that something is permitted to.
func (t *taken) impersonate() bool {
	again := false
	for _, p := range t.r.permits {
		s, cluster, project := plainSubject(p.Subject), p.Cluster.String(), p.Cluster.Project
		right := map[fleet.SubjectKind]fleet.Right{fleet.UserSubject: fleet.ImpersonateUsers, fleet.GroupSubject: fleet.ImpersonateGroups, fleet.AccountSubject: fleet.ImpersonateAccounts}[s.Kind]
		again = raise(t.faces, cluster+" "+s.String(), t.can(right, cluster, project, s.Namespace, s.Name)) || again
	}
	for _, c := range t.r.clusters {
		for _, ns := range t.r.namespaces {
			for _, ksa := range t.r.ksas {
				s := fleet.Subject{Kind: fleet.AccountSubject, Namespace: ns, Name: ksa}
				again = raise(t.faces, c.Name.String()+" "+s.String(), t.can(fleet.ImpersonateAccounts, c.Name.String(), c.Name.Project, ns, ksa)) || again
			}
		}
	}
	return again
}
