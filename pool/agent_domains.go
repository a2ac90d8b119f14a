package pool

// agentDomains are the projects of older service agents, as Google lists them:
// https://docs.cloud.google.com/iam/docs/service-agents (read 2026-05-30).
var agentDomains = map[string]bool{
	"bigquery-data-connectors":       true,
	"cloud-cdn-fill":                 true,
	"cloud-filer":                    true,
	"cloud-memcache-sa":              true,
	"cloud-ml":                       true,
	"cloud-redis":                    true,
	"cloud-tpu":                      true,
	"cloudcomposer-accounts":         true,
	"compute-system":                 true,
	"container-analysis":             true,
	"container-engine-robot":         true,
	"containerregistry":              true,
	"dataflow-service-producer-prod": true,
	"dataproc-accounts":              true,
	"dlp-api":                        true,
	"endpoints-portal":               true,
	"firebase-rules":                 true,
	"gae-api-prod":                   true,
	"gcf-admin-robot":                true,
	"genomics-api":                   true,
	"gs-project-accounts":            true,
	"remotebuildexecution":           true,
	"security-center-api":            true,
	"serverless-robot-prod":          true,
	"service-networking":             true,
	"sourcerepo-service-accounts":    true,
	"storage-transfer-service":       true,
	"trifacta-gcloud-prod":           true,
}
