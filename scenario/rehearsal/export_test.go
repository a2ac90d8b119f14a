package rehearsal

import (
	"maps"
	"slices"
)

// Deeds lists the commands that are carried out.
func Deeds() []string { return slices.Sorted(maps.Keys(deeds)) }
