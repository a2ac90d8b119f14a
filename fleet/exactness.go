package fleet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Exactness says how an answer stands to the truth. The zero Exactness is no answer.
type Exactness uint8

// From best to worst; the worst part of an answer decides.
const (
	Exact      Exactness = iota + 1 // the truth, by the facts told
	UpperBound                      // the truth is in it, and it may hold more; the reasons say which part
	Unsettled                       // it may lack some; the reasons say what was not told
)

// String gives exact, upper-bound or unknown.
func (e Exactness) String() string {
	switch e {
	case Exact:
		return "exact"
	case UpperBound:
		return "upper-bound"
	case Unsettled:
		return "unknown"
	default:
		return fmt.Sprintf("exactness(%d)", uint8(e))
	}
}

// A Reason is why an answer is not exact, or why it is empty: what is not known or not as it should be, and
// the fact that would settle it ("" when nothing would).
type Reason struct {
	Fact   string
	Settle string
}

// String gives both halves on one line.
func (r Reason) String() string {
	if r.Settle == "" {
		return r.Fact
	}
	return r.Fact + "; to settle: " + r.Settle
}

func (r Reason) compare(s Reason) int {
	return cmp.Or(strings.Compare(r.Fact, s.Fact), strings.Compare(r.Settle, s.Settle))
}

// reasons returns the distinct ones in order.
func reasons(rs []Reason) []Reason {
	rs = slices.Clone(rs)
	slices.SortFunc(rs, Reason.compare)
	return slices.Compact(rs)
}

// Assumptions are the open points of the real cloud, where no source settles the matter. The zero value is the
// default reading, and an answer that leans on one says so in its reasons.
type Assumptions struct {
	// ClusterByContainerURL reads a kubernetes.cluster principal under a fleet's pool as matching the container URL
	// of a member from another project too. Default: only the identity provider that its membership names.
	ClusterByContainerURL bool
	// PoolSetWithoutOutside takes clusters outside Google Cloud out of a pool's set of all identities.
	PoolSetWithoutOutside bool
	// IssuerNeedsClusterIdentity denies a fleet identity to a GKE member that has an issuer while Workload
	// Identity is off on the cluster itself; Google calls that combination unsupported.
	IssuerNeedsClusterIdentity bool
}
