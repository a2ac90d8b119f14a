package rehearsal

import (
	"fmt"
	"slices"
	"strings"

	rbacv1 "k8s.io/api/rbac/v1"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/rbac"
)

// canI asks whether somebody has a right that lets an actor become another, by the roles of the cluster. IAM may give it besides: then there
// is no answer here.
func (t *turn) canI() error {
	at, namespace, err := t.target()
	if err != nil {
		return err
	}
	resource := t.Argument(1)
	if base, name, ok := strings.Cut(resource, "/"); ok && apiGroups[base] == "" && strings.Count(name, "/") == 0 && name != "token" && name != "exec" {
		resource = base
	}
	rules, err := t.rule([]string{t.Argument(0)}, []string{resource}, nil)
	if err != nil {
		return err
	}
	rights := rightsOf(at, rules)
	if len(rights) == 0 {
		return t.cannot("%s %s is no right that lets somebody become somebody", t.Argument(0), t.Argument(1))
	}
	if t.Is("all-namespaces") {
		namespace = ""
	}
	return t.answer(at, namespace, rights)
}

// rightsOf are the rights that a role of these rules would give.
func rightsOf(at fleet.ClusterName, rules []rbacv1.PolicyRule) []fleet.Right {
	const name = "asked"
	o := rbac.Objects{}
	o.ClusterRoles = []rbacv1.ClusterRole{{Rules: rules}}
	o.ClusterRoles[0].Name = name
	o.ClusterRoleBindings = []rbacv1.ClusterRoleBinding{{RoleRef: rbacv1.RoleRef{Kind: "ClusterRole", Name: name}, Subjects: []rbacv1.Subject{{Kind: "User", Name: name}}}}
	permits, _ := rbac.Permits(at, o)
	return each(permits, func(p fleet.Permit) fleet.Right { return p.Right })
}

func (t *turn) answer(at fleet.ClusterName, namespace string, rights []fleet.Right) error {
	who, err := t.asked()
	if err != nil {
		return err
	}
	for _, p := range all(t.Session, func(p fleet.Permit) bool { return p.Cluster == at }) {
		if slices.Contains(rights, p.Right) && slices.Contains(who, p.Subject) && (p.Namespace == "" || p.Namespace == namespace) && (p.Object == "" || p.Object == t.Argument(2)) {
			t.say("yes")
			return nil
		}
	}
	switch {
	case has(t.Session, func(g fleet.Gap) bool { return g.What == fleet.GapRBAC && g.Cluster == at }):
		return t.cannot("the roles of cluster %v were not all told", at)
	case slices.ContainsFunc(who, func(s fleet.Subject) bool { return strings.Contains(s.Name, "@") }):
		return t.cannot("no role of the cluster says so, and IAM may: whocan could asks both")
	}
	t.out.WriteString("no\n")
	return failure("")
}

// asked are the subjects that somebody is: itself, and the groups of a service account.
// Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#service-account-tokens
func (t *turn) asked() ([]fleet.Subject, error) {
	name := t.Value("as")
	if name == "" {
		return nil, t.cannot("wants --as: who asks is not known")
	}
	who := []fleet.Subject{{Kind: fleet.UserSubject, Name: name}, {Kind: fleet.GroupSubject, Name: "system:authenticated"}}
	for _, g := range t.Values("as-group") {
		who = append(who, fleet.Subject{Kind: fleet.GroupSubject, Name: g})
	}
	if of, ok := strings.CutPrefix(name, "system:serviceaccount:"); ok {
		namespace, account, _ := strings.Cut(of, ":")
		who = append(who, fleet.Subject{Kind: fleet.AccountSubject, Namespace: namespace, Name: account},
			fleet.Subject{Kind: fleet.GroupSubject, Name: "system:serviceaccounts"}, fleet.Subject{Kind: fleet.GroupSubject, Name: fmt.Sprintf("system:serviceaccounts:%s", namespace)})
	}
	return who, nil
}
