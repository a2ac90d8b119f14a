package organization

import (
	"fmt"
	"math"
)

// Size says how large an organization is, which of all of that size, and what is in it besides.
type Size struct {
	KSAs     int    // Kubernetes service accounts
	Seed     uint64 // another seed is another organization of the same proportions
	Skewed   bool   // popular names, and one fleet over half of the projects
	Policies bool   // folders, inherited grants, conditions, deny rules, RBAC
}

// What each thing has of the next.
const (
	projectsPerFleet     = 10
	clustersPerProject   = 10
	namespacesPerCluster = 20
	ksasPerNamespace     = 5
	accountsPerProject   = 50
	grantsPerAccount     = 3

	ksasPerCluster = namespacesPerCluster * ksasPerNamespace
	ksasPerProject = clustersPerProject * ksasPerCluster
	fewestProjects = 3
)

// Shares, in percent.
const (
	identityShare    = 95
	memberShare      = 60
	sharedNamespaces = 70
	sharedKSAs       = 80
	ownPoolShare     = 60
	danglingShare    = 5
	chainedShare     = 45
	backShare        = 5
	conditionShare   = 3
	elsewhereShare   = 2
)

// The most that an index of the records can count.
const mostKSAs = math.MaxInt32 / 2

func (s Size) check() error {
	if s.KSAs < 1 || s.KSAs > mostKSAs {
		return fmt.Errorf("organization of %d KSAs: want 1 to %d", s.KSAs, mostKSAs)
	}
	return nil
}

func (s Size) projects() int { return max(fewestProjects, (s.KSAs+ksasPerProject-1)/ksasPerProject) }
func (s Size) clusters() int { return (s.KSAs + ksasPerCluster - 1) / ksasPerCluster }

// projectOf gives the project of a cluster: each has as many as the next, but for the rest.
func (s Size) projectOf(cluster int) int {
	return int(int64(cluster) * int64(s.projects()) / int64(s.clusters()))
}

// clustersOf gives the first cluster of a project and the one after its last.
func (s Size) clustersOf(project int) (first, end int) {
	at := func(p int) int {
		return int((int64(p)*int64(s.clusters()) + int64(s.projects()) - 1) / int64(s.projects()))
	}
	return at(project), at(project + 1)
}

// hostOf gives the project that hosts the fleet of a project.
func (s Size) hostOf(project int) int {
	first, _ := s.fleetOf(project)
	return first
}

// fleetOf gives the first project of the fleet of a project and the one after its last.
func (s Size) fleetOf(project int) (first, end int) {
	if project < s.span() {
		return 0, s.span()
	}
	first = project / projectsPerFleet * projectsPerFleet
	return first, min(first+projectsPerFleet, s.projects())
}

// span is how many projects the first fleet has.
func (s Size) span() int {
	half := s.projects() / 2 / projectsPerFleet * projectsPerFleet
	if !s.Skewed {
		half = 0
	}
	return min(max(half, projectsPerFleet), s.projects())
}
