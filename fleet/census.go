package fleet

import (
	"cmp"
	"slices"
)

// census brings the workloads of the world in order: Kubernetes service accounts that were told, and those that something else shows.
type census struct {
	c      *compiler
	told   *ksas
	shown  []row
	number []uint32 // by the number that a name has among those told: the one it has in the graph
	seats  []seat   // by cluster
	ends   []int    // by cluster: the end of its seats
	usual  uint32   // the name that an account has in every namespace
}

// row shows a workload that need not be told, or, without a name, a namespace.
type row struct {
	cluster         int32
	namespace, name string
	at              Source
}

// seat is where something comes in its cluster: by namespace and name, in numbers that compare as texts do, and then in
// the order of telling, with what is shown behind what is told.
type seat struct {
	name uint64
	row  uint32
}

func compareSeats(a, b seat) int {
	if a.name != b.name {
		return cmp.Compare(a.name, b.name)
	}
	return cmp.Compare(a.row, b.row)
}

func (p seat) namespace() uint32 { return uint32(p.name >> 32) }

// compareRows orders what shows workloads by them.
func compareRows(a, b row) int {
	return cmp.Or(cmp.Compare(a.cluster, b.cluster), compareText(a.namespace, b.namespace), compareText(a.name, b.name))
}

func (c *compiler) newCensus(shown []row) *census {
	s := &census{c: c, told: &c.builder.ksas, shown: shown}
	uses := s.legalUses()
	s.numberNames(uses)
	s.locate(uses)
	c.g.workloads, c.g.namespaces = make([]workload, 0, len(s.seats)), make([]namespace, 0, len(s.seats)/4)
	return s
}

// usage is how a name may be used.
type usage uint8

const (
	asNamespace usage = 1 << iota
	asAccount
)

// legalUses says of each name that was told how it is used and may be.
func (s *census) legalUses() []usage {
	uses := make([]usage, len(s.told.names.all))
	for _, r := range s.told.rows.all() {
		uses[r.namespace] |= asNamespace
		uses[r.name] |= asAccount
	}
	for i, name := range s.told.names.all {
		if uses[i]&asNamespace != 0 && !legalObject(name, defaultKSA) {
			uses[i] &^= asNamespace
		}
		if uses[i]&asAccount != 0 && !legalObject(defaultKSA, name) {
			uses[i] &^= asAccount
		}
	}
	return uses
}

// numberNames makes the dictionary of the graph.
func (s *census) numberNames(uses []usage) {
	names := []string{defaultKSA}
	for _, r := range s.shown {
		names = append(names, r.namespace, cmp.Or(r.name, defaultKSA))
	}
	first := len(names)
	for i, name := range s.told.names.all {
		if uses[i] == 0 {
			name = defaultKSA // it is in no graph
		}
		names = append(names, name)
	}
	var numbers []uint32
	s.c.g.texts, numbers = newDictionary(names)
	s.usual, s.number = numbers[0], numbers[first:]
}

// locate finds the seats of all that was told, cluster by cluster, and refuses what has none.
func (s *census) locate(uses []usage) {
	clusters := s.findClusters()
	s.ends = make([]int, len(s.c.g.clusters)+1)
	var refused []uint32
	for i, r := range s.told.rows.all() {
		if c := clusters[r.cluster]; c >= 0 && uses[r.namespace]&asNamespace != 0 && uses[r.name]&asAccount != 0 {
			s.ends[c+1]++
		} else {
			refused = append(refused, uint32(i))
		}
	}
	for _, r := range s.shown {
		s.ends[r.cluster+1]++
	}
	for c := range s.c.g.clusters {
		s.ends[c+1] += s.ends[c]
	}
	s.seats = make([]seat, s.ends[len(s.c.g.clusters)])
	s.fill(clusters, refused)
	s.refuse(refused)
}

// findClusters finds the clusters that were told of, -1 for one that is not there.
func (s *census) findClusters() []int32 {
	var all []int32
	for _, name := range s.told.clusters.all {
		i, _ := orNone(s.c.g.findCluster(name))
		all = append(all, i)
	}
	return all
}

// fill puts everything into its seat. Each cluster's end is its beginning until its seats are filled.
func (s *census) fill(clusters []int32, refused []uint32) {
	for i, r := range s.told.rows.all() {
		if len(refused) > 0 && refused[0] == uint32(i) {
			refused = refused[1:]
			continue
		}
		s.put(clusters[r.cluster], s.number[r.namespace], s.number[r.name], i)
	}
	for i, r := range s.shown {
		namespace, _ := s.c.g.texts.find(r.namespace)
		name, _ := s.c.g.texts.find(cmp.Or(r.name, defaultKSA))
		s.put(r.cluster, namespace, name, s.told.rows.len+i)
	}
}

