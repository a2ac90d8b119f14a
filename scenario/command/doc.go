// Package command writes operations of package fleet as the commands that a person would type, gcloud and kubectl, and reads such
// commands.
//
//	kubectl --context=gke_acme-fleet_us-central1_prod-1 create namespace payroll
//	gcloud container fleet memberships register web --project=acme-fleet --location=europe-west1 --gke-uri=https://… --enable-workload-identity
//
// They are for a person to read and to try, in a shell that knows <<< such as bash. What is not told is left out, or is what
// the words in capitals say: IMAGE is any container image. Some operations take two commands, joined by &&. What no command does,
// such as giving a service account a UID of one's choice, is a comment: a line that begins with #, and says what would have to come
// about. Nothing is left out in silence.
//
// The context of a cluster is what gcloud container clusters get-credentials calls it, and for a cluster outside Google Cloud that
// is a member of a fleet, what gcloud container fleet memberships get-credentials does.
//
// Parse reads one command line, of words as a shell gives them, by one table of commands (gcloud.txt and kubectl.txt), which All
// lists. What a command does to a world, package scenario/rehearsal knows. Flags that cannot matter to identity are in the table as
// such; any other flag, and any other command, is an error that names it.
//
// The spelling of flags is that of https://docs.cloud.google.com/sdk/gcloud/reference and https://kubernetes.io/docs/reference/kubectl/,
// read 2026-11-22.
package command
