package fleet_test

import (
	"regexp"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// principal reads a member with its abbreviations.
func (s *story) principal(text string) pool.Principal {
	for _, n := range s.numbers {
		text = strings.Replace(text, "//"+n[0]+"/", poolPath(n[0], n[1]), 1)
		if _, rest, ok := strings.Cut(text, "//"+n[0]+"#"); ok {
			other, _, _ := strings.Cut(rest, "/")
			text = strings.Replace(text, "//"+n[0]+"#"+other+"/", poolPath(n[0], other), 1)
		}
		text = strings.Replace(text, "//"+n[0]+"+", selfManagedPath(n[1]), 1)
	}
	if strings.HasPrefix(text, "serviceAccount:") && !strings.HasSuffix(text, "]") {
		text = "serviceAccount:" + email(strings.TrimPrefix(text, "serviceAccount:"))
	}
	return pool.Must(pool.Parse(text))
}

func (s *story) principals(texts []string) []pool.Principal {
	var ps []pool.Principal
	for _, text := range texts {
		ps = append(ps, s.principal(text))
	}
	return ps
}

func poolPath(project, number string) string {
	return selfManagedPath(number) + project + ".svc.id.goog/"
}

func selfManagedPath(number string) string {
	return "//iam.googleapis.com/projects/" + number + "/locations/global/workloadIdentityPools/"
}

// short abbreviates a text as principal and email expand it.
func (s *story) short(text string) string {
	for _, n := range s.numbers {
		text = strings.ReplaceAll(text, poolPath(n[0], n[1]), "//"+n[0]+"/")
		text = regexp.MustCompile(regexp.QuoteMeta(selfManagedPath(n[1]))+"([a-z0-9-]+/)").ReplaceAllString(text, "//"+n[0]+"+$1")
	}
	return strings.ReplaceAll(text, ".iam.gserviceaccount.com", "")
}

func (s *story) resource(text string) fleet.Resource {
	if strings.Contains(text, "@") {
		return fleet.OnAccount(email(text))
	}
	return pool.Must(fleet.ParseResource(text))
}

func email(text string) string {
	if _, domain, _ := strings.Cut(text, "@"); strings.Contains(domain, ".") {
		return text
	}
	return text + ".iam.gserviceaccount.com"
}

func number(text string) pool.Number {
	if text == "?" {
		return 0
	}
	return pool.Must(pool.ParseNumber(text))
}

func setting(text string) fleet.Setting {
	return map[string]fleet.Setting{"unknown": fleet.Unknown, "on": fleet.On, "off": fleet.Off}[text]
}

func poolName(text string) pool.Name            { return pool.Must(pool.ParseName(text)) }
func clusterName(text string) fleet.ClusterName { return pool.Must(fleet.ParseClusterName(text)) }
func verbatim(text string) string               { return text }

func flagged(args []string, word string) bool {
	return strings.Contains(" "+strings.Join(args, " ")+" ", " "+word+" ")
}

// option reads the argument KEY=VALUE, and gives the zero value when there is none.
func option[V any](args []string, key string, read func(string) V) (v V) {
	for _, a := range args {
		if k, value, ok := strings.Cut(a, "="); ok && k == key {
			v = read(value)
		}
	}
	return v
}

// after reads the argument behind a word.
func after[V any](args []string, word string, read func(string) V) (v V) {
	for i, a := range args {
		if a == word {
			v = read(args[i+1])
		}
	}
	return v
}
