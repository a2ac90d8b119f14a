package load

import "strings"

// mapped are the names of Terraform whose values are maps of a user's own names.
var mapped = map[string]bool{
	"labels": true, "annotations": true, "node_selector": true, "match_labels": true, "data": true, "string_data": true, "binary_data": true,
}

// repeated are the blocks of which there may be several, by what the API calls their list.
var repeated = map[string]string{
	"node_pool": "nodePools", "rules": "rules", "resources": "resources",
	// of the provider of Kubernetes
	"rule": "rules", "subject": "subjects", "container": "containers", "init_container": "initContainers", "volume": "volumes",
	"env": "env", "env_from": "envFrom", "sources": "sources", "cluster_role_selectors": "clusterRoleSelectors", "match_expressions": "matchExpressions",
}

// apiNames are names that the API does not spell as Terraform does.
var apiNames = map[string]string{"non_resource_urls": "nonResourceURLs", "identity_namespace": "identityNamespace"}

// shaped gives attributes as the API prints them: names in camel case, and a block of which there is one as an object. What is not
// known before the plan is applied stays unknown; null is not there.
func (it item) shaped() item {
	if it.v == nil {
		return it
	}
	v := it.v.shaped("")
	return item{it.file, &v, it.up, it.step}
}

func (v *value) shaped(name string) value {
	switch {
	case mapped[name] || v.shape != list && v.shape != object:
		return *v
	case v.shape == list && repeated[name] == "" && len(v.items) == 1 && v.items[0].shape == object:
		return v.items[0].shaped("")
	case v.shape == list:
		out := value{shape: list, line: v.line}
		for i := range v.items {
			out.items = append(out.items, v.items[i].shaped(""))
		}
		return out
	}
	out := value{shape: object, line: v.line}
	for i, n := range v.names {
		if at := &v.items[i]; at.shape != null && !(at.shape == list && len(at.items) == 0 && repeated[n] == "") {
			out.names, out.items = append(out.names, apiName(n)), append(out.items, at.shaped(n))
		}
	}
	return out.distinct()
}

// distinct leaves out names that have become those of others.
func (v value) distinct() value {
	seen := make(map[string]bool, len(v.names))
	out := value{shape: v.shape, line: v.line}
	for i, n := range v.names {
		if !seen[n] {
			seen[n] = true
			out.names, out.items = append(out.names, n), append(out.items, v.items[i])
		}
	}
	return out
}

func apiName(name string) string {
	for _, names := range []map[string]string{repeated, apiNames} {
		if n := names[name]; n != "" {
			return n
		}
	}
	parts := strings.Split(name, "_")
	for i, p := range parts {
		if i > 0 && p != "" {
			parts[i] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	return strings.Join(parts, "")
}

// entire says that what an object lacks is not there, if so.
func (it item) entire(so bool) item {
	it.v.whole = so
	return it
}
