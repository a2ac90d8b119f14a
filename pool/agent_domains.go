package pool

// agentDomains are projects of Google's that older service agents live in. They
// are those found in public policies; the page that lists all agents
// (https://docs.cloud.google.com/iam/docs/service-agents, read 2026-05-30) grows without
// notice.
var agentDomains = map[string]bool{
	"cloud-filer":                    true,
	"cloud-memcache-sa":              true,
	"cloud-redis":                    true,
	"cloudcomposer-accounts":         true,
	"compute-system":                 true,
	"container-analysis":             true,
	"container-engine-robot":         true,
	"containerregistry":              true,
	"dataflow-service-producer-prod": true,
	"dataproc-accounts":              true,
	"dlp-api":                        true,
	"gae-api-prod.google.com":        true,
	"gcf-admin-robot":                true,
	"gcp-gae-service":                true,
	"gs-project-accounts":            true,
	"serverless-robot-prod":          true,
	"service-networking":             true,
	"sourcerepo-service-accounts":    true,
	"storage-transfer-service":       true,
}
