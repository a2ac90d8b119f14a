package law

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// few draws some of the principals that may be asked: who could become one takes longer to say than who is one.
func (s World) few(t *rapid.T) []pool.Principal { return some(t, 3, s.principals(t)) }

func printedCould(x fleet.Could) string {
	return fmt.Sprintf("%v, %v: %v%s", x.Actor, x.Exactness(), x.Rights, printedPath(x.Path))
}

func printedBecoming(b *fleet.Becoming) string {
	text := fmt.Sprintf("%v: %v, %d actors\n", b.Principal(), b.Exactness(), b.Len())
	for x := range b.All() {
		text += "  " + printedCould(x) + "\n"
	}
	for _, r := range b.Reasons() {
		text += fmt.Sprintf("  since %v\n", r)
	}
	return text
}

func couldBecomers(b *fleet.Becoming) map[string]fleet.Could {
	all := map[string]fleet.Could{}
	for x := range b.All() {
		all[x.Actor.String()] = x
	}
	return all
}

// CouldPath: the path of an actor begins with it and ends with the principal; each edge leaves a vertex that the actor is
// or that an earlier edge enters; no right is named that no edge goes by, and none twice. Actors stand in order, each once,
// and who is the principal for sure is none. An edge leads back to where it starts only if what it makes there gets more than
// what is there: a pod on another node, or with another Secret.
func CouldPath(t *rapid.T, s World) {
	for _, p := range s.few(t) {
		b := s.Graph.CouldBecome(p)
		all := slices.Collect(b.All())
		sure := assumers(s.Graph.Assumers(p))
		for i, x := range all {
			s.checkCould(t, x, b.Principal())
			if i > 0 && all[i-1].Actor.Compare(x.Actor) >= 0 {
				t.Fatalf("%v: %v stands behind %v\n%v", p, x.Actor, all[i-1].Actor, s)
			}
			if is, ok := sure[x.Actor.String()]; ok && is.Exactness() == fleet.Exact {
				t.Fatalf("%v: %v is it already, and could become it\n%s\n%v", p, x.Actor, printedCould(x), s)
			}
		}
		if b.Len() != len(all) || (b.Exactness() != fleet.Exact || len(all) == 0) && len(b.Reasons()) == 0 {
			t.Fatalf("%v: %d actors, and Len is %d; reasons %v\n%v", p, len(all), b.Len(), b.Reasons(), s)
		}
	}
}

func (s World) checkCould(t *rapid.T, x fleet.Could, end pool.Principal) {
	entered := []fleet.Vertex{x.Actor}
	var rules []fleet.Rule
	for i, e := range x.Path {
		again := e.Rule >= fleet.R20 && e.From == e.To && !slices.Contains([]fleet.Rule{fleet.R15, fleet.R16}, x.Path[min(i+1, len(x.Path)-1)].Rule)
		if !slices.Contains(entered, e.From) || again {
			t.Fatalf("%v: the edge %v -%v-> %v leaves nothing that was entered\n%s\n%v", end, e.From, e.Rule, e.To, printedCould(x), s)
		}
		entered = append(entered, e.To)
		rules = append(rules, e.Rule)
	}
	last := x.Path[len(x.Path)-1].To
	if at := (fleet.Vertex{Kind: fleet.PrincipalVertex, Principal: end}); last != at && last != scoped(at) {
		t.Fatalf("%v: the path leads to %v\n%s\n%v", end, last, printedCould(x), s)
	}
	for i, r := range x.Rights {
		if slices.Contains(x.Rights[:i], r) || !slices.ContainsFunc(rules, func(by fleet.Rule) bool { return slices.Contains(rulesOf(r), by) }) {
			t.Fatalf("%v: the right to %v is on no edge, or named twice\n%s\n%v", end, r, printedCould(x), s)
		}
	}
}

