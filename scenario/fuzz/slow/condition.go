package slow

import (
	"strings"

	"fleettrust.example/fleet"
)

// The reading of conditions.

// settled: a condition of which the request is not known.
func (w *World) settled(condition string) Surety {
	switch {
	case condition == "":
		return Surely
	case w.evaluator == nil:
		return Perhaps
	}
	holds, _ := w.evaluator.Condition(condition, fleet.Request{})
	return map[fleet.Setting]Surety{fleet.On: Surely, fleet.Off: Never, fleet.Unknown: Perhaps}[holds]
}

// conditionHolds: the pages say that resources of IAM have no attributes, and people use them: what depends on that is not
// known. The provider is known of a pod's token, and only if that is assumed to be seen.
// Source: https://docs.cloud.google.com/iam/docs/conditions-attribute-reference, read 2026-11-21.
func (w *World) conditionHolds(g grant, permission string, id identity) Surety {
	switch {
	case g.condition == "":
		return Surely
	case w.evaluator == nil:
		return Perhaps
	}
	var r fleet.Request
	if m := w.hearTenancy(hear(g.member)); w.assumed.ConditionsSeeProvider && m.kind == "pool" && !w.mayHaveOthers(m.words["pool"]) {
		r.Provider = id.words["url"]
	}
	none := r
	none.Service, none.Type = "-", "-"
	service, _, _ := strings.Cut(permission, ".")
	r.Service = map[string]string{"iam": "iam.googleapis.com", "resourcemanager": "cloudresourcemanager.googleapis.com"}[service]
	switch {
	case permission == "resourcemanager.projects.setIamPolicy":
		r.Type = r.Service + "/Project"
		none = r
	case strings.HasPrefix(permission, "iam.serviceAccounts."):
		r.Type = r.Service + "/ServiceAccount"
	}
	one, _ := w.evaluator.Condition(g.condition, r)
	other, _ := w.evaluator.Condition(g.condition, none)
	switch {
	case one == fleet.On && other == fleet.On:
		return Surely
	case one == fleet.Off && other == fleet.Off:
		return Never
	}
	return Perhaps
}

// mayHaveOthers: clusters that were not read may provide the pool.
func (w *World) mayHaveOthers(pool string) bool {
	for id, p := range w.pool {
		if p == pool && w.unreadTop["pool of projects/"+id] {
			return true
		}
	}
	return false
}
