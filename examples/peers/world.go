package main

import (
	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// document is a world as a JSON document: one list for each kind of fact, the fields named as those of the facts. Nothing is
// worked out: members, resources and clusters are the texts that they print as, numbers are digits, a setting is on, off
// or unknown, and "" is what was not told. Kinds that the rules for OPA leave out are not in it.
type document struct {
	Organizations   []organization   `json:"organizations"`
	Folders         []folder         `json:"folders"`
	Projects        []project        `json:"projects"`
	Clusters        []cluster        `json:"clusters"`
	Fleets          []hosted         `json:"fleets"`
	Memberships     []membership     `json:"memberships"`
	ScopeBindings   []scopeBinding   `json:"scopeBindings"`
	FleetNamespaces []fleetNamespace `json:"fleetNamespaces"`
	Namespaces      []namespace      `json:"namespaces"`
	KSAs            []ksa            `json:"ksas"`
	Pods            []pod            `json:"pods"`
	Secrets         []secret         `json:"secrets"`
	GSAs            []gsa            `json:"gsas"`
	Roles           []role           `json:"roles"`
	Bindings        []binding        `json:"bindings"`
	Groups          []group          `json:"groups"`
	Denies          []deny           `json:"denies"`
	OrgPolicies     []orgPolicy      `json:"orgPolicies"`
	Gaps            []gap            `json:"gaps"`
}

type organization struct {
	Number string `json:"number"`
}

type folder struct {
	Number string `json:"number"`
	Parent string `json:"parent"`
}

type project struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	Parent string `json:"parent"`
	Pool   string `json:"pool"`
}

type cluster struct {
	Name             string `json:"name"` // PROJECT/LOCATION/NAME
	Mode             string `json:"mode"`
	WorkloadIdentity string `json:"workloadIdentity"`
	Pool             string `json:"pool"`
}

type hosted struct {
	Host        string `json:"host"`
	TenancyPool string `json:"tenancyPool"`
}

type membership struct {
	Fleet            string `json:"fleet"`
	Location         string `json:"location"`
	Name             string `json:"name"`
	Cluster          string `json:"cluster"`
	Issuer           string `json:"issuer"`
	Lightweight      bool   `json:"lightweight"`
	IdentityProvider string `json:"identityProvider"`
	Pool             string `json:"pool"`
	ClusterMissing   bool   `json:"clusterMissing"`
}

type scopeBinding struct {
	Fleet      string `json:"fleet"`
	Location   string `json:"location"`
	Membership string `json:"membership"`
	Scope      string `json:"scope"`
}

type fleetNamespace struct {
	Fleet string `json:"fleet"`
	Scope string `json:"scope"`
	Name  string `json:"name"`
}

type namespace struct {
	Cluster string `json:"cluster"`
	Name    string `json:"name"`
}

type ksa struct {
	Cluster   string `json:"cluster"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	UID       string `json:"uid"`
}

type pod struct {
	Cluster        string   `json:"cluster"`
	Namespace      string   `json:"namespace"`
	ServiceAccount string   `json:"serviceAccount"`
	Secrets        []string `json:"secrets"`
}

type secret struct {
	Cluster   string `json:"cluster"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	Key       string `json:"key"`
	Token     string `json:"token"`
}

type gsa struct {
	Email    string `json:"email"`
	Project  string `json:"project"`
	Disabled bool   `json:"disabled"`
}

type role struct {
	Name        string   `json:"name"`
	Permissions []string `json:"permissions"`
}

type binding struct {
	On        string `json:"on"`
	Role      string `json:"role"`
	Member    string `json:"member"` // "" when Unread is not
	Condition string `json:"condition"`
	Unread    string `json:"unread"`
}

type group struct {
	Name    string   `json:"name"`
	Members []string `json:"members"`
}

type deny struct {
	On                string   `json:"on"`
	Permissions       []string `json:"permissions"`
	ExceptPermissions []string `json:"exceptPermissions"`
	Principals        []string `json:"principals"`
	ExceptPrincipals  []string `json:"exceptPrincipals"`
	Condition         string   `json:"condition"`
}

type orgPolicy struct {
	On         string `json:"on"`
	Constraint string `json:"constraint"`
	Enforced   string `json:"enforced"`
	Reset      bool   `json:"reset"`
}

type gap struct {
	What string `json:"what"`
	On   string `json:"on"` // "" where it is of a cluster
}

// gapTexts names what may not have been read, where it makes a difference to who was told.
var gapTexts = map[fleet.GapKind]string{
	fleet.GapMemberships: "memberships", fleet.GapScopes: "scopes", fleet.GapPolicy: "policy", fleet.GapOrgPolicies: "organization policies",
}

