package fleet

import (
	"cmp"
	"fmt"
	"slices"
)

// A Builder is told the world, fact by fact, in any order; Build checks all of it at once and freezes it.
// The zero Builder is ready. Telling a fact twice is telling it once.
type Builder struct {
	Assumptions Assumptions
	Evaluator   Evaluator // nil evaluates nothing, and every condition is in doubt

	organizations []told[Organization]
	folders       []told[Folder]
	projects      []told[Project]
	clusters      []told[Cluster]
	fleets        []told[Fleet]
	memberships   []told[Membership]
	namespaces    []told[Namespace]
	ksas          ksas
	gsas          []told[GSA]
	roles         []told[Role]
	bindings      pile[told[Binding]]
	denies        []told[Deny]
	gaps          []told[Gap]

	nodePools       []told[NodePool]
	pods            []told[Pod]
	secrets         []told[Secret]
	scopes          []told[Scope]
	scopeBindings   []told[ScopeBinding]
	fleetNamespaces []told[FleetNamespace]
	permits         []told[Permit]
	groups          []told[Group]
	boundaries      []told[Boundary]
	constraints     []told[Constraint]
	orgPolicies     []told[OrgPolicy]
}

// told is a fact and where it was read.
type told[F any] struct {
	fact F
	at   Source
}

// Add tells facts. It panics on nil and on a pointer to a fact, and on nothing else: what is wrong with a fact, Build
// reports.
func (b *Builder) Add(facts ...Fact) {
	for _, f := range facts {
		b.AddFrom(Source{}, f)
	}
}

// AddKSAs tells Kubernetes service accounts of one namespace, of which no more than their names is known. It is Add for each, without
// the garbage.
func (b *Builder) AddKSAs(cluster ClusterName, namespace string, names ...string) {
	b.ksas.addNames(cluster, namespace, names)
}

// AddFrom tells a fact and where it was read.
func (b *Builder) AddFrom(at Source, fact Fact) {
	switch f := owned(fact).(type) {
	case Organization:
		b.organizations = append(b.organizations, told[Organization]{f, at})
	case Folder:
		b.folders = append(b.folders, told[Folder]{f, at})
	case Project:
		b.projects = append(b.projects, told[Project]{f, at})
	case Cluster:
		b.clusters = append(b.clusters, told[Cluster]{f, at})
	case Fleet:
		b.fleets = append(b.fleets, told[Fleet]{f, at})
	case Membership:
		b.memberships = append(b.memberships, told[Membership]{f, at})
	case Namespace:
		b.namespaces = append(b.namespaces, told[Namespace]{f, at})
	case KSA:
		b.ksas.add(f, at)
	case GSA:
		b.gsas = append(b.gsas, told[GSA]{f, at})
	case Role:
		b.roles = append(b.roles, told[Role]{f, at})
	case Binding:
		b.bindings.add(told[Binding]{f, at})
	case Deny:
		b.denies = append(b.denies, told[Deny]{f, at})
	case Gap:
		b.gaps = append(b.gaps, told[Gap]{f, at})
	case NodePool:
		b.nodePools = append(b.nodePools, told[NodePool]{f, at})
	case Pod:
		b.pods = append(b.pods, told[Pod]{f, at})
	case Secret:
		b.secrets = append(b.secrets, told[Secret]{f, at})
	case Scope:
		b.scopes = append(b.scopes, told[Scope]{f, at})
	case ScopeBinding:
		b.scopeBindings = append(b.scopeBindings, told[ScopeBinding]{f, at})
	case FleetNamespace:
		b.fleetNamespaces = append(b.fleetNamespaces, told[FleetNamespace]{f, at})
	case Permit:
		b.permits = append(b.permits, told[Permit]{f, at})
	case Group:
		b.groups = append(b.groups, told[Group]{f, at})
	case Boundary:
		b.boundaries = append(b.boundaries, told[Boundary]{f, at})
	case Constraint:
		b.constraints = append(b.constraints, told[Constraint]{f, at})
	case OrgPolicy:
		b.orgPolicies = append(b.orgPolicies, told[OrgPolicy]{f, at})
	default:
		panic(fmt.Sprintf("fleet: %T is not a fact by value", fact))
	}
}

// Build checks all facts and freezes them. The error is a *BuildError with every fault; the graph is nil then.
// The Builder may go on being told facts, and built again. Cost: O(n log n) in the facts, and for each grant
// above a service account O(accounts below it).
func (b *Builder) Build() (*Graph, error) {
	c := &compiler{g: &Graph{assume: b.Assumptions, told: *b}, builder: b}
	c.g.told.ksas, c.g.told.bindings = b.ksas.kept(), b.bindings.kept()
	c.compile()
	if err := buildError(c.faults); err != nil {
		return nil, err
	}
	return c.g, nil
}

// distinct sorts facts by key and place and leaves one of each key: of equal facts the first place, and a
// fault where two facts of one key differ. What is left does not depend on the order of telling.
func distinct[F any](c *compiler, facts []told[F], key func(a, b F) int, same func(a, b F) bool, name func(F) string) []told[F] {
	kept := make([]told[F], 0, len(facts))
	for _, i := range inOrder(facts, key, same) {
		f := facts[i]
		if len(kept) == 0 || key(kept[len(kept)-1].fact, f.fact) != 0 {
			kept = append(kept, f)
		} else if first := kept[len(kept)-1]; !same(first.fact, f.fact) {
			c.fault(f.at, name(f.fact), toldTwice(first.at))
		}
	}
	return slices.Clip(kept)
}

// inOrder gives the places of facts, sorted by key and where they were read. A fact is large: they are sorted by their places.
func inOrder[F any](facts []told[F], key func(a, b F) int, same func(a, b F) bool) []int32 {
	order := make([]int32, len(facts))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int {
		a, b := &facts[i], &facts[j]
		if d := key(a.fact, b.fact); d != 0 {
			return d
		}
		if d := a.at.compare(b.at); d != 0 {
			return d
		}
		if !same(a.fact, b.fact) {
			return compareText(fmt.Sprintf("%+v", a.fact), fmt.Sprintf("%+v", b.fact))
		}
		return cmp.Compare(i, j)
	})
	return order
}

func toldTwice(first Source) string {
	if at := first.String(); at != "" {
		return "told twice, differently, the first time at " + at
	}
	return "told twice, differently"
}

func equal[F comparable](a, b F) bool { return a == b }
