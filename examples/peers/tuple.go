package main

import (
	"fmt"
	"slices"
	"strings"

	openfgav1 "github.com/openfga/api/proto/openfga/v1"
)

// A tuple says that a user has a relation to an object. The user is an object too, or all who have a relation to it.
type tuple struct {
	object   reference
	relation string
	user     reference
}

// A reference is an object by its type and name, or all who have a relation to it.
type reference struct{ kind, name, relation string }

func actorOf(name string) reference               { return reference{"actor", name, ""} }
func accountOf(email string) reference            { return reference{"account", email, ""} }
func clusterOf(name string) reference             { return reference{"cluster", name, ""} }
func memberOf(node string) reference              { return reference{"member", node, ""} }
func (r reference) who(relation string) reference { return reference{r.kind, r.name, relation} }

func (r reference) String() string {
	return strings.TrimSpace(strings.Join([]string{r.kind, r.name, r.relation}, " "))
}

// tuples are a world as model.fga has it. Each holds surely or perhaps.
type tuples struct {
	*reading
	roles   map[string][]string // the permissions of predefined roles
	grades  map[tuple]string
	objects map[reference]string // their identifiers
	names   map[string]reference // and back
}

func newTuples(r *reading, roles map[string][]string) *tuples {
	return &tuples{r, roles, map[tuple]string{}, map[reference]string{}, map[string]reference{}}
}

// add tells a tuple. One that was told to be sure stays so.
func (t *tuples) add(grade string, object reference, relation string, user reference) {
	if key := (tuple{object, relation, user}); grade != "never" && t.grades[key] != "surely" {
		t.grades[key] = grade
	}
}

// id is the identifier of an object. OpenFGA wants them without spaces and colons: it is a number.
func (t *tuples) id(object reference) string {
	object.relation = ""
	if t.objects[object] == "" {
		t.objects[object] = fmt.Sprintf("%s:%d", object.kind, len(t.objects))
		t.names[t.objects[object]] = object
	}
	return t.objects[object]
}

// keys gives those of some grades, in no order.
func (t *tuples) keys(grades ...string) []*openfgav1.TupleKey {
	var all []*openfgav1.TupleKey
	for key, grade := range t.grades {
		user := t.id(key.user)
		if key.user.relation != "" {
			user += "#" + key.user.relation
		}
		if slices.Contains(grades, grade) {
			all = append(all, &openfgav1.TupleKey{Object: t.id(key.object), Relation: key.relation, User: user})
		}
	}
	return all
}

// toldOf lists the tuples of an object.
func (t *tuples) toldOf(object reference) []string {
	var all []string
	for key, grade := range t.grades {
		if key.object == object {
			all = append(all, fmt.Sprintf("told: %s of %v: %s %v", key.relation, object, grade, key.user))
		}
	}
	return slices.Sorted(slices.Values(all))
}
