package fuzz

// conditions are those of grants, deny rules and boundaries: settled for everyone, by the time of the request, by what is acted
// on and by the provider of a token; never settled; and one that nobody can read.
var conditions = []string{
	"request.time < timestamp('2030-01-01T00:00:00Z')",
	"true",
	"request.time >= timestamp('2030-01-01T00:00:00Z')",
	"false",
	"resource.type == 'iam.googleapis.com/ServiceAccount'",
	"resource.type != 'cloudresourcemanager.googleapis.com/Project'",
	"request.auth.claims.google.providerId == 'https://container.googleapis.com/v1/projects/alpha/locations/us/clusters/c1'",
	"resource.matchTag('1/env', 'prod')",
	"this is no condition",
}

func (w *world) condition() string { return pick(w.t, "condition", conditions...) }
