package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

// readRoles reads the table of predefined roles that package fleet has, fleet/roles.tsv: a role, a tab, permissions. What
// Google's roles hold is data and no rule, so both sides may read the same.
func readRoles(path string) (map[string][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	roles := map[string][]string{}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20) // the head of the table has long lines
	for lines.Scan() {
		name, permissions, ok := strings.Cut(lines.Text(), "\t")
		if ok && !strings.HasPrefix(name, "#") {
			roles[name] = strings.Fields(permissions)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(roles) == 0 {
		return nil, fmt.Errorf("%s: no roles", path)
	}
	return roles, nil
}
