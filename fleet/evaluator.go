package fleet

// An Evaluator reads the language of conditions, which this package does not: package fleet/condition has one, by CEL. It
// must be a function of its arguments, safe for concurrent use, and end.
type Evaluator interface {
	// Condition evaluates the condition of a policy on a request: On when it holds, Off when it does not, Unknown when
	// that depends on what is not known. Rest is then what is left of it, and on an error says what is wrong.
	Condition(expression string, request Request) (holds Setting, rest string)
	// Constraint evaluates the condition of a custom constraint on a resource. Fields that are not in it are not known.
	Constraint(expression string, resource map[string]any) (holds Setting, rest string)
}

// A Request is what the graph knows of a call that a condition is about. "" is not known.
type Request struct {
	Service, Type, Name string // of the resource: iam.googleapis.com, iam.googleapis.com/ServiceAccount, its full name
	Provider            string // of a workload's token: the identity provider
}
