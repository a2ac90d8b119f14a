package load_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
	"fleettrust.example/scenario/organization"
)

var exportKSAs = flag.Int("export-ksas", 20_000, "service accounts of the organization whose export BenchmarkExport reads: a million make a gigabyte")

// BenchmarkExport reads an export of an organization, in megabytes a second: until a Builder has every fact, and until a graph stands; and
// beside it what a program of one's own would do, which is to decode the same bytes by encoding/json into structs of the fields that are
// needed. The facts come from there to here in "load", and from the structs they would still have to be made.
//
//	go test ./fleet/load -run XXX -bench Export -benchtime 1x -export-ksas 1000000
func BenchmarkExport(b *testing.B) {
	name := filepath.Join(b.TempDir(), "export.ndjson")
	size := writeExport(b, name)
	b.Run("load", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			var builder fleet.Builder
			if _, err := load.Into(&builder, name); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(peak(b), "MB-peak")
	})
	b.Run("graph", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			var builder fleet.Builder
			if _, err := load.Into(&builder, name); err != nil {
				b.Fatal(err)
			}
			if _, err := builder.Build(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(peak(b), "MB-peak")
	})
	b.Run("structs", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			if n := decodeExport(b, name); n < *exportKSAs {
				b.Fatalf("decoded %d assets", n)
			}
		}
	})
}

func writeExport(b *testing.B, name string) int64 {
	b.Helper()
	o, err := organization.Draw(organization.Size{KSAs: *exportKSAs, Seed: 1, Policies: true})
	if err != nil {
		b.Fatal(err)
	}
	out, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	if err := errors.Join(o.WriteExport(out), out.Close()); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	return info.Size()
}

// peak is the most memory that the process has had, in megabytes; 0 where the system does not say.
func peak(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kb string
	if _, err := fmt.Sscan(rest, &kb); err != nil {
		return 0
	}
	n, err := strconv.ParseFloat(kb, 64)
	if err != nil {
		return 0
	}
	return n / 1000
}

// exported is an asset, by the fields that the loader reads.
type exported struct {
	Name      string `json:"name"`
	AssetType string `json:"asset_type"`
	Resource  *struct {
		Data struct {
			Name, Email, UniqueID, ProjectID, ProjectNumber, LifecycleState, Location, SelfLink, Parent any
			Disabled                                                                                    bool
			WorkloadIdentityConfig                                                                      *struct{ WorkloadPool string }
			Fleet                                                                                       *struct{ Project, Membership string }
			NodePools                                                                                   []struct{ Name string }
			Authority                                                                                   *struct{ Issuer, WorkloadIdentityPool, IdentityProvider string }
			Endpoint                                                                                    *struct {
				GKECluster *struct{ ResourceLink string }
			}
			Metadata *struct {
				Namespace, Name, UID string
				Annotations          map[string]string
			}
			Rules    []struct{ Verbs, APIGroups, Resources, ResourceNames []string }
			RoleRef  *struct{ APIGroup, Kind, Name string }
			Subjects []struct{ APIGroup, Kind, Namespace, Name string }
		}
	} `json:"resource"`
	IAMPolicy *struct {
		Bindings []struct {
			Role      string
			Members   []string
			Condition *struct{ Expression string }
		}
	} `json:"iam_policy"`
	Ancestors []string `json:"ancestors"`
}

func decodeExport(b *testing.B, name string) int {
	b.Helper()
	in, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	dec := json.NewDecoder(in)
	for n := 0; ; n++ {
		var a exported
		if err := dec.Decode(&a); err == io.EOF {
			return n
		} else if err != nil {
			b.Fatal(err)
		}
	}
}
