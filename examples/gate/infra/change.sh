# The change under review: a lab, in a project of its own, with the names of production so that manifests can be tried.
set -e
gcloud projects create acme-lab
gcloud container clusters create-auto lab --region=us-east1 --project=acme-lab
gcloud container clusters get-credentials lab --region=us-east1 --project=acme-lab
kubectl create namespace payroll
kubectl create serviceaccount runner -n payroll
