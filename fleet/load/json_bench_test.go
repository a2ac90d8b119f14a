package load

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// BenchmarkJSON reads service accounts as kubectl prints them: into a tree with lines, and by encoding/json into maps, and into structs of
// the fields that matter.
func BenchmarkJSON(b *testing.B) {
	var text strings.Builder
	text.WriteString(`{"apiVersion":"v1","kind":"List","items":[`)
	for i := range 2000 {
		if i > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, `
    {
        "apiVersion": "v1",
        "kind": "ServiceAccount",
        "metadata": {
            "annotations": {"iam.gke.io/gcp-service-account": "checkout-%[1]d@acme-fleet.iam.gserviceaccount.com"},
            "creationTimestamp": "2026-01-05T08:00:00Z",
            "name": "checkout-%[1]d",
            "namespace": "shop",
            "resourceVersion": "%[1]d",
            "uid": "3f1c2f5e-8b0a-4a39-9d5c-%012[1]d"
        }
    }`, i)
	}
	data := []byte(text.String() + "]}")
	b.Run("tree", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, f := parseJSON(data); f != nil {
				b.Fatal(f)
			}
		}
	})
	b.Run("maps", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			var all any
			if err := json.Unmarshal(data, &all); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("structs", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			var all struct {
				Items []struct {
					Kind     string
					Metadata struct {
						Namespace, Name, UID string
						Annotations          map[string]string
					}
				}
			}
			if err := json.Unmarshal(data, &all); err != nil {
				b.Fatal(err)
			}
		}
	})
}
