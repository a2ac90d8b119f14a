package slow

import (
	"slices"

	"fleettrust.example/fleet"
)

// The reading of principal access boundaries.

// keeps says what boundaries leave somebody of a place, of which the nodes are given from the inside out. Versions below 3
// block nothing of service accounts.
// Sources: https://docs.cloud.google.com/iam/docs/principal-access-boundary-policies;
// https://docs.cloud.google.com/iam/docs/pab-blocked-permissions, read 2026-11-21.
func (w *World) keeps(member string, nodes []string) Surety {
	isBound, mayBe, mayReach := false, false, false
	for _, b := range w.boundaries {
		how := w.boundTo(member, b)
		reach := w.reaches(b, nodes)
		switch {
		case how == noneOf:
		case how == allOf && reach == allOf:
			return Surely
		case how == allOf:
			isBound, mayReach = true, mayReach || reach == someOf
		case reach == allOf:
			mayReach = true
		default:
			mayBe = true
		}
	}
	switch {
	case isBound && !mayReach:
		return Never
	case isBound || mayBe:
		return Perhaps
	}
	return Surely
}

func (w *World) boundTo(member string, b fleet.Boundary) int {
	all, some := true, false
	for _, m := range w.members(member) {
		of := noneOf
		for _, set := range w.members(b.Set.String()) {
			of = max(of, w.inSet(m, set))
		}
		all, some = all && of == allOf, some || of != noneOf
	}
	kind := w.hearTenancy(hear(member)).kind
	switch {
	case !some || b.Version == 1 || b.Version == 2 || w.settled(b.Condition) == Never:
		return noneOf
	case !all || w.settled(b.Condition) != Surely || b.Version == 0 || w.hasPods(member) && !w.assumed.DenyBindsPods || !w.hasPods(member) && kind != "account" && kind != "accounts":
		return someOf
	}
	return allOf
}

// inSet: the set of a project, folder or organization has its pools in it.
func (w *World) inSet(m, set string) int {
	x, y := w.hearTenancy(hear(m)), hear(set)
	if x.kind == "pool" && y.kind == "accounts" {
		for id := range w.number {
			if w.pool[id] == x.words["pool"] || w.tenancy[id] == x.words["pool"] && w.mayBeNumberOf(id, x.words["number"]) {
				return w.liesAt("projects/"+id, y.words["node"])
			}
		}
	}
	return w.compare(m, set, true)
}

func (w *World) reaches(b fleet.Boundary, nodes []string) int {
	for _, r := range b.Resources {
		if _, told := w.parent[w.node(r.String())]; told && slices.Contains(nodes, w.node(r.String())) {
			return allOf
		}
	}
	top := nodes[len(nodes)-1]
	_, told := w.parent[top] // of a project that was not told, an e-mail gives no more than the name
	if len(b.Resources) > 0 && (!told || w.orphan[top] || w.unreadTop[top]) {
		return someOf
	}
	return noneOf
}
