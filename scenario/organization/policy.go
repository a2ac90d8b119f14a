package organization

import (
	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// How many of what have a policy of their own.
const (
	foldersPerFolder   = 10
	inheritingFolders  = 8
	inheritingProjects = 16
	denyingFolders     = 16
	deployedNamespaces = 4
)

const root = pool.Number(900_000_000_000) // the organization; folders are counted from it

// folders counts those that projects lie in, and above those the ones that they lie in.
func (o *Organization) folders() (inner, outer int) {
	inner = (o.Projects() + projectsPerFleet - 1) / projectsPerFleet
	return inner, (inner + foldersPerFolder - 1) / foldersPerFolder
}

func inner(i int) pool.Number { return root + 1_000_000 + pool.Number(i) }

func outer(i int) pool.Number { return root + 1 + pool.Number(i) }

// parent is what a project lies in.
func (o *Organization) parent(project int) fleet.Resource {
	if !o.size.Policies {
		return fleet.Resource{}
	}
	return fleet.InFolder(inner(project / projectsPerFleet))
}

func (o *Organization) yieldHierarchy(yield func(fleet.Fact) bool) bool {
	if !o.size.Policies {
		return true
	}
	if !yield(fleet.Organization{Number: root}) {
		return false
	}
	inside, outside := o.folders()
	for i := range outside {
		if !yield(fleet.Folder{Number: outer(i), Parent: fleet.InOrganization(root)}) {
			return false
		}
	}
	for i := range inside {
		if !yield(fleet.Folder{Number: inner(i), Parent: fleet.InFolder(outer(i / foldersPerFolder))}) {
			return false
		}
	}
	return true
}

func (o *Organization) yieldPolicies(yield func(fleet.Fact) bool) bool {
	for _, f := range o.policies {
		if !yield(f) {
			return false
		}
	}
	return true
}

func (o *Organization) drawPolicies(d dice) {
	inside, _ := o.folders()
	for i := range inside {
		o.drawFolder(d, i)
	}
	for p := range o.Projects() {
		o.drawProject(d, p)
	}
	for a := range o.Accounts() {
		o.drawAccount(d, a)
	}
}

// drawFolder draws the policies of a folder of projects. One that is denied to is denied where nobody inherits.
func (o *Organization) drawFolder(d dice, i int) {
	on := fleet.InFolder(inner(i))
	if i%inheritingFolders == 0 {
		o.policies = append(o.policies, fleet.Binding{On: on, Role: minter, Member: o.drawMember(d, i*projectsPerFleet)})
	}
	if i%denyingFolders == denyingFolders/2-1 {
		o.policies = append(o.policies, fleet.Deny{
			On: on, Name: "policies/cloudresourcemanager.googleapis.com%2Ffolders%2F" + inner(i).String() + "/denypolicies/" + oneMinter,
			Permissions:      []string{"iam.googleapis.com/serviceAccounts.getAccessToken"},
			Principals:       []pool.Principal{anyone},
			ExceptPrincipals: []pool.Principal{o.drawMember(d, i*projectsPerFleet)},
		})
	}
}

const oneMinter = "one-minter" // the deny policy of a folder, by its ID

var anyone = principal("principalSet://goog/public:all")

// drawMember draws a subject of a project.
func (o *Organization) drawMember(d dice, project int) pool.Principal {
	g := grant{kind: ToSubject, pool: uint32(project)}
	o.drawSubject(d, &g, o.drawClusterOf(d, project))
	return o.member(g)
}

func (o *Organization) drawProject(d dice, project int) {
	if project%inheritingProjects != inheritingProjects/2 {
		return
	}
	g := grant{kind: ToNamespace, pool: uint32(project)}
	g.a = o.namespaces[o.drawNamespaceOf(d, o.drawClusterOf(d, project))]
	o.policies = append(o.policies, fleet.Binding{On: fleet.InProject(o.projectIDs[project]), Role: user, Member: o.member(g)})
}

func (o *Organization) drawAccount(d dice, account int) {
	project := account / accountsPerProject
	on := fleet.OnAccount(o.emails[account])
	if d.percent(conditionShare) {
		o.policies = append(o.policies, fleet.Binding{On: on, Role: user, Member: o.drawMember(d, project), Condition: untilDate})
	}
	if d.percent(elsewhereShare) {
		host := o.size.hostOf(project)
		if c := o.drawCluster(d, project, true); o.clusters[c].member && o.size.projectOf(c) != host {
			o.policies = append(o.policies, fleet.Binding{On: on, Role: user, Member: o.member(grant{kind: ToCluster, pool: uint32(host), a: uint32(c)})})
		}
	}
}

const untilDate = `request.time < timestamp("2040-01-01T00:00:00Z")`
