package scenario_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario"
)

func TestPictureShowsEveryCluster(t *testing.T) { lift(t, pictured) }

func FuzzPictureShowsEveryCluster(f *testing.F) { liftFuzz(f, pictured) }

// pictured: in every world, whatever the order of its facts, each cluster stands once at each pool it feeds, with a ?
// exactly where that is in doubt, and below if it feeds none.
func pictured(t *rapid.T) int {
	d, s := drawDescription(t), drawSelection(t)
	grant := scenario.Grant{Facts: d.facts(), Principals: []pool.Principal{s.principal("p1")}}
	picture, err := grant.Picture()
	if err != nil {
		t.Fatal(err)
	}
	grant.Facts = rapid.Permutation(grant.Facts).Draw(t, "order of facts")
	if again, err := grant.Picture(); err != nil || again != picture {
		t.Errorf("another order of facts, another picture: %v\n%s\n%s", err, picture, again)
	}
	for _, c := range d {
		certain, doubtful := 0, 0
		for _, host := range projects {
			switch c.feeds(host) {
			case surely:
				certain++
			case perhaps:
				doubtful++
			}
		}
		compare(t, d, "arrows of "+c.project+"/"+c.name+" in\n"+picture, []int{certain, doubtful}, arrows(picture, c))
	}
	return len(d)
}

// TestPictureOfDoubtAndDeadEnds draws what the scenarios have not: a switch that was not read, a cluster that feeds
// nothing, a cluster outside Google Cloud, and a principal that is of no pool, by way of which everyone comes in.
func TestPictureOfDoubtAndDeadEnds(t *testing.T) {
	name := func(n string) fleet.ClusterName { return fleet.ClusterName{Project: "acme", Location: "us", Name: n} }
	member := pool.Must(pool.Parse("serviceAccount:acme.svc.id.goog[shop/cart]"))
	account := pool.ServiceAccount("cart@acme.iam.gserviceaccount.com")
	grant := scenario.Grant{
		Facts: []fleet.Fact{
			fleet.Project{ID: "acme", Number: 7}, fleet.Fleet{Host: "acme"},
			fleet.Cluster{Name: name("unread")},
			fleet.Cluster{Name: name("off"), WorkloadIdentity: fleet.Off},
			fleet.Cluster{Name: name("attached"), Mode: fleet.Outside},
			fleet.Membership{Fleet: "acme", Location: "us", Name: "attached", Cluster: name("attached"), Issuer: fleet.On},
			fleet.KSA{Cluster: name("unread"), Namespace: "shop", Name: "cart"},
			fleet.GSA{Email: account.Email()},
			fleet.Binding{On: fleet.OnAccount(account.Email()), Role: "roles/iam.workloadIdentityUser", Member: member},
		},
		Principals: []pool.Principal{account},
	}
	want := `+-R2- acme/us/attached  in fleet of acme  open
+-R1? acme/us/unread                      excess
v
acme.svc.id.goog

feeds no pool: acme/us/off

of no pool: serviceAccount:cart@acme.iam.gserviceaccount.com
`
	if diff := cmp.Diff(want, must(grant.Picture())(t)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// arrows counts the certain and the doubtful ones of a cluster. It stands in one more line if it has none.
func arrows(picture string, c clusterDescription) []int {
	certain, doubtful, none := 0, 0, 0
	for line := range strings.Lines(picture) {
		fields := strings.Fields(line)
		switch {
		case len(fields) < 2:
		case fields[1] == c.clusterName().String() && strings.HasSuffix(fields[0], "?"):
			doubtful++
		case fields[1] == c.clusterName().String():
			certain++
		case strings.TrimSpace(line) == fmt.Sprint("feeds no pool: ", c.clusterName()):
			none++
		}
	}
	if (certain+doubtful == 0) != (none == 1) {
		return []int{-1, -1}
	}
	return []int{certain, doubtful}
}
