package load

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/rbac"
	"fleettrust.example/pool"
)

// A reader is what is known after some of the files. Facts that no other file bears on go to facts at once; the
// others wait in the maps until every file is read.
type reader struct {
	report Report
	faults []fleet.Fault
	facts  []told
	crowds []crowd

	roots   []*os.Root
	files   []*file
	pace    *pace
	waiting []waiting
	known   map[string]bool     // paths in which something was found
	folders map[string][]string // where the folders projects/NAME lie, by NAME

	projects    map[string]*project      // by ID
	numbers     map[pool.Number]string   // project IDs by number
	nodes       map[fleet.Resource]*node // folders and organizations
	policies    map[fleet.Resource]bool  // resources whose allow policy was read
	clusters    map[fleet.ClusterName]*cluster
	memberships map[memberName]*membership
	claims      map[memberName]fleet.ClusterName // see claimed
	accounts    map[string]*account
	emails      map[string]string // of service accounts, by unique ID
	inventories map[fleet.ClusterName]*inventory
	given       map[fleet.ClusterName]given
	orgPolicies map[fleet.Resource]bool // resources whose list of organization policies was read: true if all of it
	constraints map[fleet.Resource]bool // organizations whose custom constraints were read: true if all of them
	settings    map[setting]fleet.Source
	described   map[setting]bool
	boundaries  boundaries
	connectors  connectors
	unclaimed   unclaimed
	branches    map[string]bool // folders that have folders, once they were asked for
	doubtful    []told          // organization policies of manifests that nobody may have applied
	doubts      []doubt
	direct      int  // facts that were told before anything was settled
	vague       bool // a service account was told without its UID
}

// told is a fact and where it was read.
type told struct {
	at   fleet.Source
	fact fleet.Fact
}

// waiting is what is to be read once all files are open.
type waiting struct {
	as   kind
	read func()
}

// later puts off what another file bears on, such as a project that is named by its number: it is read when all files were, in the
// order of kinds, and of one kind in the order of calls.
func (r *reader) later(as kind, read func()) { r.waiting = append(r.waiting, waiting{as, read}) }

// catchUp reads what was put off, and what that puts off in turn.
func (r *reader) catchUp() {
	for len(r.waiting) > 0 {
		now := r.waiting
		r.waiting = nil
		slices.SortStableFunc(now, func(a, b waiting) int { return cmp.Compare(a.as, b.as) })
		for _, w := range now {
			w.read()
		}
	}
}

func newReader() *reader {
	return &reader{
		report:      Report{Roles: map[fleet.ClusterName]rbac.Objects{}},
		known:       map[string]bool{},
		folders:     map[string][]string{},
		projects:    map[string]*project{},
		numbers:     map[pool.Number]string{},
		nodes:       map[fleet.Resource]*node{},
		policies:    map[fleet.Resource]bool{},
		clusters:    map[fleet.ClusterName]*cluster{},
		memberships: map[memberName]*membership{},
		accounts:    map[string]*account{},
		emails:      map[string]string{},
		inventories: map[fleet.ClusterName]*inventory{},
		given:       map[fleet.ClusterName]given{},
		orgPolicies: map[fleet.Resource]bool{},
		constraints: map[fleet.Resource]bool{},
		settings:    map[setting]fleet.Source{},
		described:   map[setting]bool{},
		boundaries:  newBoundaries(),
		connectors:  newConnectors(),
		unclaimed:   unclaimed{},
	}
}

func (r *reader) close() {
	for _, root := range r.roots {
		root.Close()
	}
}

// handOver tells a Builder everything, and forgets it.
func (r *reader) handOver(b *fleet.Builder) {
	for _, t := range r.facts {
		b.AddFrom(t.at, t.fact)
	}
	r.facts = nil
	for i := range r.crowds {
		for t := range r.crowds[i].told() {
			b.AddFrom(t.at, t.fact)
		}
		r.crowds[i].rows = nil
	}
}

// all yields what is told.
func (r *reader) all() iter.Seq[told] {
	return func(yield func(told) bool) {
		for _, t := range r.facts {
			if !yield(t) {
				return
			}
		}
		for _, c := range r.crowds {
			for t := range c.told() {
				if !yield(t) {
					return
				}
			}
		}
	}
}

func (r *reader) tell(at fleet.Source, f fleet.Fact) { r.facts = append(r.facts, told{at, f}) }

func (r *reader) gap(at fleet.Source, what fleet.GapKind, on fleet.Resource) {
	r.tell(at, fleet.Gap{What: what, On: on})
}

func (r *reader) warn(at fleet.Source, about, hint, format string, args ...any) {
	r.report.Warnings = append(r.report.Warnings, Warning{at, about, clip(fmt.Sprintf(format, args...), maxMessage), hint})
}

// warn is a warning about an item.
func (it item) warn(hint, format string, args ...any) {
	it.file.warn(it.source(), it.path(), hint, format, args...)
}

// settle tells what could not be told before every file was read, and admits what was not read. With a fault nothing
// is told, and what the faulty file would have said is not missed.
func (r *reader) settle() {
	for _, name := range slices.Sorted(maps.Keys(r.folders)) {
		r.settleFolder(name)
	}
	if len(r.faults) > 0 {
		return
	}
	r.joinServiceAccounts()
	r.settleFleets()
	for _, name := range slices.SortedFunc(maps.Keys(r.memberships), memberName.compare) {
		r.settleMembership(r.memberships[name])
	}
	r.permit()
	for _, name := range r.clusterNames() {
		r.settleCluster(r.clusters[name])
	}
	r.settleSettings()
	r.settleUnclaimed()
	r.settleDoubtful()
	r.settleBoundaries()
	r.missKeys()
	for _, email := range slices.Sorted(maps.Keys(r.accounts)) {
		r.settleAccount(r.accounts[email])
	}
	for _, id := range slices.Sorted(maps.Keys(r.projects)) {
		r.settleProject(r.projects[id])
	}
	for _, res := range slices.SortedFunc(maps.Keys(r.nodes), compareResources) {
		r.settleNode(r.nodes[res])
	}
	r.facts = append(r.facts, settleDoubts(r.facts, r.doubts)...)
	r.missNames()
}

func compareResources(a, b fleet.Resource) int {
	return cmp.Or(cmp.Compare(a.Kind(), b.Kind()), strings.Compare(a.ID(), b.ID()))
}

func (r *reader) clusterNames() []fleet.ClusterName {
	return slices.SortedFunc(maps.Keys(r.clusters), fleet.ClusterName.Compare)
}
