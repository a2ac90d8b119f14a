package main

import (
	"maps"
	"slices"
	"strings"
)

// A reading is a document with what is looked up in it by name.
type reading struct {
	*document
	ids       map[string]string   // of a project, by ID and by number
	numbers   map[string]string   // by ID
	pools     map[string]string   // by the ID of the project, where they are known
	parents   map[string]string   // of a project and a folder that was told, "" for none
	clusters  map[string]cluster  // by name
	workloads map[string]ksa      // by name, with the UIDs that were told
	accounts  map[string]gsa      // by e-mail, also those that are only mentioned
	homes     map[string]string   // the project of an account, by e-mail
	groups    map[string][]string // the members of a group, by its node
}

func read(d *document) *reading {
	r := &reading{
		d, map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}, map[string]cluster{},
		map[string]ksa{}, map[string]gsa{}, map[string]string{}, map[string][]string{},
	}
	r.readHierarchy()
	r.readWorkloads()
	r.readAccounts()
	for _, g := range d.Groups {
		r.groups[node(g.Name)] = g.Members
	}
	return r
}

func (r *reading) readHierarchy() {
	for _, o := range r.Organizations {
		r.parents["organizations/"+o.Number] = ""
	}
	for _, f := range r.Folders {
		r.parents["folders/"+f.Number] = f.Parent
	}
	for _, p := range r.Projects {
		r.ids[p.ID], r.ids[p.Number], r.numbers[p.ID], r.parents["projects/"+p.ID] = p.ID, p.ID, p.Number, p.Parent
		if !strings.Contains(p.ID, ":") {
			r.pools[p.ID] = p.ID + ".svc.id.goog"
		}
	}
	delete(r.ids, "")
	for _, p := range r.Projects {
		r.toldPool(p.ID, p.Pool)
	}
	for _, c := range r.Clusters {
		r.clusters[c.Name] = c
		r.toldPool(projectOf(c.Name), c.Pool)
	}
}

func (r *reading) toldPool(project, pool string) {
	if pool != "" && r.ids[project] != "" {
		r.pools[project] = pool
	}
}

func projectOf(cluster string) string {
	project, _, _ := strings.Cut(cluster, "/")
	return project
}

// readWorkloads gathers the service accounts of Kubernetes: those told, those that pods and tokens tell of, and in each namespace
// that is there at all the one named default.
func (r *reading) readWorkloads() {
	for _, n := range r.Namespaces {
		r.run(ksa{n.Cluster, n.Name, "default", ""})
	}
	for _, p := range r.Pods {
		r.run(ksa{p.Cluster, p.Namespace, "default", ""})
		r.run(ksa{p.Cluster, p.Namespace, runsAs(p), ""})
	}
	for _, s := range r.Secrets {
		r.run(ksa{s.Cluster, s.Namespace, "default", ""})
		r.run(ksa{s.Cluster, s.Namespace, or(s.Token, "default"), ""})
	}
	for _, k := range r.KSAs {
		r.run(ksa{k.Cluster, k.Namespace, "default", ""})
		r.workloads[workloadName(k)] = k
	}
}

func (r *reading) run(k ksa) {
	if _, ok := r.workloads[workloadName(k)]; !ok {
		r.workloads[workloadName(k)] = k
	}
}

func workloadName(k ksa) string { return k.Cluster + " " + k.Namespace + "/" + k.Name }

func runsAs(p pod) string { return or(p.ServiceAccount, "default") }

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// written gives every member in a grant or a group.
func (d *document) written() []string {
	var all []string
	for _, b := range d.Bindings {
		if b.Unread == "" {
			all = append(all, b.Member)
		}
	}
	for _, g := range d.Groups {
		all = append(append(all, g.Name), g.Members...)
	}
	return all
}

// readAccounts gathers the service accounts that are told or mentioned. Those only mentioned have no project of their own.
func (r *reading) readAccounts() {
	for _, m := range r.written() {
		if m := readMember(m); m.form == "account" {
			r.accounts[m.email] = gsa{}
		}
	}
	for _, b := range r.Bindings {
		if email, ok := strings.CutPrefix(b.On, "serviceAccounts/"); ok {
			r.accounts[email] = gsa{}
		}
	}
	for _, s := range r.Secrets {
		if s.Key != "" {
			r.accounts[s.Key] = gsa{}
		}
	}
	for _, a := range r.GSAs {
		r.accounts[a.Email] = a
	}
	for email, a := range r.accounts {
		if home := r.ids[or(a.Project, projectIn(email))]; home != "" {
			r.homes[email] = home
		}
	}
}

// enabled gives the e-mails of the accounts that are not disabled: the others can neither be obtained nor used.
func (r *reading) enabled() []string {
	all := slices.Sorted(maps.Keys(r.accounts))
	return slices.DeleteFunc(all, func(email string) bool { return r.accounts[email].Disabled })
}

// projectIn reads the project in the e-mail of an account: NAME@PROJECT, NAME@PROJECT.DOMAIN, NUMBER-compute or PROJECT@appspot.
func projectIn(email string) string {
	name, domain, _ := strings.Cut(email, "@")
	if project, ok := strings.CutSuffix(domain, ".iam.gserviceaccount.com"); ok {
		project, scope, scoped := strings.Cut(project, ".")
		if scoped {
			return scope + ":" + project
		}
		return project
	}
	number, compute := strings.CutSuffix(name, "-compute")
	switch {
	case compute && domain == "developer.gserviceaccount.com":
		return number
	case domain == "appspot.gserviceaccount.com":
		return name
	default:
		return ""
	}
}

// resource is a resource with its project by ID, "" where that was not told.
func (r *reading) resource(text string) string {
	if project, ok := strings.CutPrefix(text, "projects/"); ok {
		if r.ids[project] == "" {
			return ""
		}
		return "projects/" + r.ids[project]
	}
	return text
}

// lineage is a resource that was told and all above it, as far as they were told.
func (r *reading) lineage(resource string) []string {
	var all []string
	for parent, told := r.parents[resource]; told && !slices.Contains(all, resource); parent, told = r.parents[resource] {
		all = append(all, resource)
		resource = parent
	}
	return all
}

// open reports that an account lies below a folder whose parent was not told.
func (r *reading) open(email string) bool {
	line := r.lineage("projects/" + r.homes[email])
	return len(line) > 0 && strings.HasPrefix(line[len(line)-1], "folders/")
}
