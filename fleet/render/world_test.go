package render_test

import (
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
)

const (
	account = "serviceAccount:payroll-db@acme.iam.gserviceaccount.com"
	subject = "serviceAccount:acme.svc.id.goog[payroll/app]"
	vacant  = "serviceAccount:idle@acme.iam.gserviceaccount.com"
)

func member(t *testing.T, s string) pool.Principal {
	t.Helper()
	p, err := pool.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func cluster(name string) fleet.ClusterName {
	return fleet.ClusterName{Project: "acme", Location: "us-central1", Name: name}
}

func app(name string) fleet.Workload {
	return fleet.Workload{Cluster: cluster(name), Namespace: "payroll", ServiceAccount: "app"}
}

// world has three clusters of one project. east and west run payroll/app, bare does not yet. The account can be had by
// that name, by a person, and by a group under a condition that tries to paint the terminal.
func world(t *testing.T, more ...fleet.Fact) *fleet.Graph {
	t.Helper()
	var b fleet.Builder
	on := fleet.OnAccount("payroll-db@acme.iam.gserviceaccount.com")
	policy := fleet.Source{File: "payroll-db.json", Line: 7}
	b.Add(fleet.Project{ID: "acme", Number: 1001}, fleet.GSA{Email: on.ID()}, fleet.GSA{Email: "idle@acme.iam.gserviceaccount.com"})
	for i, name := range []string{"bare", "east", "west"} {
		b.AddFrom(fleet.Source{File: "clusters.json", Line: 10 * (i + 1)}, fleet.Cluster{Name: cluster(name), WorkloadIdentity: fleet.On})
	}
	b.Add(fleet.KSA{Cluster: cluster("east"), Namespace: "payroll", Name: "app"}, fleet.KSA{Cluster: cluster("west"), Namespace: "payroll", Name: "app"})
	b.AddFrom(policy, fleet.Binding{On: on, Role: "roles/iam.workloadIdentityUser", Member: member(t, subject)})
	person := fleet.Source{File: "plan.json", Line: 41, Address: "module.payroll.google_service_account_iam_member.people[\"ann\"]"}
	b.AddFrom(person, fleet.Binding{On: on, Role: "roles/iam.serviceAccountTokenCreator", Member: member(t, "user:ann@example.com")})
	b.Add(fleet.Binding{On: on, Role: "roles/iam.serviceAccountTokenCreator", Member: member(t, "group:ops@example.com"), Condition: "true ||\n\x1b[31mfalse"})
	b.Add(more...)
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// documents are all documents, one at least of each type and of each thing it can say, by the name of their file.
func documents(t *testing.T) map[string]render.Document {
	t.Helper()
	g := world(t)
	p := member(t, account)
	id, ok := g.WorkloadID(app("east"))
	if !ok {
		t.Fatal("no workload")
	}
	east, _ := g.CanAssume(id, p)
	part, err := render.DrawingOfAnswer(g.Assumers(p))
	if err != nil {
		t.Fatal(err)
	}
	wider := world(t, fleet.KSA{Cluster: cluster("bare"), Namespace: "payroll", Name: "app"})
	_, gained, _ := fleet.Compare(g, wider, p)
	sure := render.CertainOf(fleet.Exact, nil)
	return map[string]render.Document{
		"answer":          who(g, p),
		"answer-assumes":  who(g, member(t, subject)),
		"answer-nobody":   who(g, member(t, vacant)),
		"answer-unknown":  who(g, member(t, "serviceAccount:x@elsewhere.iam.gserviceaccount.com")),
		"holdings":        render.HoldingsOf(app("east"), g.Principals(id)),
		"why-yes":         render.Granted(east, p, g.WhyNot(app("east"), p)),
		"why-no":          render.Refused(app("bare"), p, g.WhyNot(app("bare"), p), nil),
		"why-unsure":      render.Refused(app("bare"), p, g.WhyNot(app("bare"), p), []fleet.Reason{{Fact: "something was not read"}}),
		"inventory":       inventory(g),
		"inventory-empty": render.InventoryOf(emptyGraph(t)),
		"classes":         render.ClassesOf(g, 2, nil),
		"classes-unknown": render.ClassesOf(g, 3, []fleet.Reason{{Fact: "the namespaces and service accounts of cluster acme/us-central1/far were not read"}}),
		"diff":            render.DiffOf(pool.Principal{}, sure, render.CertainOf(fleet.Unsettled, []fleet.Reason{{Fact: "x was not read"}}), changes(gained, p)),
		"diff-equal":      render.DiffOf(p, sure, sure, nil),
		"parsed":          render.ParsedOf(subject),
		"parsed-dead":     render.ParsedOf("deleted:user:ann@example.com?uid=123456789012345678901"),
		"parsed-not":      render.ParsedOf("serviceAccount:acme.svc.goog.id[payroll/app]"),
		"graph-paths":     part,
		"answer-routes":   who(routes(t)),
		"pod":             credentials(t),
		"answer-attach":   who(world(t, attach(t)), p),
		"excess":          deviation(t, g, p, "cluster=acme/us-central1/bare", "cluster=acme/us-central1/east"),
		"excess-nobody":   deviation(t, g, member(t, vacant), "namespace=payroll"),
		"could":           render.BecomingOf(world(t, permits...).CouldBecome(member(t, subject))),
		"could-nobody":    render.BecomingOf(g.CouldBecome(member(t, subject))),
		"could-unknown":   render.BecomingOf(world(t, fleet.Gap{What: fleet.GapRBAC, Cluster: cluster("east")}).CouldBecome(member(t, subject))),
	}
}

// permits let a person make what bare lacks and run it, a local user mint the token, a pod of a tool run as the account, and
// whoever may run commands in pods act as one, if any runs.
var permits = []fleet.Fact{
	fleet.Permit{Cluster: cluster("bare"), Subject: user("dev@example.com"), Right: fleet.CreateNamespaces, Because: "ClusterRoleBinding devs to ClusterRole namespaces"},
	fleet.Permit{Cluster: cluster("bare"), Subject: user("dev@example.com"), Right: fleet.CreateAccounts, Because: "ClusterRoleBinding devs to ClusterRole edit"},
	fleet.Permit{Cluster: cluster("bare"), Subject: user("dev@example.com"), Right: fleet.CreatePods, Because: "ClusterRoleBinding devs to ClusterRole edit"},
	fleet.Permit{Cluster: cluster("east"), Subject: user("local"), Right: fleet.MintTokens, Namespace: "payroll", Object: "app", Because: "RoleBinding payroll/tokens to Role minter"},
	fleet.Permit{Cluster: cluster("west"), Subject: user("oncall@example.com"), Right: fleet.ExecPods, Namespace: "payroll", Because: "RoleBinding payroll/oncall to Role shell"},
	fleet.KSA{Cluster: cluster("west"), Namespace: "tools", Name: "ci"},
	fleet.Permit{Cluster: cluster("west"), Subject: fleet.Subject{Kind: fleet.AccountSubject, Namespace: "tools", Name: "ci"}, Right: fleet.CreatePods, Because: "ClusterRoleBinding ci to ClusterRole edit"},
}

// attach lets a deployer attach the account to resources.
func attach(t *testing.T) fleet.Fact {
	return fleet.Binding{On: fleet.OnAccount("payroll-db@acme.iam.gserviceaccount.com"), Role: "roles/iam.serviceAccountUser", Member: member(t, "user:deploy@example.com")}
}

// credentials are those of a pod that may run on either of two pools of nodes, whose service account names an account that is
// not its own to have, and that mounts the key of another.
func credentials(t *testing.T) render.Document {
	t.Helper()
	name := fleet.PodName{Cluster: cluster("east"), Namespace: "payroll", Name: "app-0"}
	g := world(t,
		fleet.NodePool{Cluster: name.Cluster, Name: "old", Metadata: fleet.GCEMetadata, Scopes: []string{"logging.write"}},
		fleet.NodePool{Cluster: name.Cluster, Name: "new", Metadata: fleet.GKEMetadata},
		fleet.GSA{Email: "1001-compute@developer.gserviceaccount.com"},
		fleet.KSA{Cluster: name.Cluster, Namespace: "payroll", Name: "clerk", Annotation: "idle@acme.iam.gserviceaccount.com"},
		fleet.Secret{Cluster: name.Cluster, Namespace: "payroll", Name: "db-key", Key: "payroll-db@acme.iam.gserviceaccount.com"},
		fleet.Pod{Cluster: name.Cluster, Namespace: "payroll", Name: name.Name, ServiceAccount: "clerk", Secrets: []string{"db-key"}},
	)
	all, err := g.DefaultCredential(name)
	if err != nil {
		t.Fatal(err)
	}
	return render.CredentialsOf(name, all)
}

// routes is a world of two private clusters, one of which reaches Google's APIs, and the name that both provide.
func routes(t *testing.T) (*fleet.Graph, pool.Principal) {
	t.Helper()
	var b fleet.Builder
	b.Add(fleet.Project{ID: "acme", Number: 1001})
	for name, route := range map[string]fleet.Setting{"open": fleet.On, "shut": fleet.Off} {
		b.Add(fleet.Cluster{Name: cluster(name), WorkloadIdentity: fleet.On, Route: route}, fleet.KSA{Cluster: cluster(name), Namespace: "payroll", Name: "app"})
	}
	g, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return g, member(t, subject)
}

func deviation(t *testing.T, g *fleet.Graph, p pool.Principal, terms ...string) render.Document {
	t.Helper()
	intent, err := fleet.ParseIntent(p, terms...)
	if err != nil {
		t.Fatal(err)
	}
	d, err := fleet.Excess(g, intent)
	if err != nil {
		t.Fatal(err)
	}
	return render.DeviationOf(d, terms)
}

func who(g *fleet.Graph, p pool.Principal) *render.Answer {
	return render.AnswerOf(g.Assumers(p), g.Attachers(p))
}

func user(name string) fleet.Subject { return fleet.Subject{Kind: fleet.UserSubject, Name: name} }

func changes(gained []fleet.Assumer, p pool.Principal) []render.Change {
	var cs []render.Change
	for _, x := range gained {
		cs = append(cs, render.ChangeOf(fleet.Change{Assumer: x, Principal: p, Gained: true}), render.ChangeOf(fleet.Change{Assumer: x, Principal: p}))
	}
	return cs
}