// written gives facts as a document. Those of kinds that are not in it are skipped: see judged.
func written(facts []fleet.Fact) *document {
	d := &document{
		[]organization{}, []folder{}, []project{}, []cluster{}, []hosted{}, []membership{}, []scopeBinding{}, []fleetNamespace{},
		[]namespace{}, []ksa{}, []pod{}, []secret{}, []gsa{}, []role{}, []binding{}, []group{}, []deny{}, []orgPolicy{}, []gap{},
	}
	for _, f := range facts {
		d.tell(f)
	}
	return d
}

func (d *document) tell(f fleet.Fact) {
	switch f := f.(type) {
	case fleet.Organization:
		d.Organizations = append(d.Organizations, organization{digits(f.Number)})
	case fleet.Folder:
		d.Folders = append(d.Folders, folder{digits(f.Number), f.Parent.String()})
	case fleet.Project:
		d.Projects = append(d.Projects, project{f.ID, digits(f.Number), f.Parent.String(), poolText(f.Pool)})
	case fleet.Role:
		d.Roles = append(d.Roles, role{f.Name, texts(f.Permissions)})
	case fleet.Binding:
		d.Bindings = append(d.Bindings, binding{f.On.String(), f.Role, memberText(f.Member), f.Condition, f.Unread})
	case fleet.GSA:
		d.GSAs = append(d.GSAs, gsa{f.Email, f.Project, f.Disabled})
	case fleet.Group:
		d.Groups = append(d.Groups, group{f.Name.String(), memberTexts(f.Members)})
	case fleet.Deny:
		d.Denies = append(d.Denies, deny{f.On.String(), texts(f.Permissions), texts(f.ExceptPermissions), memberTexts(f.Principals), memberTexts(f.ExceptPrincipals), f.Condition})
	case fleet.OrgPolicy:
		d.OrgPolicies = append(d.OrgPolicies, orgPolicy{f.On.String(), f.Constraint, f.Enforced.String(), f.Reset})
	case fleet.Gap:
		d.Gaps = append(d.Gaps, gap{gapTexts[f.What], f.On.String()})
	default:
		d.tellCluster(f)
	}
}

// tellCluster tells what is of clusters and fleets.
func (d *document) tellCluster(f fleet.Fact) {
	switch f := f.(type) {
	case fleet.Cluster:
		d.Clusters = append(d.Clusters, cluster{f.Name.String(), f.Mode.String(), f.WorkloadIdentity.String(), poolText(f.Pool)})
	case fleet.Fleet:
		d.Fleets = append(d.Fleets, hosted{f.Host, poolText(f.TenancyPool)})
	case fleet.Membership:
		d.Memberships = append(d.Memberships, membership{
			f.Fleet, f.Location, f.Name, f.Cluster.String(), f.Issuer.String(), f.Lightweight, f.IdentityProvider, poolText(f.Pool), f.ClusterMissing,
		})
	case fleet.ScopeBinding:
		d.ScopeBindings = append(d.ScopeBindings, scopeBinding{f.Fleet, f.Location, f.Membership, f.Scope})
	case fleet.FleetNamespace:
		d.FleetNamespaces = append(d.FleetNamespaces, fleetNamespace{f.Fleet, f.Scope, f.Name})
	case fleet.Namespace:
		d.Namespaces = append(d.Namespaces, namespace{f.Cluster.String(), f.Name})
	case fleet.Pod:
		d.Pods = append(d.Pods, pod{f.Cluster.String(), f.Namespace, f.ServiceAccount, texts(f.Secrets)})
	case fleet.Secret:
		d.Secrets = append(d.Secrets, secret{f.Cluster.String(), f.Namespace, f.Name, f.Key, f.Token})
	case fleet.KSA:
		d.KSAs = append(d.KSAs, ksa{f.Cluster.String(), f.Namespace, f.Name, f.UID})
	}
}

func digits(n pool.Number) string {
	if n == 0 {
		return ""
	}
	return n.String()
}

func poolText(p pool.Name) string {
	if !p.IsValid() {
		return ""
	}
	return p.String()
}

func memberText(p pool.Principal) string {
	if !p.IsValid() {
		return ""
	}
	return p.String()
}

func memberTexts(members []pool.Principal) []string {
	all := make([]string, len(members))
	for i, m := range members {
		all[i] = m.String()
	}
	return all
}

// texts gives an empty list for nil: null is no list in JSON.
func texts(s []string) []string { return append([]string{}, s...) }
