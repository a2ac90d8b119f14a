package load

import "strings"

// A link is a name of a GKE cluster inside another text.
type link struct{ project, location, name string }

// parseLink reads the spellings of one cluster's name that the commands print:
//
//	https://container.googleapis.com/v1/projects/P/zones/Z/clusters/C        selfLink; v1beta1, locations and regions too
//	//container.googleapis.com/projects/P/locations/L/clusters/C             resourceLink of a membership
//
// They are folded into one only here, where clusters are read. A policy is compared as it is written.
func parseLink(s string) (link, bool) {
	rest := strings.TrimPrefix(strings.TrimPrefix(s, "https:"), "//")
	host, rest, ok := strings.Cut(rest, "/")
	if !ok || !strings.HasPrefix(host, "container.") {
		return link{}, false
	}
	p := strings.Split(rest, "/")
	if isVersion(p[0]) {
		p = p[1:]
	}
	if len(p) != 6 || p[0] != "projects" || p[2] != "locations" && p[2] != "zones" && p[2] != "regions" || p[4] != "clusters" {
		return link{}, false
	}
	if p[1] == "" || !legalName(p[3]) || !legalName(p[5]) {
		return link{}, false
	}
	return link{p[1], p[3], p[5]}, true
}

func isVersion(s string) bool { return len(s) > 1 && s[0] == 'v' && '0' <= s[1] && s[1] <= '9' }

// legalName tells a location, a cluster or a membership: lower-case letters, digits and hyphens.
// Source: googleapis/googleapis google/container/v1/cluster_service.proto and google/cloud/gkehub/v1/membership.proto at f8291d2.
func legalName(s string) bool {
	for i := range len(s) {
		if b := s[i]; (b < 'a' || b > 'z') && (b < '0' || b > '9') && b != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 63
}

// A memberName names a membership: the ID of the fleet's host project, a location and a name.
type memberName struct{ host, location, name string }

func (m memberName) compare(n memberName) int {
	for _, d := range []int{strings.Compare(m.host, n.host), strings.Compare(m.location, n.location)} {
		if d != 0 {
			return d
		}
	}
	return strings.Compare(m.name, n.name)
}

func (m memberName) String() string {
	return "projects/" + m.host + "/locations/" + m.location + "/memberships/" + m.name
}

// parseMembership reads projects/P/locations/L/memberships/M, also behind //gkehub.googleapis.com/. The host is as
// written: an ID or a number.
func parseMembership(s string) (memberName, bool) {
	if rest, ok := strings.CutPrefix(s, "//"); ok {
		_, s, _ = strings.Cut(rest, "/")
	}
	p := strings.Split(s, "/")
	if len(p) != 6 || p[0] != "projects" || p[2] != "locations" || p[4] != "memberships" || p[1] == "" || !legalName(p[3]) || !legalName(p[5]) {
		return memberName{}, false
	}
	return memberName{p[1], p[3], p[5]}, true
}
