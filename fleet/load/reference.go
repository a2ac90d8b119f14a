package load

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// referred gives what a reference names: an object by its name, or a resource by what it is called outside, and says why it is not known.
// Source: https://docs.cloud.google.com/config-connector/docs/how-to/creating-resource-references
func (c *connector) referred(ref item, kind string) (fleet.Resource, string) {
	if out := ref.field("external"); out.present() {
		return c.file.external(kind, out.filled())
	}
	to, why := c.object(ref, kind)
	if why != "" {
		return fleet.Resource{}, why
	}
	return to.resource()
}

// object gives the object that a reference names.
func (c *connector) object(ref item, kind string) (*connector, string) {
	name, namespace := ref.field("name").filled(), c.namespace
	if ns := ref.field("namespace"); ns.present() {
		namespace = ns.filled()
	}
	if name == "" {
		return nil, fmt.Sprintf("%s: the reference to a %s names nothing", ref.path(), kind)
	}
	return c.file.found(referent{kind, namespace, name})
}

// resource is that of Google Cloud which an object describes, of the kinds that hold a policy.
func (c *connector) resource() (fleet.Resource, string) {
	switch c.kind {
	case "Project":
		return c.file.external("Project", c.id())
	case "Folder":
		return c.folder()
	case "IAMServiceAccount":
		email, _, why := c.email()
		if why != "" {
			return fleet.Resource{}, why
		}
		return fleet.OnAccount(email), ""
	}
	return fleet.Resource{}, fmt.Sprintf("%s %q holds no policy that is known here", c.kind, c.name)
}

// folder reads the number of a folder, which the service gives: the spec has it of one that was there before, the status of one that
// was made.
func (c *connector) folder() (fleet.Resource, string) {
	status := c.field("status")
	for _, said := range []item{status.field("folderId"), status.field("name"), c.spec("resourceID")} {
		if said.present() {
			return c.file.external("Folder", said.digits())
		}
	}
	return fleet.Resource{}, fmt.Sprintf("no file says the number of the folder %q: gcloud resource-manager folders list", c.name)
}

// external reads what a resource is called outside of Kubernetes: projects/P or P, with a number or an ID; folders/N or N;
// organizations/N or N; projects/P/serviceAccounts/EMAIL or EMAIL.
func (f *file) external(kind, name string) (fleet.Resource, string) {
	name = strings.TrimPrefix(name, resourceManager)
	switch kind {
	case "Project":
		said := strings.TrimPrefix(name, "projects/")
		if strings.Contains(said, "/") || said == "" {
			return fleet.Resource{}, fmt.Sprintf("%q is no project", shorten(name))
		}
		id, ok := f.projectID(said)
		if !ok {
			return fleet.Resource{}, fmt.Sprintf("no file says the ID of project %s: gcloud projects describe %s", shorten(said), shorten(said))
		}
		return fleet.InProject(id), ""
	case "Folder", "Organization":
		return numbered(kind, name)
	case "IAMServiceAccount":
		_, email, full := strings.Cut(strings.TrimPrefix(name, "//iam.googleapis.com/"), "/serviceAccounts/")
		if !full {
			email = name
		}
		if !pool.ServiceAccount(email).IsValid() {
			return fleet.Resource{}, fmt.Sprintf("%q is not the e-mail of a service account", shorten(email))
		}
		return fleet.OnAccount(email), ""
	}
	return fleet.Resource{}, fmt.Sprintf("%s %q is not read", kind, shorten(name))
}

// numbered reads the number of a folder or an organization.
func numbered(kind, name string) (fleet.Resource, string) {
	n, err := pool.ParseNumber(strings.TrimPrefix(name, strings.ToLower(kind)+"s/"))
	switch {
	case err != nil:
		return fleet.Resource{}, fmt.Sprintf("%q is no %s: want its number", shorten(name), strings.ToLower(kind))
	case kind == "Folder":
		return fleet.InFolder(n), ""
	}
	return fleet.InOrganization(n), ""
}