// rulesOf lists the rules by which a right may be used: its own, that of the round about way that it is, and R29 where it
// is held in a team scope. What a team scope takes besides may stand beside the rewriting of a policy, which brings the rest (R30).
func rulesOf(r fleet.Right) []fleet.Rule {
	switch r {
	case fleet.CreatePods:
		return []fleet.Rule{fleet.R20, fleet.R29}
	case fleet.MintTokens:
		return []fleet.Rule{fleet.R21}
	case fleet.ImpersonateAccounts, fleet.ImpersonateUsers, fleet.ImpersonateGroups:
		return []fleet.Rule{fleet.R22}
	case fleet.CreateAccounts:
		return []fleet.Rule{fleet.R23}
	case fleet.CreateNamespaces:
		return []fleet.Rule{fleet.R24}
	case fleet.BindRoles, fleet.EscalateRoles:
		return []fleet.Rule{fleet.R25}
	case fleet.CreateClusters:
		return []fleet.Rule{fleet.R26}
	case fleet.RegisterClusters:
		return []fleet.Rule{fleet.R27}
	case fleet.AlterMemberships:
		return []fleet.Rule{fleet.R28}
	case fleet.BindScopes, fleet.CreateFleetNamespaces:
		return []fleet.Rule{fleet.R29, fleet.R30}
	case fleet.BindScopeRoles:
		return []fleet.Rule{fleet.R29}
	case fleet.RewritePolicies:
		return []fleet.Rule{fleet.R30}
	case fleet.ExecPods, fleet.ProxyNodes, fleet.ControlAdmission:
		return []fleet.Rule{fleet.R31}
	case fleet.ReadSecrets:
		return []fleet.Rule{fleet.R32}
	case fleet.LiftConstraints:
		return []fleet.Rule{fleet.R33}
	case fleet.EnableAccounts:
		return []fleet.Rule{fleet.R34}
	default:
		return nil
	}
}

// keeps finds whoever could become a principal before, as sure as before, or as somebody who is it by now. A person may be
// spoken for by everyone.
func keeps(t *rapid.T, p pool.Principal, small, big World, why string, but func(fleet.Could) bool) {
	is, now := assumers(big.Graph.Assumers(p)), couldBecomers(big.Graph.CouldBecome(p))
	for name, was := range couldBecomers(small.Graph.CouldBecome(p)) {
		x, still := now[name]
		if but(was) || !still && was.Actor.Principal.Pool().IsValid() { // the latter as in Monotone
			continue
		}
		if _, assumes := is[name]; assumes || goesWithoutSaying(now, is, was.Actor) {
			continue
		}
		if !still || x.Exactness() > was.Exactness() {
			t.Fatalf("%v: %s, %v is no longer in the answer, or less certainly:\n%s\n%s\nbefore:\n%v\nafter:\n%v", p, why, name, printedCould(was), printedCould(x), small, big)
		}
	}
}

func makesCluster(way fleet.Path) bool {
	return slices.ContainsFunc(way, func(e fleet.Edge) bool { return e.To.Kind == fleet.ClusterVertex })
}

// goesWithoutSaying: everyone can, so an answer need not say that an actor can.
func goesWithoutSaying(now map[string]fleet.Could, is map[string]fleet.Assumer, actor fleet.Vertex) bool {
	for _, everyone := range []string{"allUsers", "allAuthenticatedUsers"} {
		_, could := now[everyone]
		if _, assumes := is[everyone]; could || assumes {
			return actor.Kind == fleet.PrincipalVertex || everyone == "allUsers"
		}
	}
	return false
}

// CouldMonotone: a right by RBAC or IAM, a cluster, a membership or a key in a Secret more takes no actor away, and makes none
// less certain. A service account more may, for nobody can make it any more; and so may a cluster, of those who would make it.
func CouldMonotone(t *rapid.T, big World) {
	var more []fleet.Fact
	for _, f := range big.Facts {
		switch f := f.(type) {
		case fleet.Permit, fleet.Binding, fleet.Cluster:
			more = append(more, f)
		case fleet.Secret:
			if hasObjects(without(big.Facts, f), f) {
				more = append(more, f)
			}
		case fleet.Membership:
			if len(without(big.Facts, f)) == len(big.Facts)-1 {
				more = append(more, f)
			}
		}
	}
	if len(more) == 0 {
		return
	}
	f := rapid.SampledFrom(more).Draw(t, "more")
	_, cluster := f.(fleet.Cluster)
	small, err := big.built(without(big.Facts, f))
	if err != nil {
		return // the fact told what others need
	}
	for _, p := range big.few(t) {
		keeps(t, p, small, big, "with more facts", func(x fleet.Could) bool { return cluster && makesCluster(x.Path) })
	}
}

