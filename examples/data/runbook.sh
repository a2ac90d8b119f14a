#!/usr/bin/env bash
#
# Runbook: a fleet of two projects.
#
#   globex-fleet   hosts the fleet, and the cluster prod
#   globex-apps    has the clusters web and batch, which join it
#
# Try it before you run it:
#
#   whocan rehearse examples/data/runbook.sh
#
set -euo pipefail

ORG=421700000001
ADMIN=maria@globex.example
FLEET=globex-fleet
APPS=globex-apps
REGION=europe-west1
ZONE=${REGION}-b
POOL="${FLEET}.svc.id.goog"

log() { echo "--- $*"; }

# ------------------------------------------------------------------------------------------------------------------
# 1. Projects. They may be there already: then nothing is made.
# ------------------------------------------------------------------------------------------------------------------

gcloud config set account "$ADMIN"

for project in "$FLEET" "$APPS"; do
  if ! gcloud projects describe "$project" --format=none; then
    gcloud projects create "$project" --name="Globex ${project#globex-}" --labels=env=prod
  fi
  gcloud services enable \
    container.googleapis.com \
    gkehub.googleapis.com \
    gkeconnect.googleapis.com \
    iamcredentials.googleapis.com \
    --project="$project"
done

FLEET_NUMBER=$(gcloud projects describe "$FLEET" --format='value(projectNumber)')
APPS_NUMBER=$(gcloud projects describe "$APPS" --format='value(projectNumber)')
echo "fleet ${FLEET_NUMBER}, apps ${APPS_NUMBER}"

gcloud projects add-iam-policy-binding "$FLEET" \
  --member="group:platform@globex.example" --role=roles/container.admin --format=none
gcloud projects add-iam-policy-binding "$FLEET" \
  --member="group:platform@globex.example" --role=roles/gkehub.admin --format=none
gcloud projects add-iam-policy-binding "$APPS" \
  --member="group:platform@globex.example" --role=roles/container.admin --format=none
gcloud projects add-iam-policy-binding "$APPS" \
  --member="group:developers@globex.example" --role=roles/container.clusterViewer --format=none

# ------------------------------------------------------------------------------------------------------------------
# 2. Clusters.
# ------------------------------------------------------------------------------------------------------------------

gcloud config set project "$FLEET"

gcloud container clusters create-auto prod \
  --region="$REGION" \
  --release-channel=regular \
  --enable-private-nodes

gcloud iam service-accounts create web-nodes --project="$APPS" --display-name="Nodes of web"
gcloud projects add-iam-policy-binding "$APPS" \
  --member="serviceAccount:web-nodes@${APPS}.iam.gserviceaccount.com" \
  --role=roles/container.defaultNodeServiceAccount --format=none

gcloud container clusters create web \
  --project="$APPS" --zone="$ZONE" \
  --workload-pool="${APPS}.svc.id.goog" \
  --service-account="web-nodes@${APPS}.iam.gserviceaccount.com" \
  --machine-type=e2-standard-4 --num-nodes=3 \
  --enable-autoscaling --min-nodes=3 --max-nodes=9 \
  --release-channel=regular

# batch is old: no Workload Identity, and nodes that may do what their account may.
gcloud container clusters create batch \
  --project="$APPS" --zone="$ZONE" \
  --scopes=cloud-platform \
  --num-nodes=2

# ------------------------------------------------------------------------------------------------------------------
# 3. The fleet.
# ------------------------------------------------------------------------------------------------------------------

gcloud container fleet create --project="$FLEET" --display-name=globex

gcloud container fleet memberships register prod \
  --project="$FLEET" \
  --gke-cluster="${REGION}/prod" \
  --enable-workload-identity

gcloud container fleet memberships register web \
  --project="$FLEET" \
  --gke-uri="https://container.googleapis.com/v1/projects/${APPS}/locations/${ZONE}/clusters/web" \
  --enable-workload-identity

gcloud container fleet memberships list --project="$FLEET"

# Contexts under short names.
gcloud container clusters get-credentials prod --region="$REGION"
kubectl config rename-context "gke_${FLEET}_${REGION}_prod" prod
gcloud container clusters get-credentials web --zone="$ZONE" --project="$APPS"
kubectl config rename-context "gke_${APPS}_${ZONE}_web" web
gcloud container clusters get-credentials batch --zone="$ZONE" --project="$APPS"
kubectl config rename-context "gke_${APPS}_${ZONE}_batch" batch

# ------------------------------------------------------------------------------------------------------------------
# 4. Namespaces and service accounts of the two applications.
# ------------------------------------------------------------------------------------------------------------------

for context in prod web; do
  for namespace in checkout payroll; do
    kubectl --context="$context" create namespace "$namespace" --dry-run=client -o yaml | kubectl --context="$context" apply -f -
    kubectl --context="$context" label namespace "$namespace" owner=globex --overwrite
  done
  kubectl --context="$context" create serviceaccount cart -n checkout
done

cat > payroll.yaml <<YAML
apiVersion: v1
kind: ServiceAccount
metadata:
  name: runner
  namespace: payroll
  annotations:
    iam.gke.io/gcp-service-account: payroll-db@${FLEET}.iam.gserviceaccount.com
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: payroll
  namespace: payroll
spec:
  replicas: 2
  selector: {matchLabels: {app: payroll}}
  template:
    metadata: {labels: {app: payroll}}
    spec:
      serviceAccountName: runner
      containers:
      - name: payroll
        image: europe-docker.pkg.dev/globex/payroll:1.4
YAML
kubectl --context=prod apply -f payroll.yaml