// email gives the e-mail of a service account and the project it is in: as the status says, or made of the two names.
func (c *connector) email() (email, project, why string) {
	said := c.field("status").field("email")
	on, why := c.home("Project")
	if why == "" {
		project = on.ID()
	}
	if said.present() {
		email, why = said.filled(), ""
		of, _ := pool.ServiceAccount(email).Account()
		if project == "" {
			project = of.Project
		}
	}
	if email == "" && why == "" {
		email = accountEmail(c.id(), project)
	}
	if project == "" && why == "" {
		why = fmt.Sprintf("no file says in which project service account %q is", shorten(email))
	}
	return email, project, why
}

// accountEmail makes an e-mail of the ID of an account and of its project, which may lie in a domain: example.com:p.
// Source: https://docs.cloud.google.com/iam/docs/service-accounts-create
func accountEmail(id, project string) string {
	if domain, p, ok := strings.Cut(project, ":"); ok {
		project = p + "." + domain
	}
	return id + "@" + project + ".iam.gserviceaccount.com"
}

// clusterOf gives the cluster that a reference names.
func (c *connector) clusterOf(ref item) (fleet.ClusterName, string) {
	out := ref.field("external")
	if !out.present() {
		to, why := c.object(ref, "ContainerCluster")
		if why != "" {
			return fleet.ClusterName{}, why
		}
		return to.clusterName()
	}
	l, ok := parseLink(out.filled())
	if !ok {
		l, ok = parseLink("//container.googleapis.com/" + out.text())
	}
	if !ok {
		return fleet.ClusterName{}, fmt.Sprintf("%q is no link of a cluster", shorten(out.text()))
	}
	on, why := c.file.external("Project", l.project)
	return fleet.ClusterName{Project: on.ID(), Location: l.location, Name: l.name}, why
}

func (c *connector) clusterName() (fleet.ClusterName, string) {
	on, why := c.home("Project")
	name := fleet.ClusterName{Project: on.ID(), Location: c.spec("location").filled(), Name: c.id()}
	if why == "" && (name.Location == "" || name.Name == "") {
		why = fmt.Sprintf("cluster %q does not say its location", c.name)
	}
	return name, why
}

// membershipOf gives the membership that a reference names.
func (c *connector) membershipOf(ref item) (memberName, string) {
	out := ref.field("external")
	if !out.present() {
		to, why := c.object(ref, "GKEHubMembership")
		if why != "" {
			return memberName{}, why
		}
		return to.memberName()
	}
	m, ok := parseMembership(out.filled())
	if !ok {
		return m, fmt.Sprintf("%q is no membership", shorten(out.text()))
	}
	on, why := c.file.external("Project", m.host)
	m.host = on.ID()
	return m, why
}

func (c *connector) memberName() (memberName, string) {
	on, why := c.home("Project")
	m := memberName{on.ID(), c.spec("location").filled(), c.id()}
	if why == "" && (!legalName(m.location) || !legalName(m.name)) {
		why = fmt.Sprintf("membership %q has no location, or a name that none has", c.name)
	}
	return m, why
}

// scopeOf gives the full name of the team scope that a reference names, and the project of its fleet.
func (c *connector) scopeOf(ref item) (name string, p *project, why string) {
	out := ref.field("external")
	if !out.present() {
		to, why := c.object(ref, "GKEHubScope")
		if why != "" {
			return "", nil, why
		}
		return to.scopeName()
	}
	rest, ok := strings.CutPrefix(strings.TrimPrefix(out.filled(), "//gkehub.googleapis.com/"), "projects/")
	host, _, _ := strings.Cut(rest, "/")
	if !ok {
		return "", nil, fmt.Sprintf("%q is no team scope", shorten(out.text()))
	}
	on, why := c.file.external("Project", host)
	if why != "" {
		return "", nil, why
	}
	return "projects/" + on.ID() + strings.TrimPrefix(rest, host), c.file.project(on.ID(), c.source()), ""
}

func (c *connector) scopeName() (string, *project, string) {
	on, why := c.home("Project")
	if why != "" {
		return "", nil, why
	}
	return "projects/" + on.ID() + "/locations/global/scopes/" + c.id(), c.file.project(on.ID(), c.source()), ""
}
