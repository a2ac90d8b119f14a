package rbac

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
)

// halves are the subjects that hold a part of a right and not the whole. A user holds what its groups do, and nobody says
// here who is in a group: one part held by a group and the other by somebody else may come together in one person.
type halves struct {
	holders [len(twoParts)][2][]fleet.Subject
}

// twoParts are the rights that take two requests.
var twoParts = [...]fleet.Right{fleet.BindRoles, fleet.EscalateRoles}

func (h *halves) add(s fleet.Subject, v granted) {
	for i, right := range twoParts {
		var parts [2]bool
		for _, r := range rights {
			for _, w := range r.ways {
				if r.right == right {
					parts[0] = parts[0] || v.byOneOf(w[0]) != ""
					parts[1] = parts[1] || v.byOneOf(w[1]) != ""
				}
			}
		}
		if part := h.holders[i][:]; parts[0] != parts[1] && parts[0] {
			part[0] = append(part[0], s)
		} else if parts[0] != parts[1] {
			part[1] = append(part[1], s)
		}
	}
}

// notes names one pair for each right.
func (h *halves) notes() (ns []Note) {
	for i, right := range twoParts {
		if a, b, ok := pair(h.holders[i]); ok {
			ns = append(ns, Note{Object: a.String(), Problem: fmt.Sprintf("with what %v holds it could %v; who is both was not told", b, right)})
		}
	}
	return ns
}

func pair(parts [2][]fleet.Subject) (a, b fleet.Subject, ok bool) {
	for _, a := range parts[0] {
		for _, b := range parts[1] {
			if a != b && (mayBeIn(a, b) || mayBeIn(b, a)) {
				return a, b, true
			}
		}
	}
	return a, b, false
}

// mayBeIn reports that a subject could be a member of a group, or of one beside it. Service accounts are in the groups that
// Kubernetes puts them in, and in no other.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/ (referring to subjects; 2026-11-21)
func mayBeIn(s, group fleet.Subject) bool {
	if group.Kind != fleet.GroupSubject {
		return false
	}
	of, accounts := strings.CutPrefix(group.Name, "system:serviceaccounts")
	switch {
	case s.Kind == fleet.GroupSubject || group.Name == "system:authenticated":
		return true
	case s.Kind == fleet.AccountSubject:
		return accounts && (of == "" || of == ":"+s.Namespace)
	default:
		return !accounts
	}
}