# ------------------------------------------------------------------------------------------------------------------
# 5. Who may act as which service account.
# ------------------------------------------------------------------------------------------------------------------

gcloud iam service-accounts create payroll-db --project="$FLEET" --display-name="Payroll database"
gcloud iam service-accounts create orders --project="$FLEET" --display-name="Orders"
gcloud iam service-accounts create reports --project="$APPS" --display-name="Nightly reports"

# payroll/runner of prod is meant.
gcloud iam service-accounts add-iam-policy-binding "payroll-db@${FLEET}.iam.gserviceaccount.com" \
  --role=roles/iam.workloadIdentityUser \
  --member="serviceAccount:${POOL}[payroll/runner]" --format=none

# checkout/cart of both clusters is meant: one name in the fleet.
gcloud iam service-accounts add-iam-policy-binding "orders@${FLEET}.iam.gserviceaccount.com" \
  --role=roles/iam.workloadIdentityUser \
  --member="principal://iam.googleapis.com/projects/${FLEET_NUMBER}/locations/global/workloadIdentityPools/${POOL}/subject/ns/checkout/sa/cart" \
  --format=none

gcloud projects add-iam-policy-binding "$FLEET" \
  --role=roles/cloudsql.client \
  --member="serviceAccount:payroll-db@${FLEET}.iam.gserviceaccount.com" --format=none
gcloud storage buckets add-iam-policy-binding gs://globex-orders \
  --role=roles/storage.objectUser \
  --member="serviceAccount:orders@${FLEET}.iam.gserviceaccount.com"

kubectl --context=prod rollout status deployment/payroll -n payroll --timeout=120s
kubectl --context=prod exec deploy/payroll -n payroll -- gcloud auth list

# ------------------------------------------------------------------------------------------------------------------
# 6. The batch jobs: a key, as long as the cluster has no Workload Identity.
# ------------------------------------------------------------------------------------------------------------------

kubectl --context=batch create namespace reports
gcloud iam service-accounts keys create reports.json --iam-account="reports@${APPS}.iam.gserviceaccount.com"
kubectl --context=batch create secret generic reports-key -n reports --from-file=key.json=reports.json
rm -f reports.json

kubectl --context=batch apply -f - <<'YAML'
apiVersion: batch/v1
kind: CronJob
metadata:
  name: nightly
  namespace: reports
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          volumes:
          - name: key
            secret: {secretName: reports-key}
          containers:
          - name: report
            image: europe-docker.pkg.dev/globex/report:7
YAML

# ------------------------------------------------------------------------------------------------------------------
# 7. What the developers may do, by roles of Kubernetes.
# ------------------------------------------------------------------------------------------------------------------

for context in prod web; do
  kubectl --context="$context" create rolebinding developers -n checkout \
    --clusterrole=edit --group=developers@globex.example
done
kubectl --context=web create clusterrole namespace-maker --verb=create,get,list --resource=namespaces
kubectl --context=web create clusterrolebinding namespace-makers --clusterrole=namespace-maker --group=developers@globex.example

# ------------------------------------------------------------------------------------------------------------------
# 8. The team scope of the developers.
# ------------------------------------------------------------------------------------------------------------------

gcloud container fleet scopes create storefront --project="$FLEET"
gcloud container fleet scopes namespaces create catalog --scope=storefront --project="$FLEET"
gcloud container fleet memberships bindings create web-storefront \
  --membership=web --location="$REGION" --scope=storefront --project="$FLEET"

# ------------------------------------------------------------------------------------------------------------------
# 9. A test of payroll on web, by whoever is in a hurry. It was not meant to reach the database.
# ------------------------------------------------------------------------------------------------------------------

kubectl --context=web create serviceaccount runner -n payroll
kubectl --context=web run try --image=busybox -n payroll --overrides='{"spec": {"serviceAccountName": "runner"}}'

# ------------------------------------------------------------------------------------------------------------------
# 10. Batch gets Workload Identity, and goes without its key. It joins the fleet.
# ------------------------------------------------------------------------------------------------------------------

gcloud container clusters update batch --project="$APPS" --zone="$ZONE" --workload-pool="${APPS}.svc.id.goog"
gcloud container node-pools update default-pool --cluster=batch --project="$APPS" --zone="$ZONE" --workload-metadata=GKE_METADATA
kubectl --context=batch delete secret reports-key -n reports
gcloud container fleet memberships register batch \
  --project="$FLEET" \
  --gke-uri="https://container.googleapis.com/v1/projects/${APPS}/locations/${ZONE}/clusters/batch" \
  --enable-workload-identity
gcloud iam service-accounts add-iam-policy-binding "reports@${APPS}.iam.gserviceaccount.com" \
  --role=roles/iam.workloadIdentityUser \
  --member="principalSet://iam.googleapis.com/projects/${APPS_NUMBER}/locations/global/workloadIdentityPools/${APPS}.svc.id.goog/namespace/reports" \
  --format=none

# ------------------------------------------------------------------------------------------------------------------
# 11. From now on: no keys, and tidy up.
# ------------------------------------------------------------------------------------------------------------------

for project in "$FLEET" "$APPS"; do
  gcloud org-policies set-policy /dev/stdin <<YAML
name: projects/${project}/policies/iam.disableServiceAccountKeyCreation
spec:
  rules:
  - enforce: true
YAML
done

kubectl --context=web delete pod try -n payroll
kubectl --context=web delete serviceaccount runner -n payroll
gcloud iam service-accounts keys create again.json --iam-account="reports@${APPS}.iam.gserviceaccount.com" || true

sleep 120
log "done"
