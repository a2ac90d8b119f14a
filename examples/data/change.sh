# A change to the example organization that looks harmless: a place to try payroll in, in a cluster of another team.
#
#   whocan rehearse --from examples/data/acme examples/data/change.sh
set -e

gcloud container clusters get-credentials web --project=acme-apps --location=europe-west1
kubectl create namespace payroll
kubectl create serviceaccount runner --namespace=payroll
