package law

import (
	"fmt"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"pgregory.net/rapid"
)

// OrderNeverMatters: told in another order, some facts twice, a world gives the same answers, with the same sources,
// and the same drawing.
func OrderNeverMatters(t *rapid.T, s World) {
	order := make([]int, len(s.Facts))
	for i := range order {
		order[i] = i
	}
	straight := s.told(t, order)
	mixed := rapid.Permutation(slices.Concat(order, some(t, 5, order))).Draw(t, "order")
	again := s.told(t, mixed)
	ps := some(t, 3, s.principals(t))
	if one, two := straight.printed(ps), again.printed(ps); one != two {
		t.Fatalf("told in the order %v:\n%s\nand in the order written:\n%s\n%v", mixed, two, one, s)
	}
	if rapid.IntRange(0, 3).Draw(t, "drawn too") > 0 {
		return
	}
	if one, two := drawing(t, straight), drawing(t, again); one != two {
		t.Fatalf("told in the order %v the drawing is\n%s\nand not\n%s\n%v", mixed, two, one, s)
	}
}

// told tells facts in an order, each as read on a line of one of two files; every third was read in both.
func (s World) told(t *rapid.T, order []int) World {
	b := s.builder()
	for _, i := range order {
		b.AddFrom(fleet.Source{File: fmt.Sprintf("file-%d", i%2), Line: i + 1}, s.Facts[i])
		if i%3 == 0 {
			b.AddFrom(fleet.Source{File: "file-2", Line: i + 1}, s.Facts[i])
		}
	}
	g, err := b.Build()
	if err != nil {
		t.Fatalf("told with sources: %v\n%v", err, s)
	}
	return s.of(s.Facts, g)
}

func drawing(t *rapid.T, s World) string {
	dot, err := s.Graph.DOT()
	if err != nil {
		t.Fatalf("%v\n%v", err, s)
	}
	return string(dot)
}

// Spelling: where the number of a project is known, the two spellings of a member of its pool, and those of a service
// account, are one, in grants and in questions.
func Spelling(t *rapid.T, s World) {
	facts := slices.Clone(s.Facts)
	for i, f := range facts {
		if b, ok := f.(fleet.Binding); ok && b.Unread == "" {
			b.Member = respelled(t, s.Facts, b.Member)
			facts[i] = b
		}
	}
	other := s.with(t, facts)
	ps := s.principals(t)
	if one, two := s.printed(ps), other.printed(ps); one != two {
		t.Fatalf("with grants in another spelling\n%s\nand not\n%s\n%v\nrespelled:\n%v", two, one, s, other)
	}
	for _, p := range ps {
		q := respelled(t, s.Facts, p)
		if one, two := printedAnswer(s.Graph.Assumers(p)), printedAnswer(s.Graph.Assumers(q)); one != two {
			t.Fatalf("%v gives\n%s\nand %v\n%s\n%v", p, one, q, two, s)
		}
	}
}

// respelled draws one of the spellings of a principal.
func respelled(t *rapid.T, facts []fleet.Fact, p pool.Principal) pool.Principal {
	spellings := []pool.Principal{p, p.Canonical()}
	if p.Kind() == pool.KindServiceAccount {
		spellings = append(spellings, pool.Must(pool.Parse("principal://iam.googleapis.com/projects/-/serviceAccounts/"+p.Email())))
	}
	for _, owner := range factsOf[fleet.Project](facts) {
		if p.Pool() == poolOf(owner) && owner.Number != 0 && (p.Number() == 0 || p.Number() == owner.Number) {
			for _, n := range []pool.Number{0, owner.Number} {
				if q := numbered(p, n); q.IsValid() {
					spellings = append(spellings, q)
				}
			}
		}
	}
	return rapid.SampledFrom(spellings).Draw(t, "spelling")
}

// poolOf is the pool of a project as told, or as its ID tells.
func poolOf(p fleet.Project) pool.Name {
	name, _ := pool.NameOf(p.ID)
	if p.Pool.IsValid() {
		name = p.Pool
	}
	return name
}

// numbered gives a living principal of a pool another number; it is zero for other principals.
func numbered(p pool.Principal, n pool.Number) pool.Principal {
	switch p.Kind() {
	case pool.KindSubject:
		return pool.Subject(p.Pool(), n, p.Namespace(), p.ServiceAccount())
	case pool.KindUID:
		return pool.UID(p.Pool(), n, p.UID())
	case pool.KindNamespace:
		return pool.Namespace(p.Pool(), n, p.Namespace())
	case pool.KindCluster:
		return pool.Cluster(p.Pool(), n, p.Provider())
	case pool.KindPool:
		return pool.All(p.Pool(), n)
	default:
		return pool.Principal{}
	}
}
