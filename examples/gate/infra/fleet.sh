# What there is: two projects, and the fleet of the first. payroll of the fleet writes to the database of the second.
set -e
FLEET=acme-fleet DATA=acme-data REGION=us-east1

gcloud projects create $FLEET
gcloud projects create $DATA

gcloud container clusters create-auto prod --region=$REGION --project=$FLEET
gcloud container fleet memberships register prod --gke-cluster=$REGION/prod \
  --enable-workload-identity --project=$FLEET

gcloud container clusters get-credentials prod --region=$REGION --project=$FLEET
kubectl create namespace payroll
kubectl create serviceaccount runner -n payroll

gcloud iam service-accounts create payroll-db --project=$DATA
gcloud iam service-accounts add-iam-policy-binding payroll-db@$DATA.iam.gserviceaccount.com \
  --role=roles/iam.workloadIdentityUser \
  --member="serviceAccount:$FLEET.svc.id.goog[payroll/runner]"
