package fleet_test

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
)

// permit reads SUBJECT RIGHT in CLUSTER [NS[/OBJECT]], where a subject is user:NAME, group:NAME or ksa:NS/NAME, a right has
// hyphens for spaces, and * is every namespace.
func permit(args []string) fleet.Fact {
	p := fleet.Permit{Subject: subject(args[0]), Right: right(args[1]), Cluster: clusterName(args[3]), Because: "a role binding"}
	if len(args) > 4 {
		p.Namespace, p.Object, _ = strings.Cut(strings.TrimPrefix(args[4], "*"), "/")
	}
	return p
}

func subject(text string) fleet.Subject {
	kind, name, _ := strings.Cut(text, ":")
	switch kind {
	case "user":
		return fleet.Subject{Kind: fleet.UserSubject, Name: name}
	case "group":
		return fleet.Subject{Kind: fleet.GroupSubject, Name: name}
	case "ksa":
		ns, ksa, _ := strings.Cut(name, "/")
		return fleet.Subject{Kind: fleet.AccountSubject, Namespace: ns, Name: ksa}
	default:
		panic("no such subject")
	}
}

func right(text string) fleet.Right {
	for r := fleet.CreatePods; ; r++ {
		switch r.String() {
		case strings.ReplaceAll(text, "-", " "):
			return r
		case fmt.Sprintf("right(%d)", uint8(r)):
			panic("no such right")
		}
	}
}

// attach prints who may attach an account, and the way.
func (c *conversation) attach(line string) string {
	p := c.principal(line)
	text := p.String() + "\n"
	for _, x := range c.g.Attachers(p) {
		text += fmt.Sprintf("  %s\n", assumerText(x))
	}
	return text
}

// could prints who could become a principal, the rights it takes and the way.
func (c *conversation) could(line string) string {
	p := c.principal(line)
	b := c.g.CouldBecome(p)
	text := fmt.Sprintf("%v: %v\n", p, b.Exactness())
	for x := range b.All() {
		var rights []string
		for _, r := range x.Rights {
			rights = append(rights, r.String())
		}
		text += fmt.Sprintf("  %v, %v: %s\n    %v\n", x.Actor, x.Exactness(), strings.Join(rights, ", "), x.Path)
	}
	for _, r := range b.Reasons() {
		text += fmt.Sprintf("  because %v\n", r)
	}
	return text
}
