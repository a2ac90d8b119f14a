package rehearsal

import (
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
)

// exec runs gcloud auth list in a pod: what it gets by default, and before that a key that it mounts.
func (t *turn) exec() error {
	if strings.Join(t.After, " ") != "gcloud auth list" {
		return t.cannot("runs gcloud auth list, and not %q", strings.Join(t.After, " "))
	}
	at, namespace, err := t.target()
	if err != nil {
		return err
	}
	name := fleet.PodName{Cluster: at, Namespace: namespace, Name: last(t.Argument(0))}
	found, err := t.graph.DefaultCredential(name)
	if err != nil {
		return notFound("Pod", name.Name)
	}
	var keys, accounts, refused []string
	for _, c := range render.CredentialsOf(name, found).Credentials {
		switch {
		case c.Account == "":
			refused = append(refused, c.Why)
		case c.Kind == fleet.KeyCredential.String():
			keys = append(keys, c.Account)
		default:
			accounts = append(accounts, c.Account)
		}
		for _, r := range c.Reasons {
			t.note("note: in doubt: %s", r)
		}
	}
	accounts = distinct(append(keys, accounts...))
	if len(accounts) == 0 {
		return fail("ERROR: (gcloud.auth.list) %s\ncommand terminated with exit code 1", strings.Join(refused, "\n"))
	}
	return t.credentialed(accounts)
}
