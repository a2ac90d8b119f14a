# A grant that somebody pasted: every identity of the pool, instead of one.
# stopped: acme-fleet/us-east1/prod default/default
set -e
gcloud iam service-accounts add-iam-policy-binding payroll-db@acme-data.iam.gserviceaccount.com \
  --role=roles/iam.workloadIdentityUser --member="group:acme-fleet.svc.id.goog:/allAuthenticatedUsers/"
