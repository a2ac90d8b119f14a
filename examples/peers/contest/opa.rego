# The rules of an organization, over documents that have been put in order for each question.
package contest

# An account that leads to the one that is asked about was granted to a name of the workload.
check if {
	some source in data.sources[input.email]
	some g in data.grants[source]
	data.pools[input.cluster][g.pool]
	names(g)
}

names(g) if {
	g.kind == 1
	g.a == input.namespace
	g.b == input.account
}

names(g) if {
	g.kind == 2
	g.a == input.namespace
}

names(g) if {
	g.kind == 3
	g.a == input.cluster
}

names(g) if g.kind == 4

who contains [cluster, g.a, g.b] if {
	some g in granted
	g.kind == 1
	some cluster in data.members[g.pool]
	data.objects[cluster][g.a][g.b]
}

who contains [cluster, g.a, account] if {
	some g in granted
	g.kind == 2
	some cluster in data.members[g.pool]
	some account, _ in data.objects[cluster][g.a]
}

who contains [g.a, namespace, account] if {
	some g in granted
	g.kind == 3
	data.pools[g.a][g.pool]
	some namespace, accounts in data.objects[g.a]
	some account, _ in accounts
}

who contains [cluster, namespace, account] if {
	some g in granted
	g.kind == 4
	some cluster in data.members[g.pool]
	some namespace, accounts in data.objects[cluster]
	some account, _ in accounts
}

granted contains g if {
	some source in data.sources[input.email]
	some g in data.grants[source]
}

what contains email if {
	some pool, _ in data.pools[input.cluster]
	some source, _ in data.subjects[pool][input.namespace][input.account]
	some email in data.leads[source]
}

what contains email if {
	some pool, _ in data.pools[input.cluster]
	some source, _ in data.namespaces[pool][input.namespace]
	some email in data.leads[source]
}

what contains email if {
	some pool, _ in data.pools[input.cluster]
	some source, _ in data.clusters[pool][input.cluster]
	some email in data.leads[source]
}

what contains email if {
	some pool, _ in data.pools[input.cluster]
	some source, _ in data.everyone[pool]
	some email in data.leads[source]
}
