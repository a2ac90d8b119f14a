package fleet

import (
	"fmt"
	"slices"

	"fleettrust.example/pool"
)

// request is a pod asking for its default credential.
type request struct {
	g   *Graph
	c   *cluster
	p   *pod
	f   face
	all []Credential
}

// note adds what the pod gets; unsettled reasons say that it may get what is not listed.
func (r *request) note(x Credential, doubts, unsettled []Reason) {
	x.Exactness = Exact
	if len(doubts) > 0 {
		x.Exactness = UpperBound
	}
	if len(unsettled) > 0 {
		x.Exactness = Unsettled
	}
	x.Reasons = reasons(slices.Concat(doubts, unsettled))
	r.all = append(r.all, x)
}

func (r *request) ask() {
	switch _, selects := r.p.fact.NodeSelector[metadataServerLabel]; {
	case r.c.fact.Mode == Outside:
		r.note(Credential{Kind: NoCredential, Why: fmt.Sprintf("cluster %v is outside Google Cloud: no metadata server answers", r.c.name)}, nil, nil)
		return
	case r.c.fact.Mode == Autopilot && selects:
		r.note(Credential{Kind: Refused, Why: "Autopilot refuses pods with the node selector " + metadataServerLabel}, nil, nil)
		return
	}
	ls := r.c.landings(r.p)
	if r.p.pool >= 0 {
		ls = slices.DeleteFunc(ls, func(l landing) bool { return l.pool != &r.c.nodePools[r.p.pool] })
	}
	for _, l := range ls {
		r.askOn(l)
	}
	if r.p.pool < 0 && (r.c.gaps[GapNodePools] || len(ls) == 0) {
		r.askElsewhere()
	}
}

// askOn asks on the nodes of one pool.
func (r *request) askOn(l landing) {
	var doubts []Reason
	if !l.sure {
		doubts = append(doubts, r.whereabouts())
	}
	if l.host && r.c.fact.Mode == Autopilot {
		doubts = append(doubts, autopilotDoubt(r.c))
	}
	if l.gives() == Unknown {
		doubts = append(doubts, l.pool.modeDoubt())
	}
	if l.gives() != Off {
		r.askNode(l, doubts)
	}
	if l.gives() != On {
		r.askGKE(l.pool.fact.Name, doubts, nil)
	}
}

func (r *request) whereabouts() Reason {
	return Reason{fmt.Sprintf("on which nodes %s runs is not known", namePod(r.p.fact)), "spec.nodeName of the pod"}
}

// askElsewhere asks on nodes of which nothing was told.
func (r *request) askElsewhere() {
	unknown := []Reason{{fmt.Sprintf("the node pool of %s was not told", namePod(r.p.fact)), "nodePools of cluster " + r.c.name.String()}}
	standard := r.c.fact.Mode == Standard
	off := standard && r.c.fact.WorkloadIdentity == Off
	if standard || r.p.fact.HostNetwork {
		r.note(Credential{Kind: NodeCredential, Rule: R15, Why: "the service account of a node that was not told"}, nil, unknown)
	}
	switch {
	case off, r.p.fact.HostNetwork:
	case standard:
		r.askGKE("", unknown, nil)
	default:
		r.askGKE("", nil, nil)
	}
}

// askNode asks the metadata server of Compute Engine.
func (r *request) askNode(l landing, doubts []Reason) {
	x := Credential{Kind: NodeCredential, NodePool: l.pool.fact.Name, Scopes: slices.Clone(l.pool.fact.Scopes), Rule: R15}
	x.Why = fmt.Sprintf("node pool %s is %s, with %s", l.pool.fact.Name, l.pool.modeText(), l.pool.scopesText())
	if l.host {
		x.Why = fmt.Sprintf("the pod uses the network of the node, of node pool %s, with %s", l.pool.fact.Name, l.pool.scopesText())
	}
	switch a := l.pool.account; {
	case a < 0:
		r.note(x, doubts, unnamedNodes([]*cluster{r.c}))
		return
	case !r.g.usable(a):
		x.Kind, x.Why = Refused, "the service account of the node is disabled"
	}
	x.Principal = r.g.vertex(r.g.token(l.pool.account)).Principal
	r.note(x, doubts, nil)
}

