package rehearsal

import (
	"cmp"
	"fmt"
	"strings"

	"fleettrust.example/fleet"
)

var memberDeeds = map[string]deed{
	"gcloud container fleet create":                      (*turn).createFleet,
	"gcloud container fleet delete":                      (*turn).deleteFleet,
	"gcloud container fleet memberships register":        (*turn).register,
	"gcloud container fleet memberships unregister":      (*turn).unregister,
	"gcloud container fleet memberships delete":          (*turn).deleteMember,
	"gcloud container fleet memberships describe":        (*turn).describeMember,
	"gcloud container fleet memberships list":            (*turn).listMembers,
	"gcloud container fleet memberships get-credentials": (*turn).gateway,
}

func (t *turn) createFleet() error {
	host, err := t.inProject()
	if err != nil {
		return err
	}
	t.create(fleet.Fleet{Host: host})
	t.note("Created fleet [projects/%s/locations/global/fleets/default].", host)
	return nil
}

func (t *turn) deleteFleet() error {
	host, err := t.inProject()
	if err != nil {
		return err
	}
	t.delete(fleet.Fleet{Host: host})
	t.note("Deleted fleet [projects/%s/locations/global/fleets/default].", host)
	return nil
}

// register makes a member. To register one again is how gcloud gives it an issuer.
// Source: https://docs.cloud.google.com/sdk/gcloud/reference/container/fleet/memberships/register
func (t *turn) register() error {
	host, err := t.inProject()
	if err != nil {
		return err
	}
	c, made, err := t.ofMember(host)
	if err != nil {
		return err
	}
	m := fleet.Membership{Fleet: host, Name: t.Argument(0), Cluster: c.Name, Location: t.Value("location")}
	m.Location = cmp.Or(m.Location, t.usualPlace(c))
	if m.Issuer, err = t.issuer(); err != nil {
		return err
	}
	if was, ok := one(t.Session, func(x fleet.Membership) bool {
		return x.Fleet == m.Fleet && x.Location == m.Location && x.Name == m.Name && x.Cluster == m.Cluster && !x.ClusterMissing
	}); ok && m.Issuer == fleet.On {
		was.Issuer = fleet.On
		t.update(was)
	} else {
		if made {
			t.create(c)
		}
		t.join(m)
	}
	t.note("Finished registering to the Fleet.")
	return nil
}

// issuer says whether a member has fleet identity. Without a word the sources conflict.
func (t *turn) issuer() (fleet.Setting, error) {
	switch {
	case t.Is("enable-workload-identity"):
		return fleet.On, nil
	case t.Has("enable-workload-identity") || t.Has("service-account-key-file"):
		return fleet.Off, nil
	case t.Is("has-private-issuer") || t.Has("public-issuer-url"):
		return 0, fail("--public-issuer-url and --has-private-issuer need --enable-workload-identity")
	default:
		return fleet.Unknown, nil
	}
}

// usualPlace is where a membership lies by default: in the region of a cluster of GKE.
func (t *turn) usualPlace(c fleet.Cluster) string {
	if c.Mode == fleet.Outside {
		return "global"
	}
	return region(c.Name.Location)
}

// ofMember is the cluster that is to be a member. One that kubectl alone knows is outside Google Cloud: it is made when there is none of that name.
func (t *turn) ofMember(host string) (c fleet.Cluster, made bool, err error) {
	at := fleet.ClusterName{Project: host}
	switch {
	case t.Has("gke-cluster"):
		var ok bool
		if at.Location, at.Name, ok = strings.Cut(t.Value("gke-cluster"), "/"); !ok {
			return c, false, fail("argument --gke-cluster: want LOCATION/NAME")
		}
	case t.Has("gke-uri"):
		p := strings.Split(t.Value("gke-uri")[strings.Index(t.Value("gke-uri"), "projects/")+1:], "/")
		if len(p) != 6 || p[4] != "clusters" {
			return c, false, fail("argument --gke-uri: want …/projects/PROJECT/locations/LOCATION/clusters/NAME")
		}
		at = fleet.ClusterName{Project: t.projectID(p[1]), Location: p[3], Name: p[5]}
	case t.Has("context"):
		return t.elsewhere(host)
	default:
		return c, false, fail("Exactly one of (--context | --gke-cluster | --gke-uri) must be specified.")
	}
	c, err = t.clusterAt(at)
	return c, false, err
}

