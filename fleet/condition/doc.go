// Package condition reads the conditions of policies, which are written in CEL, for package fleet: the IAM conditions of allow
// and deny policies and of the bindings of principal access boundaries, and the conditions of custom constraints.
//
//	b := fleet.Builder{Evaluator: condition.New(condition.Facts{Time: asOf})}
//
// Evaluation is partial: what is not told is not known, and a condition that depends on it is neither true nor false. What is
// left of the condition is then given as text, simplified by what is known. The more is told, the more conditions are settled;
// none that was settled turns round. An expression that cannot be read, fails, or costs too much, is not known either.
//
// # What is known of a request
//
//	resource.service, .type, .name                 as the graph tells, "" is not known
//	request.auth.claims.google.providerId          as the graph tells; nothing else of the token is known
//	request.time                                   Facts.Time, unless it is zero: no clock is read
//	request.path, .host, request.auth.access_levels, destination.ip, .port, principal.type, .subject,
//	api.getAttribute(…), compute.…(…), resource.hasTagKey(…), .hasTagKeyId(…), .matchTag(…), .matchTagId(…)   never
//
// Besides the functions of CEL there are extract, date and hasOnly.
// Source: https://docs.cloud.google.com/iam/docs/conditions-attribute-reference, read 2026-11-21.
//
// # What is known of a resource
//
// The condition of a custom constraint is about the fields of resource, by their names in the REST API. Those that are told
// are known, and no others: that a field is not told does not mean that it is not set.
// Source: https://docs.cloud.google.com/resource-manager/docs/organization-policy/creating-managing-custom-constraints
package condition
