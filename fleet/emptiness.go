package fleet

import (
	"fmt"
	"strings"

	"fleettrust.example/pool"
)

// emptiness says why an answer names nobody, and of a principal that nobody can be, why that is.
func (a *Answer) emptiness() []Reason {
	p := a.selector.principal
	why, dead := p.Dead()
	switch {
	case dead && p.Kind() == pool.KindDeleted:
		return []Reason{{p.String() + ": " + why, ""}}
	case p.Kind() == pool.KindPoolResource:
		return []Reason{{p.String() + " is the pool resource itself, not the workloads in it", ""}}
	case len(a.found)+len(a.vertices) > 0, a.selector.selects == nobody, a.selector.selects == elsewhere:
		return nil
	}
	return []Reason{{a.nobody(), ""}}
}

// nobody says what was looked for in vain.
func (a *Answer) nobody() string {
	g, s := a.g, a.selector
	p := s.principal
	switch s.selects {
	case subjects:
		return fmt.Sprintf("no cluster that provides pool %s has the service account %s/%s", p.Pool(), p.Namespace(), p.ServiceAccount())
	case namespaces:
		return fmt.Sprintf("no cluster that provides pool %s has the namespace %s", p.Pool(), p.Namespace())
	case uids:
		return fmt.Sprintf("no service account of a cluster that provides pool %s has the UID %s", p.Pool(), p.UID())
	case clusters:
		return fmt.Sprintf("no cluster with a service account provides pool %s as %s", p.Pool(), p.Provider())
	case credentials:
		return fmt.Sprintf("no service account has a credential at pool %s", p.Pool())
	case oneAccount:
		if !g.usable(s.account) {
			return "service account " + g.account(s.account).email + " is disabled: until someone enables it, nobody can mint or use its tokens"
		}
		return fmt.Sprintf("no grant on service account %s, its project, folders or organization leads anyone to it, and no node or key that was told does%s%s", g.account(s.account).email, g.disabledHolders(s.account), g.cutGrants(s.account))
	case gathered:
		return fmt.Sprintf("%s has nobody in it who can act", p)
	case accountsIn, anyAccount:
		return fmt.Sprintf("no service account that can be used is in %s", p)
	case everyone:
		return "this world has no workloads"
	default:
		return fmt.Sprintf("%s matches nobody", p)
	}
}

// disabledHolders names the disabled accounts to which grants over an account would lead it.
func (g *Graph) disabledHolders(a int32) string {
	var emails []string
	for i := range g.grantsOver(a, false, false, nil) {
		if s := &g.member(g.grant(i).member).selector; s.selects == oneAccount && !g.usable(s.account) {
			emails = append(emails, g.account(s.account).email)
		}
	}
	if len(emails) == 0 {
		return ""
	}
	return ", but for disabled accounts: " + strings.Join(sortedText(emails), ", ")
}

// cutGrants names what forbids the grants over an account.
func (g *Graph) cutGrants(a int32) string {
	var cut []string
	for i := range g.grantsOver(a, false, false, nil) {
		cut = append(cut, g.cutters(i, a)...)
	}
	if len(cut) == 0 {
		return ""
	}
	return "; " + strings.Join(sortedText(cut), "; ")
}
