# The same lab, in the project that is there already. That project hosts the fleet, and the lab is in its pool without being a member.
# stopped: acme-fleet/us-east1/lab payroll/runner
set -e
gcloud container clusters create-auto lab --region=us-east1 --project=acme-fleet
gcloud container clusters get-credentials lab --region=us-east1 --project=acme-fleet
kubectl create namespace payroll
kubectl create serviceaccount runner -n payroll
