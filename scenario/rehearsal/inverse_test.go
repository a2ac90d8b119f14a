package rehearsal_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/command"
	"fleettrust.example/scenario/fuzz"
	"fleettrust.example/scenario/rehearsal"
	"fleettrust.example/scenario/script"
	"fleettrust.example/scenario/search"
	"pgregory.net/rapid"
)

// TestInverse: what package command writes for an operation, read and carried out, makes of a world what the operation makes of it.
func TestInverse(t *testing.T) { rapid.Check(t, inverse) }

func FuzzInverse(f *testing.F) {
	f.Add([]byte("operation"))
	f.Add([]byte{1, 20, 3, 200, 50, 6, 77, 8, 9, 100, 11, 12})
	f.Fuzz(rapid.MakeFuzz(inverse))
}

func inverse(t *rapid.T) {
	facts := fuzz.World().Draw(t, "world")
	g := pool.Must(build(facts))
	op := fuzz.Operation(facts).Draw(t, "operation")
	line := command.Of(g, op)
	want, err := g.With(op)
	if strings.HasPrefix(line, "#") || nameless(g, op) {
		t.Skip("no command does it")
	}
	s := rehearsal.New(g, rehearsal.Options{})
	if err != nil {
		refused(t, s, op, line)
		return
	}
	if why := typed(s, line); why != "" {
		t.Fatalf("%+v\n%s\n%s\n%s", op, line, why, fuzz.Text(facts))
	}
	if lacks, more := apart(want, s.Graph(), op); len(lacks)+len(more) > 0 {
		t.Fatalf("%+v\n%s\nlacks %v\nhas %v\n%s", op, line, lacks, more, fuzz.Text(facts))
	}
}

// refused holds a session to what the cloud refuses: it refuses too, or has nothing to do, as gcloud has when a grant is there that is to
// be added. What sets a policy makes it or replaces it, and is never refused because there is one.
func refused(t *rapid.T, s *rehearsal.Session, op fleet.Operation, line string) {
	before := s.Graph()
	if why := typed(s, line); why != "" || strings.Contains(line, "org-policies set-") {
		return
	}
	if lacks, more := apart(before, s.Graph(), op); len(lacks)+len(more) > 0 {
		t.Fatalf("%+v is refused\n%s\nwas carried out: gone %v, come %v", op, line, lacks, more)
	}
}

// nameless reports what is about a cluster elsewhere that is no member and shares its name with another: what kubectl calls it is up to
// whoever runs it. And about a key of an account of which only the Secret tells, in a project whose accounts were all told.
func nameless(g *fleet.Graph, op fleet.Operation) bool {
	line := command.Of(g, op)
	names := map[string]int{}
	for c := range g.Clusters() {
		if c.Mode == fleet.Outside {
			names["--context="+c.Name.Name+" "]++
		}
	}
	for context, n := range names {
		if n > 1 && strings.Contains(line, context) {
			return true
		}
	}
	_, email, ok := strings.Cut(line, "--iam-account=")
	email, _, _ = strings.Cut(email, " ")
	return ok && !slices.Contains(slices.Collect(g.Accounts()), email)
}

func build(facts []fleet.Fact) (*fleet.Graph, error) {
	var b fleet.Builder
	b.Add(facts...)
	return b.Build()
}

// typed carries a line out as a shell would give it, or says why that went wrong.
func typed(s *rehearsal.Session, line string) (why string) {
	sh := script.Shell{Run: func(c script.Command) (string, bool) {
		r, err := s.Run(c.Stdin, c.Words...)
		if err != nil || r.Status != 0 {
			why += fmt.Sprintf("%q: %v %s", c.Words, err, r.Stderr)
		}
		return r.Stdout, err == nil && r.Status == 0
	}}
	left, err := sh.Do("line", []byte(line))
	if err != nil || len(left) > 0 {
		why += fmt.Sprintf("%v %v", left, err)
	}
	return why
}

