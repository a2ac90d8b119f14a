package render

import (
	"fmt"

	"fleettrust.example/fleet"
)

// Inventory is the document of what was understood of an input, what was not, and what is missing.
type Inventory struct {
	V        int     `json:"v"`
	Question string  `json:"question"`
	World    []Tally `json:"world"` // of facts, by kind
	Read     []Tally `json:"read"`  // of files, by kind
	Unread   []Note  `json:"unread"`
	Warnings []Note  `json:"warnings"`
	Missing  []Lack  `json:"missing"`
}

// A Tally counts things of a kind; Files is how many files they are from, absent for facts of the world.
type Tally struct {
	Kind  string `json:"kind"`
	Files int    `json:"files,omitempty"`
	Count int    `json:"count"`
}

// A Note is what is to be known of a place in the input.
type Note struct {
	Source string `json:"source"`
	Text   string `json:"text"`
}

// A Lack is what no file says. Command prints it and File is its place in a folder of the layout; absent where no command does.
type Lack struct {
	Source  string `json:"source"`
	What    string `json:"what"`
	Command string `json:"command,omitempty"`
	File    string `json:"file,omitempty"`
}

// kindsOfFacts are the words for the facts of a world, in the order of a document.
var kindsOfFacts = []struct {
	is   fleet.Fact
	word string
}{
	{fleet.Organization{}, "organizations"}, {fleet.Folder{}, "folders"}, {fleet.Project{}, "projects"},
	{fleet.Cluster{}, "clusters"}, {fleet.NodePool{}, "node pools"}, {fleet.Fleet{}, "fleets"}, {fleet.Membership{}, "memberships"},
	{fleet.Scope{}, "team scopes"}, {fleet.ScopeBinding{}, "scope bindings"}, {fleet.FleetNamespace{}, "fleet namespaces"},
	{fleet.Namespace{}, "namespaces"}, {fleet.KSA{}, "Kubernetes service accounts"}, {fleet.Pod{}, "pods"}, {fleet.Secret{}, "Secrets with credentials"},
	{fleet.Permit{}, "rights in clusters"}, {fleet.GSA{}, "service accounts"}, {fleet.Role{}, "custom roles"}, {fleet.Binding{}, "grants"},
	{fleet.Group{}, "groups"}, {fleet.Deny{}, "deny rules"}, {fleet.Boundary{}, "access boundaries"}, {fleet.Constraint{}, "custom constraints"},
	{fleet.OrgPolicy{}, "organization policies"}, {fleet.Gap{}, "gaps"},
}

// InventoryOf begins the document with the facts of a graph, counted as they were told. What was read the caller adds. O(facts).
func InventoryOf(g *fleet.Graph) *Inventory {
	counts := map[string]int{}
	for _, f := range g.Facts() {
		counts[fmt.Sprintf("%T", f)]++
	}
	doc := &Inventory{V: Version, Question: "load", World: []Tally{}, Read: []Tally{}, Unread: []Note{}, Warnings: []Note{}, Missing: []Lack{}}
	for _, k := range kindsOfFacts {
		if n := counts[fmt.Sprintf("%T", k.is)]; n > 0 {
			doc.World = append(doc.World, Tally{Kind: k.word, Count: n})
		}
	}
	return doc
}

// maxNotes is how many of the longer lists text tells; JSON has them all.
const maxNotes = 50

// Text tells what was read in tables, then what was not, what looks wrong, and what is missing with the commands that print it.
func (d *Inventory) Text(p Page) string {
	t := p.text()
	t.line("understood")
	t.table([]string{"files of", "files", "things"}, each(d.Read, func(r Tally) []any { return []any{r.Kind, r.Files, r.Count} }))
	t.heading("the world", len(d.World))
	t.table([]string{"facts", "count"}, each(d.World, func(w Tally) []any { return []any{w.Kind, w.Count} }))
	t.notes("not read", each(d.Unread, Note.line))
	t.notes("looks wrong", each(d.Warnings, Note.line))
	t.notes("missing, and what prints it", each(d.Missing, Lack.line))
	if len(d.Missing) == 0 {
		t.line("")
		t.line("nothing is missing that a file could say")
	}
	return t.String()
}

func (n Note) line() string { return n.Source + ": " + n.Text }

func (l Lack) line() string {
	if l.Command == "" {
		return l.What
	}
	return l.What + ": " + l.Command
}

// notes lists the first of many lines.
func (t *text) notes(heading string, lines []string) {
	t.list(heading, lines[:min(len(lines), maxNotes)])
	if more := len(lines) - maxNotes; more > 0 {
		t.line("  and %s more, which --json has", more)
	}
}
