package rehearsal

import (
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// all lists the facts of a sort that are meant, in the order of the graph.
func all[F fleet.Fact](s *Session, is func(F) bool) []F {
	var found []F
	for _, f := range s.facts {
		if f, ok := f.(F); ok && is(f) {
			found = append(found, f)
		}
	}
	return found
}

// one gives the first of them.
func one[F fleet.Fact](s *Session, is func(F) bool) (F, bool) {
	for _, f := range s.facts {
		if f, ok := f.(F); ok && is(f) {
			return f, true
		}
	}
	var none F
	return none, false
}

func has[F fleet.Fact](s *Session, is func(F) bool) bool {
	_, ok := one(s, is)
	return ok
}

// every meets each fact of a sort.
func every[F fleet.Fact](F) bool { return true }

// projectFact finds a project by its ID or its number.
func (s *Session) projectFact(name string) (fleet.Project, bool) {
	return one(s, func(p fleet.Project) bool { return p.ID == name || p.Number != 0 && p.Number.String() == name })
}

// projectID gives the ID of a project that is named by ID or number.
func (s *Session) projectID(name string) string {
	if p, ok := s.projectFact(name); ok {
		return p.ID
	}
	return name
}

// inProject is the project that a command speaks of: that of the flag, or the current one.
func (t *turn) inProject() (string, error) {
	name := t.Value("project")
	if name == "" {
		name = t.Session.project
	}
	if name == "" {
		return "", fail("The required property [project] is not currently set. It can be set with: gcloud config set project PROJECT_ID, or with --project.")
	}
	return t.projectID(name), nil
}

// inFleet is the project that hosts the fleet a command speaks of, if it hosts one.
func (t *turn) inFleet() (string, error) {
	host, err := t.inProject()
	if err == nil && !t.hasFleet(host) {
		return "", fail("NOT_FOUND: project %q hosts no fleet", host)
	}
	return host, err
}

func (s *Session) hasFleet(host string) bool {
	return has(s, func(f fleet.Fleet) bool { return f.Host == host })
}

// place is the location that a command speaks of.
func (t *turn) place() (string, error) {
	for _, flag := range []string{"location", "zone", "region"} {
		if v := t.Value(flag); v != "" {
			return v, nil
		}
	}
	if t.Session.location != "" {
		return t.Session.location, nil
	}
	return "", fail("One of [--location, --zone, --region] must be supplied.")
}

// namedCluster is a cluster of the project and the place of a command. It need not exist.
func (t *turn) namedCluster(name string) (fleet.ClusterName, error) {
	project, err := t.inProject()
	if err != nil {
		return fleet.ClusterName{}, err
	}
	location, err := t.place()
	return fleet.ClusterName{Project: project, Location: location, Name: name}, err
}

// cluster finds that cluster.
func (t *turn) cluster(name string) (fleet.Cluster, error) {
	at, err := t.namedCluster(name)
	if err != nil {
		return fleet.Cluster{}, err
	}
	return t.clusterAt(at)
}

func (s *Session) clusterAt(at fleet.ClusterName) (fleet.Cluster, error) {
	if f, ok := one(s, func(f fleet.Cluster) bool { return f.Name == at }); ok {
		return f, nil
	}
	return fleet.Cluster{}, fail("ResponseError: code=404, message=Not found: projects/%s/locations/%s/clusters/%s.", at.Project, at.Location, at.Name)
}

// poolOf is the pool of a project.
func (s *Session) poolOf(project string) pool.Name {
	if p, ok := s.projectFact(project); ok && p.Pool.IsValid() {
		return p.Pool
	}
	name, _ := pool.NameOf(project)
	return name
}

// number makes up a number that nothing has.
func (t *turn) number() pool.Number {
	used := map[pool.Number]bool{}
	for _, f := range t.facts {
		switch f := f.(type) {
		case fleet.Project:
			used[f.Number] = true
		case fleet.Folder:
			used[f.Number] = true
		case fleet.Organization:
			used[f.Number] = true
		}
	}
	n := pool.Number(900000000001 + t.numbered)
	for used[n] {
		n++
	}
	t.do(func() { t.numbered = uint64(n) - 900000000000 })
	return n
}

// last is what a thing is called at its place.
func last(name string) string { return name[strings.LastIndex(name, "/")+1:] }

// parts splits a list at its commas. Nothing is a list of none.
func parts(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, ",")
}

// distinct keeps the first of each.
func distinct(list []string) []string {
	var kept []string
	for _, v := range list {
		if v != "" && !slices.Contains(kept, v) {
			kept = append(kept, v)
		}
	}
	return kept
}
