package fleet_test

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
)

// equality is an Evaluator for tests: it knows PATH == LITERAL and PATH != LITERAL, on resources only.
type equality struct{}

func (equality) Condition(expression string, _ fleet.Request) (fleet.Setting, string) {
	return fleet.Unknown, expression
}

func (equality) Constraint(expression string, resource map[string]any) (fleet.Setting, string) {
	path, want, equal := strings.Cut(expression, " == ")
	if !equal {
		path, want, _ = strings.Cut(expression, " != ")
	}
	var at any = resource
	for _, field := range strings.Split(path, ".")[1:] {
		fields, ok := at.(map[string]any)
		if !ok || fields[field] == nil {
			return fleet.Unknown, expression
		}
		at = fields[field]
	}
	if (fmt.Sprint(at) == strings.Trim(want, `"`)) == equal {
		return fleet.On, ""
	}
	return fleet.Off, ""
}
