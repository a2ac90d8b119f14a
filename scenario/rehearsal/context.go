package rehearsal

import (
	"cmp"
	"fmt"
	"strings"

	"fleettrust.example/fleet"
)

// A context is a cluster that kubectl knows by a name, and the namespace that it takes for granted there.
type context struct {
	cluster   fleet.ClusterName
	namespace string
}

// contextOf is what get-credentials calls a cluster of GKE.
// Source: https://docs.cloud.google.com/sdk/gcloud/reference/container/clusters/get-credentials
func contextOf(c fleet.ClusterName) string {
	return fmt.Sprintf("gke_%s_%s_%s", c.Project, c.Location, c.Name)
}

// use makes a context, and makes it the current one.
func (t *turn) use(name string, c fleet.ClusterName) {
	t.do(func() {
		if t.contexts[name] == nil || t.contexts[name].cluster != c {
			t.contexts[name] = &context{cluster: c}
		}
		t.current = name
	})
}

func (t *turn) getCredentials() error {
	f, err := t.cluster(t.Argument(0))
	if err != nil {
		return err
	}
	t.note("kubeconfig entry generated for %s.", f.Name.Name)
	t.use(contextOf(f.Name), f.Name)
	return nil
}

// contextNamed finds the cluster of a context: one that was made here, one of the names that get-credentials gives, or a cluster outside
// Google Cloud of that name.
func (s *Session) contextNamed(name string) (fleet.ClusterName, error) {
	if c, ok := s.contexts[name]; ok {
		return c.cluster, nil
	}
	if f, ok := one(s, func(f fleet.Cluster) bool { return f.Mode != fleet.Outside && contextOf(f.Name) == name }); ok {
		return f.Name, nil
	}
	if m, ok := one(s, func(m fleet.Membership) bool {
		return fmt.Sprintf("connectgateway_%s_%s_%s", m.Fleet, m.Location, m.Name) == name && !m.ClusterMissing
	}); ok {
		return m.Cluster, nil
	}
	if found := all(s, func(f fleet.Cluster) bool { return f.Mode == fleet.Outside && f.Name.Name == name }); len(found) == 1 {
		return found[0].Name, nil
	}
	return fleet.ClusterName{}, fail("error: context %q does not exist", name)
}

// target is the cluster and the namespace that a command of kubectl speaks of.
func (t *turn) target() (fleet.ClusterName, string, error) {
	name := cmp.Or(t.Value("context"), t.current)
	if t.Has("kubeconfig") && !t.Has("context") {
		return fleet.ClusterName{}, "", t.cannot("--kubeconfig without --context: the current context of another file is not known")
	}
	if name == "" {
		return fleet.ClusterName{}, "", fail("error: current-context is not set: gcloud container clusters get-credentials sets it")
	}
	at, err := t.contextNamed(name)
	if err != nil {
		return at, "", err
	}
	if !t.exists(at) {
		return at, "", fail("Unable to connect to the server: there is no cluster %v any more", at)
	}
	namespace := "default"
	if c := t.contexts[name]; c != nil && c.namespace != "" {
		namespace = c.namespace
	}
	return at, cmp.Or(t.Value("namespace"), namespace), nil
}

func (t *turn) useContext() error {
	name := t.Argument(0)
	at, err := t.contextNamed(name)
	if err != nil {
		return err
	}
	t.use(name, at)
	t.say("Switched to context %q.", name)
	return nil
}

func (t *turn) currentContext() error {
	if t.current == "" {
		return fail("error: current-context is not set")
	}
	t.say("%s", t.current)
	return nil
}

func (t *turn) renameContext() error {
	old, name := t.Argument(0), t.Argument(1)
	at, err := t.contextNamed(old)
	switch {
	case err != nil:
		return err
	case t.contexts[name] != nil:
		return fail("error: cannot rename the context %q, the context %q already exists in the kubeconfig", old, name)
	}
	t.do(func() {
		c := t.contexts[old]
		if c == nil {
			c = &context{cluster: at}
		}
		delete(t.contexts, old)
		t.contexts[name] = c
		if t.current == old {
			t.current = name
		}
	})
	t.say("Context %q renamed to %q.", old, name)
	return nil
}

// setContext sets the namespace of a context.
func (t *turn) setContext() error {
	name := t.Argument(0)
	if t.Is("current") {
		name = t.current
	}
	at, err := t.contextNamed(name)
	if err != nil {
		return err
	}
	namespace := t.Value("namespace")
	if strings.TrimSpace(namespace) == "" {
		return t.cannot("sets nothing: want --namespace")
	}
	t.do(func() { t.contexts[name] = &context{cluster: at, namespace: namespace} })
	t.say("Context %q modified.", name)
	return nil
}