// askGKE asks the metadata server of GKE.
func (r *request) askGKE(nodePool string, doubts, unsettled []Reason) {
	k := r.ownProvision()
	if k < 0 {
		r.note(Credential{Kind: NoCredential, NodePool: nodePool, Why: fmt.Sprintf("cluster %v provides no pool of its project", r.c.name)}, doubts, unsettled)
		return
	}
	p := &r.c.provisions[k]
	doubts = slices.Concat(doubts, p.doubts)
	if !r.g.isTold(r.p.workload) {
		unsettled = append(unsettled, Reason{fmt.Sprintf("service account %v was not told, nor its annotation", r.f.workload), "kubectl get serviceaccounts -A -o yaml"})
	}
	if email := r.g.more(r.p.workload).annotation; email != "" {
		r.askAnnotated(email, Credential{NodePool: nodePool}, int32(k), doubts, unsettled)
		return
	}
	subject := pool.Subject(r.g.pools[p.pool].name, r.g.poolNumber(p.pool), r.f.workload.Namespace, r.f.workload.ServiceAccount)
	r.note(Credential{Kind: SubjectCredential, Principal: subject, NodePool: nodePool, Rule: R4, Why: "the GKE metadata server speaks for the pool of the cluster's project, and the service account has no annotation"}, doubts, unsettled)
}

// ownProvision is the place of what the cluster provides by itself at the pool of its project (R1), -1 for nothing.
func (r *request) ownProvision() int {
	return slices.IndexFunc(r.c.provisions, func(p provision) bool { return p.rule == R1 && p.reaches(r.f.workload.Namespace) })
}

// askAnnotated asks for the account that an annotation names: the token is minted for the subject, by that permission on that
// account alone.
func (r *request) askAnnotated(email string, x Credential, provision int32, doubts, unsettled []Reason) {
	x.Principal, x.Kind, x.Rule = pool.ServiceAccount(email), Refused, R10
	a, ok := r.g.findAccount(email)
	switch {
	case !x.Principal.IsValid():
		x.Why = fmt.Sprintf("the annotation names %q, which is not the e-mail of a service account", email)
	case !ok:
		x.Why = "the annotation names an account that was not told"
		unsettled = append(unsettled, r.g.selector(x.Principal).doubts...)
	case !r.g.usable(a):
		x.Why = "the service account that the annotation names is disabled"
	default:
		r.mint(a, x, provision, doubts, unsettled)
		return
	}
	r.note(x, doubts, unsettled)
}

func (r *request) mint(a int32, x Credential, provision int32, doubts, unsettled []Reason) {
	grant, inDoubt, ok := r.minting(a, provision)
	if ok {
		granted := x
		granted.Kind, granted.Why = AccountCredential, "the annotation names it, and the subject may mint its token by "+grant
		r.note(granted, slices.Concat(doubts, inDoubt), unsettled)
	}
	if ok && len(inDoubt) == 0 {
		return
	}
	x.Why = fmt.Sprintf("403: permission iam.serviceAccounts.getAccessToken denied on %s, which the annotation names", x.Principal.Email())
	r.note(x, slices.Concat(doubts, inDoubt), append(unsettled, r.unreadOver(a)...))
}

// minting finds the least doubtful grant by which the subject of a provision may mint an account's token.
func (r *request) minting(a, provision int32) (grant string, doubts []Reason, ok bool) {
	g := r.g
	for i := range g.grantsOver(a, false, false, nil) {
		if !g.holds(i, a, mintToken, false) {
			continue
		}
		m := g.grant(i).member
		hs, _ := g.match(g.member(m).selector, r.f)
		for _, h := range hs {
			if h.provision >= 0 && h.provision != provision {
				continue
			}
			e := g.hopEdge(g.memberVertex(m), g.vertex(g.token(a)), g.token(a), hop{rule: R10, grant: i})
			if found := reasons(slices.Concat(h.doubts, e.Doubts)); !ok || len(found) < len(doubts) {
				grant, doubts, ok = e.Fact, found, true
			}
		}
	}
	return grant, doubts, ok
}

// unreadOver says which policies over an account may yet name the subject, and which of their members may be it.
func (r *request) unreadOver(a int32) []Reason {
	rs := append(r.g.policyGaps(a), r.g.uidNotRead(r.f)...)
	for i := range r.g.grantsOver(a, false, false, nil) {
		rs = append(rs, r.g.mayHold(r.f, r.g.member(r.g.grant(i).member), false)...)
	}
	return rs
}

// addKeys adds the keys of accounts that work, in the Secrets that the pod mounts.
func (r *request) addKeys() {
	for _, s := range r.g.secretsIn(r.f.cluster, r.f.workload.Namespace) {
		if s.account < 0 || !r.g.usable(s.account) || !slices.Contains(r.p.fact.Secrets, s.fact.Name) {
			continue
		}
		r.note(Credential{Kind: KeyCredential, Principal: r.g.vertex(r.g.token(s.account)).Principal, Rule: R16,
			Why: "Secret " + s.fact.Name + ", which the pod mounts: for applications that GOOGLE_APPLICATION_CREDENTIALS tells to use it"}, nil, nil)
	}
}