func (s *census) put(cluster int32, namespace, name uint32, row int) {
	s.seats[s.ends[cluster]] = seat{uint64(namespace)<<32 | uint64(name), uint32(row)}
	s.ends[cluster]++
}

// refuse reports what has no seat.
func (s *census) refuse(rows []uint32) {
	var facts []told[KSA]
	for _, i := range rows {
		facts = append(facts, s.told.at(i))
	}
	for _, k := range distinct(s.c, facts, compareKSAs, equal, nameKSA) {
		s.c.checkObject(k.at, func() string { return nameKSA(k.fact) }, k.fact.Cluster, k.fact.Namespace, k.fact.Name)
		s.c.checkUID(k)
	}
}

func compareKSAs(a, b KSA) int {
	return cmp.Or(a.Cluster.Compare(b.Cluster), compareText(a.Namespace, b.Namespace), compareText(a.Name, b.Name))
}

// settle adds the namespaces of a cluster to the graph.
func (s *census) settle(c int32) {
	first := 0
	if c > 0 {
		first = s.ends[c-1]
	}
	seats := s.seats[first:s.ends[c]]
	slices.SortFunc(seats, compareSeats)
	for len(seats) > 0 {
		namespace, n := seats[0].namespace(), 1
		for n < len(seats) && seats[n].namespace() == namespace {
			n++
		}
		s.settleIn(c, seats[:n])
		seats = seats[n:]
	}
}

// settleIn adds a namespace and its workloads, the account default among them.
func (s *census) settleIn(c int32, seats []seat) {
	g := s.c.g
	first := int32(len(g.workloads))
	usual, without := uint64(seats[0].namespace())<<32|uint64(s.usual), true
	for rest := seats; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].name == rest[0].name {
			n++
		}
		if without && rest[0].name > usual {
			s.add(s.usual, s.unless(seats))
		}
		without = without && rest[0].name < usual
		s.add(uint32(rest[0].name), s.more(rest[:n], seats))
		rest = rest[n:]
	}
	if without {
		s.add(s.usual, s.unless(seats))
	}
	g.namespaces = append(g.namespaces, namespace{seats[0].namespace(), c, first, int32(len(g.workloads))})
}

func (s *census) add(name uint32, more int32) {
	s.c.g.workloads = append(s.c.g.workloads, workload{name, int32(len(s.c.g.namespaces)), more})
}

// more is what is known of a workload at all its seats, in a namespace.
func (s *census) more(same, namespace []seat) int32 {
	if row := int(same[0].row) - s.told.rows.len; row >= 0 {
		if s.shown[row].name == "" {
			return s.unless(namespace)
		}
		return s.untold(s.shown[row].at)
	}
	best := s.best(same)
	more := s.told.rows.at(int(best)).more
	if more > 0 {
		s.c.checkUID(s.told.at(best))
	}
	return int32(more)
}

// best is the first of the rows that tell the same account. They are reported where they differ.
func (s *census) best(same []seat) uint32 {
	first := same[0].row
	var facts []told[KSA]
	for _, p := range same {
		if int(p.row) < s.told.rows.len && s.told.rows.at(int(p.row)).more != s.told.rows.at(int(first)).more {
			facts = append(facts, s.told.at(p.row))
		}
	}
	if facts == nil {
		return first
	}
	kept := distinct(s.c, append(facts, s.told.at(first)), compareKSAs, equal, nameKSA)[0]
	at := slices.IndexFunc(same, func(p seat) bool { return s.told.at(p.row) == kept })
	return same[at].row
}

// unless is what is known of the account default of a namespace when it was not told: where the namespace was read of first.
func (s *census) unless(namespace []seat) int32 {
	at := s.readAt(namespace[0].row)
	for _, p := range namespace[1:] {
		if other := s.readAt(p.row); other.compare(at) < 0 {
			at = other
		}
	}
	return s.untold(at)
}

func (s *census) readAt(row uint32) Source {
	if i := int(row) - s.told.rows.len; i >= 0 {
		return s.shown[i].at
	}
	if more := s.told.rows.at(int(row)).more; more > 0 {
		return s.told.more.at(int(more) - 1).at
	}
	return Source{}
}

func (s *census) untold(at Source) int32 {
	s.c.g.untold = append(s.c.g.untold, at)
	return -int32(len(s.c.g.untold))
}