// elsewhere finds the cluster outside Google Cloud that a context names.
func (t *turn) elsewhere(host string) (c fleet.Cluster, made bool, err error) {
	if at, err := t.contextNamed(t.Value("context")); err == nil {
		c, err := t.clusterAt(at)
		return c, false, err
	}
	at := fleet.ClusterName{Project: host, Location: cmp.Or(t.Value("location"), "global"), Name: t.Argument(0)}
	t.do(func() { t.contexts[t.Value("context")] = &context{cluster: at} })
	return fleet.Cluster{Name: at, Mode: fleet.Outside}, true, nil
}

// membership finds a member by its name, in the place that is said or in any.
func (t *turn) membership(name string) (fleet.Membership, error) {
	host, err := t.inProject()
	if err != nil {
		return fleet.Membership{}, err
	}
	found := all(t.Session, func(m fleet.Membership) bool {
		return m.Fleet == host && m.Name == last(name) && (!t.Has("location") || m.Location == t.Value("location"))
	})
	switch len(found) {
	case 0:
		return fleet.Membership{}, fail("NOT_FOUND: membership %q of the fleet of %s", name, host)
	case 1:
		return found[0], nil
	default:
		return fleet.Membership{}, fail("membership %q is in several locations of the fleet of %s: --location says which", name, host)
	}
}

// unregister ends the membership of the cluster that is said with it.
func (t *turn) unregister() error {
	m, err := t.membership(t.Argument(0))
	if err != nil {
		return err
	}
	if c, _, err := t.ofMember(m.Fleet); err != nil {
		return err
	} else if c.Name != m.Cluster {
		return fail("membership %q is that of cluster %v, and not of %v", m.Name, m.Cluster, c.Name)
	}
	return t.leave(m)
}

func (t *turn) deleteMember() error {
	m, err := t.membership(t.Argument(0))
	if err != nil {
		return err
	}
	return t.leave(m)
}

func (t *turn) leave(m fleet.Membership) error {
	t.delete(m)
	t.note("Deleted membership [%s].", memberPath(m))
	return nil
}

func memberPath(m fleet.Membership) string {
	return fmt.Sprintf("projects/%s/locations/%s/memberships/%s", m.Fleet, m.Location, m.Name)
}

func (t *turn) describeMember() error {
	m, err := t.membership(t.Argument(0))
	if err != nil {
		return err
	}
	return t.describe(func() any { return t.showMember(m) })
}

func (t *turn) listMembers() error {
	host, err := t.inProject()
	if err != nil {
		return err
	}
	return t.list(func() []any {
		return each(all(t.Session, func(m fleet.Membership) bool {
			return m.Fleet == host && (!t.Has("location") || t.Value("location") == "-" || m.Location == t.Value("location"))
		}), t.showMember)
	}, "name#1", "endpoint.gkeCluster.resourceLink")
}

func (t *turn) showMember(m fleet.Membership) any {
	shape := map[string]any{"name": memberPath(m), "state": map[string]any{"code": "READY"}}
	c, _ := t.clusterAt(m.Cluster)
	if m.Issuer == fleet.On {
		shape["authority"] = t.showAuthority(m, c)
	}
	endpoint := map[string]any{}
	if c.Mode != fleet.Outside {
		gke := map[string]any{"resourceLink": "//container.googleapis.com/" + linkOf(m.Cluster)}
		if m.ClusterMissing {
			gke["clusterMissing"] = true
		}
		endpoint["gkeCluster"] = gke
	}
	shape["endpoint"] = endpoint
	if m.Lightweight {
		shape["membershipType"] = "LIGHTWEIGHT"
	}
	return shape
}

// showAuthority names the issuer, and the provider: the cluster itself in its own project, else the membership.
func (t *turn) showAuthority(m fleet.Membership, c fleet.Cluster) map[string]any {
	cluster := "https://container.googleapis.com/v1/" + linkOf(m.Cluster)
	provider := m.IdentityProvider
	switch {
	case provider != "":
	case c.Mode != fleet.Outside && m.Cluster.Project == m.Fleet:
		provider = cluster
	default:
		provider = "https://gkehub.googleapis.com/" + memberPath(m)
	}
	name := t.poolOf(m.Fleet)
	if m.Pool.IsValid() {
		name = m.Pool
	}
	authority := map[string]any{"identityProvider": provider, "workloadIdentityPool": name.String(), "issuer": cluster}
	if c.Mode == fleet.Outside {
		authority["issuer"] = "https://kubernetes.default.svc.cluster.local"
	}
	return authority
}

// gateway makes a context of a member by way of its fleet.
func (t *turn) gateway() error {
	m, err := t.membership(t.Argument(0))
	if err != nil {
		return err
	}
	name := fmt.Sprintf("connectgateway_%s_%s_%s", m.Fleet, m.Location, m.Name)
	t.use(name, m.Cluster)
	t.note("A new kubeconfig entry %q has been generated and set as the current context.", name)
	return nil
}
