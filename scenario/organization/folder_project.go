package organization

import (
	"fmt"
	"strconv"

	"fleettrust.example/fleet"
)

const epoch = "2026-01-05T08:00:00Z" // when everything was made

func (w *folder) writeProject(p int) {
	id := w.o.projectIDs[p]
	at := fleet.InProject(id).String()
	project := object{"projectId": id, "projectNumber": number(p).String(), "lifecycleState": "ACTIVE", "createTime": epoch}
	if w.o.size.Policies {
		project["parent"] = object{"type": "folder", "id": inner(p / projectsPerFleet).String()}
		w.write("groups/"+w.o.deployers(p), []object{{"preferredMemberKey": object{"id": w.o.deployer(p)}, "type": "USER", "roles": []object{{"name": "MEMBER"}}}})
	}
	w.write(at+"/project", project)
	w.write(at+"/ancestors-iam-policy", w.ancestors(p))
	w.write(at+"/clusters", w.clusters(p))
	w.write(at+"/memberships", w.memberships(p))
	w.write(at+"/scopes", []object{})
	w.write(at+"/features", []object{})
	w.writeNothing(at)
	w.writeAccounts(p, at)
}

// ancestors lists the policies of a project and what it lies in, from the innermost out.
func (w *folder) ancestors(p int) []object {
	all := []object{w.ancestor("project", w.o.projectIDs[p], fleet.InProject(w.o.projectIDs[p]))}
	if !w.o.size.Policies {
		return all
	}
	in, out := inner(p/projectsPerFleet), outer(p/projectsPerFleet/foldersPerFolder)
	return append(all,
		w.ancestor("folder", in.String(), fleet.InFolder(in)),
		w.ancestor("folder", out.String(), fleet.InFolder(out)),
		w.ancestor("organization", root.String(), fleet.InOrganization(root)))
}

func (w *folder) ancestor(kind, id string, r fleet.Resource) object {
	return object{"type": kind, "id": id, "policy": w.policy(r)}
}

func (w *folder) writeAccounts(p int, at string) {
	accounts := []object{}
	for a := p * accountsPerProject; a < (p+1)*accountsPerProject; a++ {
		email := w.o.emails[a]
		accounts = append(accounts, object{
			"email": email, "name": at + "/serviceAccounts/" + email, "projectId": w.o.projectIDs[p],
			"uniqueId": strconv.Itoa(1_000_000_000_000_000_000 + a), "displayName": "", "etag": "MDEwMjE5MjA=",
		})
		w.write(at+"/service-accounts/"+email, w.policy(fleet.OnAccount(email)))
	}
	w.write(at+"/service-accounts", accounts)
}

func (w *folder) clusters(p int) []object {
	all := []object{}
	first, end := w.o.size.clustersOf(p)
	for c := first; c < end; c++ {
		all = append(all, w.cluster(c))
	}
	return all
}

// cluster has the fields of a cluster that is printed whole.
func (w *folder) cluster(i int) object {
	n, c := w.o.clusterName(i), w.o.clusters[i]
	all := object{
		"name": n.Name, "location": n.Location, "selfLink": containers + "projects/" + n.Project + "/locations/" + n.Location + "/clusters/" + n.Name,
		"createTime": epoch, "status": "RUNNING", "currentMasterVersion": gke, "initialClusterVersion": gke, "network": "default",
		"masterAuth": object{}, "nodePools": []object{},
	}
	if c.identity {
		all["workloadIdentityConfig"] = object{"workloadPool": n.Project + ".svc.id.goog"}
	}
	if c.member {
		host := number(w.o.host(i)).String()
		all["fleet"] = object{"project": host, "membership": "//gkehub.googleapis.com/projects/" + host + "/locations/" + everywhere + "/memberships/" + w.o.memberName(i)}
	}
	return all
}

const gke = "1.33.5-gke.1201000"

// memberships are those of the fleet that a project hosts.
func (w *folder) memberships(p int) []object {
	all := []object{}
	first, end := w.o.size.fleetOf(p)
	if first != p {
		return all
	}
	from, _ := w.o.size.clustersOf(first)
	to, _ := w.o.size.clustersOf(end)
	for c := from; c < to; c++ {
		if w.o.clusters[c].member {
			all = append(all, w.membership(c))
		}
	}
	return all
}

func (w *folder) membership(i int) object {
	n, host := w.o.clusterName(i), w.o.host(i)
	path := "projects/" + n.Project + "/locations/" + n.Location + "/clusters/" + n.Name
	all := object{
		"name":       "projects/" + w.o.projectIDs[host] + "/locations/" + everywhere + "/memberships/" + w.o.memberName(i),
		"createTime": epoch, "updateTime": epoch, "uniqueId": fmt.Sprintf("e9f16a8e-abbe-48a5-9c5e-%012x", i), "state": object{"code": "READY"},
		"endpoint": object{"gkeCluster": object{"resourceLink": "//container.googleapis.com/" + path}},
	}
	if w.o.clusters[i].identity {
		all["authority"] = object{
			"issuer": containers + path, "workloadIdentityPool": w.o.projectIDs[host] + ".svc.id.goog", "identityProvider": w.o.provider(i, host),
		}
	}
	return all
}
