# Developers get a role that sounds like deploying, and may mint a token of any service account by it.
# stopped: group:developers@acme.example
set -e
gcloud projects add-iam-policy-binding acme-fleet --role=roles/container.developer --member=group:developers@acme.example