// TestInverseHasVariety: most sorts of operation come through. The seeds are fixed, so the figures are too.
func TestInverseHasVariety(t *testing.T) {
	carried, all := map[string]int{}, 0
	for seed := range 1500 {
		facts := fuzz.World().Example(seed)
		op := fuzz.Operation(facts).Example(seed)
		g := pool.Must(build(facts))
		line := command.Of(g, op)
		if _, err := g.With(op); err != nil || strings.HasPrefix(line, "#") || nameless(g, op) {
			continue
		}
		all++
		carried[strings.Join(strings.Fields(line)[:2], " ")]++
		carried[fmt.Sprintf("%T", op)]++
		if why := typed(rehearsal.New(g, rehearsal.Options{}), line); why != "" {
			t.Errorf("%s: %s", line, why)
		}
	}
	for _, what := range []string{"gcloud container", "gcloud iam", "gcloud projects", "gcloud org-policies", "fleet.Create", "fleet.Update", "fleet.Delete"} {
		if carried[what] < 10 {
			t.Errorf("%s: %d of %d", what, carried[what], all)
		}
	}
}

// TestSearched types what searches have found, line by line, and comes to the world that they found.
func TestSearched(t *testing.T) {
	for _, c := range []struct{ principal, terms string }{
		{"serviceAccount:warehouse-loader@acme-data.iam.gserviceaccount.com", "cluster=acme-data/us-east1/warehouse,member=user:olivia@acme.example"},
		{"serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com", "fleet=acme-fleet"},
	} {
		var b fleet.Builder
		report, err := load.Into(&b, "../../examples/data/acme")
		if err != nil {
			t.Fatal(err)
		}
		g := pool.Must(b.Build())
		intent := pool.Must(fleet.ParseIntent(pool.Must(pool.Parse(c.principal)), strings.Split(c.terms, ",")...))
		found, err := search.From(g).Never(intent).BeyondToday().Run(t.Context(), search.Bounds{Operations: 2, Tries: 2000})
		if err != nil || found.Breach == nil {
			t.Fatalf("%s: nothing was found: %v %v", c.principal, found, err)
		}
		s := rehearsal.New(g, rehearsal.Options{Roles: report.Roles})
		for _, line := range found.Breach.Commands {
			if why := typed(s, line); why != "" {
				t.Errorf("%s: %s", line, why)
			}
		}
		if lacks, more := apart(found.Breach.After, s.Graph(), found.Breach.Operations[0]); len(lacks)+len(more) > 0 {
			t.Errorf("%q: lacks %v, has %v", found.Breach.Commands, lacks, more)
		}
	}
}

// TestLoadedRoles: a role binding of a world that was read is taken away, and with it what it permits, which permits alone do not show.
func TestLoadedRoles(t *testing.T) {
	var b fleet.Builder
	report, err := load.Into(&b, "../../examples/data/acme")
	if err != nil {
		t.Fatal(err)
	}
	g := pool.Must(b.Build())
	s, tried := rehearsal.New(g, rehearsal.Options{Roles: report.Roles}), 0
	for _, f := range g.Facts() {
		p, _ := f.(fleet.Permit)
		binding, _, _ := strings.Cut(p.Because, " to ")
		name, ok := strings.CutPrefix(binding, "RoleBinding "+p.Namespace+"/")
		if !ok || p.Namespace == "" || !slices.Contains(s.Graph().Facts(), f) {
			continue
		}
		tried++
		line := fmt.Sprintf("kubectl --context=gke_%s_%s_%s delete rolebinding %s -n %s", p.Cluster.Project, p.Cluster.Location, p.Cluster.Name, name, p.Namespace)
		if why := typed(s, line); why != "" || slices.Contains(s.Graph().Facts(), f) {
			t.Errorf("%s: %s: %v is left", line, why, p)
		}
	}
	if tried == 0 {
		t.Error("no role binding was read")
	}
}
