package main

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// What the program prints is what a reader of its source would expect: shop-us gains the fleet's names, and nothing of
// its own project changes.
func Example_report() {
	if err := report(os.Stdout); err != nil {
		panic(err)
	}
	// Output:
	// shop/europe-west1/shop-us checkout/api gains principal://iam.googleapis.com/projects/100/locations/global/workloadIdentityPools/hub.svc.id.goog/subject/ns/checkout/sa/api [R2 R4]
	// shop/europe-west1/shop-us checkout/api gains principalSet://iam.googleapis.com/projects/100/locations/global/workloadIdentityPools/hub.svc.id.goog/namespace/checkout [R2 R6]
	// shop/europe-west1/shop-us checkout/api gains principalSet://iam.googleapis.com/projects/100/locations/global/workloadIdentityPools/hub.svc.id.goog/kubernetes.cluster/https://gkehub.googleapis.com/projects/hub/locations/global/memberships/shop-us [R2 R7]
	// shop/europe-west1/shop-us checkout/api gains principalSet://iam.googleapis.com/projects/100/locations/global/workloadIdentityPools/hub.svc.id.goog/* [R2 R8]
	// shop/europe-west1/shop-us checkout/default gains principal://iam.googleapis.com/projects/100/locations/global/workloadIdentityPools/hub.svc.id.goog/subject/ns/checkout/sa/default [R2 R4]
	// shop/europe-west1/shop-us checkout/default gains principalSet://iam.googleapis.com/projects/100/locations/global/workloadIdentityPools/hub.svc.id.goog/namespace/checkout [R2 R6]
	// shop/europe-west1/shop-us checkout/default gains principalSet://iam.googleapis.com/projects/100/locations/global/workloadIdentityPools/hub.svc.id.goog/kubernetes.cluster/https://gkehub.googleapis.com/projects/hub/locations/global/memberships/shop-us [R2 R7]
	// shop/europe-west1/shop-us checkout/default gains principalSet://iam.googleapis.com/projects/100/locations/global/workloadIdentityPools/hub.svc.id.goog/* [R2 R8]
}

// A program that imports fleet links gonum and the standard library, and nothing else that is not the project's own.
func TestLinksGonumOnly(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := strings.Fields(string(out))
	slices.Sort(modules)
	want := []string{"embed.example", "fleettrust.example", "gonum.org/v1/gonum"}
	slices.Sort(want)
	if got := slices.Compact(modules); !slices.Equal(got, want) {
		t.Errorf("links %q, want %q", got, want)
	}
}