// OrgPolicyNeverAdds: an organization policy more changes nothing of who is a principal, and adds no actor. It may make one
// less certain, or keep it out.
func OrgPolicyNeverAdds(t *rapid.T, free World) {
	name := rapid.SampledFrom([]string{"custom.noClusters", "custom.noMembers", "iam.disableWorkloadIdentityClusterCreation"}).Draw(t, "constraint")
	for _, o := range factsOf[fleet.OrgPolicy](free.Facts) {
		if strings.HasSuffix(o.Constraint, name) {
			return // one replaces the other
		}
	}
	on := fleet.InProject(drawProject(t, free.Facts).ID)
	with := free.with(t, append(slices.Clone(free.Facts), fleet.OrgPolicy{On: on, Constraint: name, Enforced: fleet.On}))
	for _, q := range with.few(t) {
		if one, two := printedAnswer(free.Graph.Assumers(q)), printedAnswer(with.Graph.Assumers(q)); one != two {
			t.Fatalf("%v: an organization policy turns\n%s\ninto\n%s\n%v", q, one, two, with)
		}
		before := couldBecomers(free.Graph.CouldBecome(q))
		for name, x := range couldBecomers(with.Graph.CouldBecome(q)) {
			if was, ok := before[name]; !ok || was.Exactness() > x.Exactness() {
				t.Fatalf("%v: an organization policy adds %v, or makes it more certain:\n%s\n%v", q, name, printedCould(x), with)
			}
		}
	}
}

// CouldUnknown: an organization policy that may not be enforced, and a gap, take no actor away.
func CouldUnknown(t *rapid.T, known World) {
	facts := slices.Clone(known.Facts)
	for i, f := range facts {
		if p, ok := f.(fleet.OrgPolicy); ok && p.Enforced == fleet.On {
			p.Enforced = fleet.Unknown
			facts[i] = p
		}
	}
	for _, c := range factsOf[fleet.Cluster](facts) {
		facts = append(facts, fleet.Gap{What: fleet.GapRBAC, Cluster: c.Name})
	}
	less := known.with(t, facts)
	for _, p := range known.few(t) {
		was, is := known.Graph.CouldBecome(p), less.Graph.CouldBecome(p)
		if is.Exactness() < was.Exactness() {
			t.Fatalf("%v: %v with less known, and %v before\nbefore:\n%v\nafter:\n%v", p, is.Exactness(), was.Exactness(), known, less)
		}
		still := couldBecomers(is)
		for name, x := range couldBecomers(was) {
			if _, ok := still[name]; !ok {
				t.Fatalf("%v: with less known %v is no longer in the answer\n%s\nbefore:\n%v\nafter:\n%v", p, name, printedCould(x), known, less)
			}
		}
	}
}

// CouldOrder: told in another order, some facts twice, a world gives the same actors by the same paths.
func CouldOrder(t *rapid.T, s World) {
	order := make([]int, len(s.Facts))
	for i := range order {
		order[i] = i
	}
	straight := s.told(t, order)
	again := s.told(t, rapid.Permutation(slices.Concat(order, some(t, 5, order))).Draw(t, "order"))
	for _, p := range s.few(t) {
		if one, two := printedBecoming(straight.Graph.CouldBecome(p)), printedBecoming(again.Graph.CouldBecome(p)); one != two {
			t.Fatalf("told in another order:\n%s\nand in the order written:\n%s\n%v", two, one, s)
		}
	}
}
