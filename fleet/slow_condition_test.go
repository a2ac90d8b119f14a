package fleet_test

import (
	"strings"

	"fleettrust.example/fleet"
)

// The slow model's reading of conditions.

// by gives the model the reader of conditions, whose language it does not speak itself.
func (w *slowWorld) by(e fleet.Evaluator) *slowWorld {
	w.evaluator = e
	return w
}

// settled: a condition of which the request is not known.
func (w *slowWorld) settled(condition string) surety {
	switch {
	case condition == "":
		return surely
	case w.evaluator == nil:
		return perhaps
	}
	holds, _ := w.evaluator.Condition(condition, fleet.Request{})
	return map[fleet.Setting]surety{fleet.On: surely, fleet.Off: never, fleet.Unknown: perhaps}[holds]
}

// conditionHolds: the pages say that resources of IAM have no attributes, and people use them: what depends on that is not
// known. The provider is known of a pod's token, and only if that is assumed to be seen.
// Source: https://docs.cloud.google.com/iam/docs/conditions-attribute-reference, read 2026-11-21.
func (w *slowWorld) conditionHolds(g slowGrant, permission string, id slowID) surety {
	switch {
	case g.condition == "":
		return surely
	case w.evaluator == nil:
		return perhaps
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
		return surely
	case one == fleet.Off && other == fleet.Off:
		return never
	}
	return perhaps
}

// mayHaveOthers: clusters that were not read may provide the pool.
func (w *slowWorld) mayHaveOthers(pool string) bool {
	for id, p := range w.pool {
		if p == pool && w.unreadTop["pool of projects/"+id] {
			return true
		}
	}
	return false
}
