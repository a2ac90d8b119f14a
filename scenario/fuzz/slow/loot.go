package slow

import (
	"maps"
	"strings"

	"fleettrust.example/fleet"
)

// The reading of credentials that lie about: R15, R16 and R32 for those who come to a node or a Secret.

// loot is R15, R16 and R32: what nodes hand out to what it runs, and what lies in Secrets.
func (t *taken) loot(atLeast Surety) {
	take := func(got gained, sure Surety) {
		for email, by := range got.free {
			raise(t.tokens, email, min(by, sure, atLeast))
		}
		for email, by := range got.bound {
			raise(t.bound, email, min(by, sure, atLeast))
		}
	}
	for _, c := range t.r.clusters {
		at := groundOf(t.r.facts, c.Name.String())
		for run := range t.bodies {
			if object, ok := strings.CutPrefix(run, c.Name.String()+" "); ok {
				ns, ksa, _ := strings.Cut(object, "/")
				take(t.r.gains(at, ns, ksa), t.bodies[run])
			}
		}
		take(t.r.wake(t.ofNodes(at)), Surely)
		take(t.r.wake(t.ofSecrets(at)), Surely)
	}
}

// wake leaves out accounts that are disabled.
func (w *World) wake(got gained) gained {
	asleep := func(email string, _ Surety) bool { return w.disabled[email] }
	maps.DeleteFunc(got.free, asleep)
	maps.DeleteFunc(got.bound, asleep)
	return got
}

// ofNodes: a pod of one's own may use the network of its node. Whoever makes a namespace is in doubt, as everywhere.
func (t *taken) ofNodes(at ground) gained {
	got := gained{map[string]Surety{}, map[string]Surety{}}
	run := Never
	for _, ns := range t.r.namespaces {
		if !t.r.stands(at.cluster.Name.String(), ns) {
			run = max(run, min(Perhaps, t.can(fleet.CreateNamespaces, at.cluster.Name.String(), at.cluster.Name.Project, ns, "")))
		}
		run = max(run, t.can(fleet.CreatePods, at.cluster.Name.String(), at.cluster.Name.Project, ns, ""))
	}
	for _, np := range at.pools {
		got.add(t.r.World, at, np, min(run, perhapsIf(at.cluster.Mode == fleet.Autopilot)))
	}
	return got
}

// ofSecrets: a key is in the hands of whoever may read the Secret, or create a pod that mounts it. What a token of a service
// account is good for is not documented.
func (t *taken) ofSecrets(at ground) gained {
	got := gained{map[string]Surety{}, map[string]Surety{}}
	cluster, project := at.cluster.Name.String(), at.cluster.Name.Project
	for _, s := range at.secrets {
		read := t.can(fleet.ReadSecrets, cluster, project, s.Namespace, s.Name)
		if s.Key != "" {
			raise(got.free, s.Key, max(read, t.can(fleet.CreatePods, cluster, project, s.Namespace, "")))
		}
		if s.Token != "" && raise(t.runs, cluster+" "+s.Namespace+"/"+s.Token, min(read, Perhaps)) {
			for _, id := range t.r.shownBy(at.cluster, s.Namespace, s.Token) {
				t.know(identity{id.words, min(id.sure, read, Perhaps)})
			}
		}
	}
	return got
}
