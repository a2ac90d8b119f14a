package rehearsal_test

import (
	"fmt"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/rehearsal"
)

// A runbook is typed, and the worlds before and after each of its commands are compared.
func ExampleSession_Script() {
	const runbook = `
set -e
gcloud projects create acme-fleet --account=ann@example.com --set-as-default
gcloud container clusters create-auto prod --region=us-east1
gcloud iam service-accounts create payroll-db
gcloud iam service-accounts add-iam-policy-binding payroll-db@acme-fleet.iam.gserviceaccount.com \
  --role=roles/iam.workloadIdentityUser --member='serviceAccount:acme-fleet.svc.id.goog[payroll/runner]'
kubectl create namespace payroll
kubectl create serviceaccount runner -n payroll
kubectl create serviceaccount runner -n payroll
`
	s := rehearsal.New(nil, rehearsal.Options{})
	left, err := s.Script("runbook.sh", []byte(runbook), nil, func(step rehearsal.Step) {
		for c := range fleet.Diff(step.Before, step.After) {
			if c.Principal.Kind() == pool.KindServiceAccount {
				fmt.Printf("line %d: %v obtains %v\n", step.Line, c.Assumer, c.Principal)
			}
		}
		if step.Status != 0 {
			fmt.Printf("line %d: %s", step.Line, step.Stderr)
		}
	})
	for _, l := range left {
		fmt.Printf("line %d: %s\n", l.Line, l.Why)
	}
	fmt.Println(err)
	// Output:
	// line 4: user:ann@example.com obtains serviceAccount:900000000001-compute@developer.gserviceaccount.com
	// line 5: user:ann@example.com obtains serviceAccount:payroll-db@acme-fleet.iam.gserviceaccount.com
	// line 9: acme-fleet/us-east1/prod payroll/runner obtains serviceAccount:payroll-db@acme-fleet.iam.gserviceaccount.com
	// line 10: Error from server (AlreadyExists): serviceaccounts "runner" already exists
	// line 10: fails, and by set -e nothing after it is done
	// <nil>
}

// One command at a time, as in a terminal.
func ExampleSession_Run() {
	s := rehearsal.New(nil, rehearsal.Options{})
	for _, words := range [][]string{
		{"gcloud", "projects", "create", "acme-fleet", "--account=ann@example.com"},
		{"gcloud", "projects", "describe", "acme-fleet", "--format=value(projectNumber)"},
		{"gcloud", "container", "clusters", "create", "prod", "--project=acme-fleet", "--region=us-east1", "--enable-autoprovisioning"},
	} {
		r, err := s.Run(nil, words...)
		fmt.Print(r.Stdout, r.Stderr)
		if err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// Create in progress for [https://cloudresourcemanager.googleapis.com/v1/projects/acme-fleet].
	// 900000000001
	// gcloud container clusters create: --enable-autoprovisioning is no flag of it that is read
}
