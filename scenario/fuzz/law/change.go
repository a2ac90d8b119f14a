package law

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
	"pgregory.net/rapid"
)

// Monotone: a grant, a cluster, a membership, a namespace, a service account or a key in a Secret more takes nobody out of an
// answer, and makes nobody in it less certain. Rights by RBAC change nothing at all. A node pool
// takes nobody out, and makes uncertain who lands where. A pod more is none of these: of the workload it is of it tells where
// that lands, and so where not. A membership that is bound to a scope is left out: what it adds at the scope-tenancy pool puts in
// doubt what there was.
func Monotone(t *rapid.T, big World) {
	var more []fleet.Fact
	for _, f := range big.Facts {
		switch f.(type) {
		case fleet.Binding, fleet.Cluster, fleet.Namespace, fleet.KSA, fleet.Secret, fleet.Permit:
			more = append(more, f)
		case fleet.NodePool:
			if len(without(big.Facts, f)) == len(big.Facts)-1 {
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
	facts, certain := big.Facts, true
	for range rapid.IntRange(1, 3).Draw(t, "facts more") {
		f := rapid.SampledFrom(more).Draw(t, "more")
		_, nodes := f.(fleet.NodePool)
		facts, certain = without(facts, f), certain && !nodes
	}
	small := big.with(t, facts)
	for _, p := range big.principals(t) {
		is := assumers(big.Graph.Assumers(p))
		for name, was := range assumers(small.Graph.Assumers(p)) {
			now, still := is[name]
			if !still && was.Member.Pool().IsValid() {
				continue // an identity of a pool that nothing told of has become one of a pool of this world
			}
			if !still || certain && now.Exactness() > was.Exactness() {
				t.Fatalf("%v: with more facts %v is no longer in the answer, or less certainly:\n%s\n%s\nbefore:\n%v\nafter:\n%v", p, name, printedAssumer(was), printedAssumer(now), small, big)
			}
		}
	}
}

// UnknownNeverNarrows: a setting that is no longer known, a role that is not told, a gap or a condition
// takes nobody out of an answer, closes no opening, and makes nothing in it more certain.
func UnknownNeverNarrows(t *rapid.T, known World) {
	facts := slices.Clone(known.Facts)
	for range rapid.IntRange(1, 3).Draw(t, "unknowns") {
		facts = unknown(t, facts)
	}
	less := known.with(t, facts)
	for _, p := range known.principals(t) {
		was, is := known.Graph.Assumers(p), less.Graph.Assumers(p)
		if is.Exactness() < was.Exactness() {
			t.Fatalf("%v: %v with less known, and %v before\nbefore:\n%v\nafter:\n%v", p, is.Exactness(), was.Exactness(), known, less)
		}
		still := assumers(is)
		for name, x := range assumers(was) {
			if y, ok := still[name]; !ok || y.Exactness() < x.Exactness() {
				t.Fatalf("%v: with less known %v is no longer in the answer, or more certainly:\n%s\n%s\nbefore:\n%v\nafter:\n%v", p, name, printedAssumer(x), printedAssumer(y), known, less)
			}
		}
		for _, o := range was.Open() {
			if !slices.ContainsFunc(is.Open(), func(q fleet.Opening) bool { return q.Cluster == o.Cluster && q.Principal == o.Principal }) {
				t.Fatalf("%v: with less known %v is no longer open to it\nbefore:\n%v\nafter:\n%v", p, o.Cluster, known, less)
			}
		}
	}
}

// UnknownNeverSettles: what is less known of a world makes no list of what a workload holds more exact or shorter.
func UnknownNeverSettles(t *rapid.T, known World) {
	less := known.with(t, unknown(t, known.Facts))
	for id, w := range known.Graph.Workloads() {
		in, _ := less.Graph.WorkloadID(w)
		was, is := known.Graph.Principals(id), less.Graph.Principals(in)
		if is.Exactness() < was.Exactness() {
			t.Fatalf("%v: holds %v with less known, and %v before\nbefore:\n%v\nafter:\n%v", w, is.Exactness(), was.Exactness(), known, less)
		}
		for h := range was.All() {
			if !slices.ContainsFunc(slices.Collect(is.All()), func(o fleet.Holding) bool { return o.Principal == h.Principal && o.Strength == h.Strength }) {
				t.Fatalf("%v: with less known %v is no longer among what it holds\nbefore:\n%v\nafter:\n%v", w, h.Principal, known, less)
			}
		}
	}
}

// unknown makes one thing unknown.
func unknown(t *rapid.T, facts []fleet.Fact) []fleet.Fact {
	changed := []func() []fleet.Fact{
		func() []fleet.Fact { return append(facts, fuzz.Gap(facts).Draw(t, "gap")) },
	}
	for i, f := range facts {
		if g, ok := lessKnown(facts, f); ok {
			changed = append(changed, func() []fleet.Fact { return slices.Replace(slices.Clone(facts), i, i+1, g...) })
		}
	}
	return rapid.SampledFrom(changed).Draw(t, "unknown")()
}

// lessKnown makes one fact unknown, or part of it. A pod that asks for nodes of which none are there runs nowhere; were the nodes
// less known, it would run there.
func lessKnown(facts []fleet.Fact, f fleet.Fact) ([]fleet.Fact, bool) {
	switch f := f.(type) {
	case fleet.Cluster:
		if selective(facts, f.Name) {
			return nil, false
		}
		f.WorkloadIdentity = fleet.Unknown
		return []fleet.Fact{f}, true
	case fleet.Membership:
		f.Issuer = fleet.Unknown
		return []fleet.Fact{f}, true
	case fleet.Role:
		return nil, true
	case fleet.NodePool:
		if slices.ContainsFunc(factsOf[fleet.NodePool](facts), func(o fleet.NodePool) bool { return o.Cluster == f.Cluster && o.Name != f.Name }) {
			return nil, false // less known of it, it may be like the other, and then it does not matter where a pod lands
		}
		f.Scopes = nil
		if !selective(facts, f.Cluster) {
			f.Metadata, f.Labels = fleet.MetadataUnknown, nil
		}
		return []fleet.Fact{f}, true
	case fleet.Pod:
		if len(f.NodeSelector) > 0 {
			return nil, false // it may be where its selector lets nobody in today: labels are looked at once
		}
		f.NodePool = ""
		return []fleet.Fact{f}, true
	case fleet.Boundary:
		f.Version = 0
		return []fleet.Fact{f}, true
	case fleet.Deny:
		f.Unread = "cannot be read"
		return []fleet.Fact{f}, true
	case fleet.Binding:
		f.Condition = "resource.name == 'x'"
		return []fleet.Fact{f}, true
	default:
		return nil, false
	}
}

// selective reports pods of a cluster that ask for nodes of some sort.
func selective(facts []fleet.Fact, c fleet.ClusterName) bool {
	return slices.ContainsFunc(factsOf[fleet.Pod](facts), func(p fleet.Pod) bool { return p.Cluster == c && len(p.NodeSelector) > 0 })
}

// Forbidding is the reverse of Monotone: a deny rule more, and a principal access boundary where there is none, bring
// nobody into an answer, and make nobody in it more certain. A second boundary may: it adds what it reaches.
func Forbidding(t *rapid.T, free World) {
	var more fleet.Fact = fuzz.Deny(free.Facts).Draw(t, "forbidding")
	if len(factsOf[fleet.Boundary](free.Facts)) == 0 && rapid.Bool().Draw(t, "by a boundary") {
		more = fuzz.Boundary(free.Facts).Draw(t, "keeping away")
	}
	bound := free.with(t, append(slices.Clone(free.Facts), more))
	for _, p := range free.principals(t) {
		was := assumers(free.Graph.Assumers(p))
		for name, x := range assumers(bound.Graph.Assumers(p)) {
			y, ok := was[name]
			if !ok || y.Exactness() > x.Exactness() {
				t.Fatalf("%v: forbidding brings %v into the answer, or makes it more certain:\n%s\n%s\nbefore:\n%v\nafter:\n%v", p, name, printedAssumer(y), printedAssumer(x), free, bound)
			}
		}
	}
}
