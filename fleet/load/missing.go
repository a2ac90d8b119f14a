package load

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"fleettrust.example/fleet"
)

// Missing is something that the input does not say, so that answers which it could change say so. Source is what speaks of the
// thing, What says what is not known, Command prints it, and File is where its output has a place in a folder; both are "" where no
// command does.
type Missing struct {
	Source  fleet.Source
	What    string
	Command string
	File    string
}

// String gives "file:line: what: command".
func (m Missing) String() string {
	s := m.Source.String() + ": " + m.What
	if m.Command != "" {
		s += ": " + m.Command
	}
	return s
}

func (m Missing) compare(n Missing) int {
	return cmp.Or(compareSources(m.Source, n.Source), strings.Compare(m.What, n.What), strings.Compare(m.Command, n.Command))
}

// miss notes what is not known. The words are those of gcloud after its name, and print what has its place in the file.
func (r *reader) miss(at fleet.Source, what, file string, words ...string) {
	command := "gcloud"
	for _, w := range words {
		command += " " + shellWord(w)
	}
	r.report.Missing = append(r.report.Missing, Missing{at, what, command + " --format=json", file + ".json"})
}

// missObjects notes kinds of objects of a cluster that are not known. The part names one of several files about the cluster.
func (r *reader) missObjects(at fleet.Source, what string, of fleet.ClusterName, part, kinds string) {
	file := fmt.Sprintf("projects/%s/clusters/%s/%s%s.json", of.Project, of.Location, of.Name, part)
	r.report.Missing = append(r.report.Missing, Missing{at, what, "kubectl get " + kinds + " -A -o json", file})
}

// shellWord writes a word for a shell.
func shellWord(s string) string {
	plain := func(r rune) bool {
		return strings.ContainsRune("@%+=:,./-_", r) || r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r))
	}
	if s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// Script gives the commands that print what is missing, as a POSIX shell script that puts each output in its place below the folder
// in which it is run. A cluster's commands come after the one that makes kubectl speak to it. What no command prints is a comment.
func (r *Report) Script() string {
	var b strings.Builder
	b.WriteString("#!/bin/sh\n# What is missing. Nothing is written to Google Cloud or to a cluster.\nset -eu\n")
	done := map[string]bool{}
	for _, m := range r.Missing {
		m.write(&b, done)
	}
	return b.String()
}

func (m Missing) write(b *strings.Builder, done map[string]bool) {
	if m.Command == "" || done[m.File] {
		return
	}
	done[m.File] = true
	folder := m.File[:strings.LastIndex(m.File, "/")+1]
	fmt.Fprintf(b, "\n# %s\n", strings.Join(strings.Fields(m.What), " "))
	if folder != "" {
		fmt.Fprintf(b, "mkdir -p %s\n", shellWord(folder))
	}
	if p := strings.Split(m.File, "/"); strings.HasPrefix(m.Command, "kubectl ") && len(p) > 4 {
		name, _, _ := strings.Cut(p[4], ".json")
		fmt.Fprintf(b, "gcloud container clusters get-credentials %s --location=%s --project=%s\n", shellWord(name), shellWord(p[3]), shellWord(p[1]))
	}
	fmt.Fprintf(b, "%s > %s\n", m.Command, shellWord(m.File))
}
