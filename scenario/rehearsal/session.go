package rehearsal

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/rbac"
	"fleettrust.example/scenario/command"
)

// A Session is a terminal in which commands are typed one after the other. It is not safe for concurrent use.
type Session struct {
	graph *fleet.Graph
	facts []fleet.Fact

	read                       func(name string) ([]byte, error)
	files                      map[string][]byte // that commands made
	project, account, location string
	contexts                   map[string]*context
	current                    string

	roles      map[fleet.ClusterName]rbac.Objects
	known      map[fleet.ClusterName]bool // all roles of the cluster are among these
	others     map[objectName]bool        // objects that give no facts
	annotated  map[objectName]bool        // service accounts whose annotation a manifest set
	waiting    map[objectName]fleet.Pod   // of objects whose service account is not there yet
	bindings   map[string]fleet.ScopeBinding
	boundaries map[string]fleet.Boundary
	numbered   uint64
}

// Options say what a session knows beyond the world.
type Options struct {
	// ReadFile opens a file that a command names. Without it there are only the files that commands make.
	ReadFile func(name string) ([]byte, error)
	// Roles are the roles and role bindings of clusters, as load.Report has them: the world has what they permit, and not them.
	Roles map[fleet.ClusterName]rbac.Objects
}

// A Result is what one command came to.
type Result struct {
	Stdout, Stderr string
	Status         int               // 0, or 1 when the cloud or the tool refuses
	Operations     []fleet.Operation // what was carried out, in order
}

// New begins a session in a world; nil is an empty one.
func New(g *fleet.Graph, o Options) *Session {
	if g == nil {
		g, _ = new(fleet.Builder).Build()
	}
	s := &Session{
		graph: g, facts: g.Facts(), read: o.ReadFile,
		files: map[string][]byte{}, contexts: map[string]*context{},
		roles: map[fleet.ClusterName]rbac.Objects{}, known: map[fleet.ClusterName]bool{}, others: map[objectName]bool{}, annotated: map[objectName]bool{},
		waiting:  map[objectName]fleet.Pod{},
		bindings: map[string]fleet.ScopeBinding{}, boundaries: map[string]fleet.Boundary{},
	}
	for c, objects := range o.Roles {
		s.roles[c] = objects
		s.known[c] = !has(s, func(f fleet.Gap) bool { return f.What == fleet.GapRBAC && f.Cluster == c })
	}
	return s
}

// Graph is the world as the commands so far have left it.
func (s *Session) Graph() *fleet.Graph { return s.graph }

// Project is the current project, "" when none was set.
func (s *Session) Project() string { return s.project }

// WriteFile makes a file that later commands can read, as a redirection in a shell does.
func (s *Session) WriteFile(name string, data []byte) { s.files[name] = slices.Clone(data) }

// Run carries out one command line, of words as a shell gives them, with what it reads from its standard input. The error is a
// *command.Unsupported: the line is not one that can be rehearsed, and nothing was done. A command that the cloud refuses is a Result.
// The cost is that of fleet.Graph.With for its operations.
func (s *Session) Run(stdin []byte, words ...string) (Result, error) {
	call, err := command.Parse(words...)
	if err != nil {
		return Result{}, err
	}
	t := &turn{Session: s, Call: call, in: stdin}
	err = deeds[call.Words](t)
	t.permit()
	t.start()
	after := s.graph
	if err == nil && len(t.operations) > 0 {
		after, err = s.graph.With(t.operations...)
	}
	if err == nil {
		err = t.settle(after)
	}
	if _, ok := errors.AsType[*command.Unsupported](err); ok {
		return Result{}, err
	}
	if err != nil {
		return Result{Stdout: t.out.String(), Stderr: t.complaint(err), Status: 1}, nil
	}
	return Result{Stdout: t.out.String(), Stderr: t.notes.String(), Operations: t.operations}, nil
}

// turn is one command while it is carried out. What it changes of the session comes last, when nothing was refused.
type turn struct {
	*Session
	command.Call
	in         []byte
	operations []fleet.Operation
	then       []func()                           // what changes of the session
	changed    map[fleet.ClusterName]rbac.Objects // roles, as they are to be
	last       []func() error                     // what is shown of the world after it
	out, notes strings.Builder
}

// settle makes the changes, and shows what there is to be shown.
func (t *turn) settle(after *fleet.Graph) error {
	before, facts := t.graph, t.facts
	if after != before {
		t.graph, t.Session.facts = after, after.Facts()
	}
	for _, show := range t.last {
		if err := show(); err != nil {
			t.graph, t.Session.facts = before, facts
			return err
		}
	}
	for _, change := range t.then {
		change()
	}
	if after != before {
		t.forgetClusters()
	}
	return nil
}

// forgetClusters takes out of the session what lay in clusters that there are no more: another of that name has none of it.
func (s *Session) forgetClusters() {
	there := map[fleet.ClusterName]bool{}
	for c := range s.graph.Clusters() {
		there[c.Name] = true
	}
	isGone := func(c fleet.ClusterName) bool { return !there[c] }
	maps.DeleteFunc(s.roles, func(c fleet.ClusterName, _ rbac.Objects) bool { return isGone(c) })
	maps.DeleteFunc(s.known, func(c fleet.ClusterName, _ bool) bool { return isGone(c) })
	maps.DeleteFunc(s.others, func(o objectName, _ bool) bool { return isGone(o.cluster) })
	maps.DeleteFunc(s.annotated, func(o objectName, _ bool) bool { return isGone(o.cluster) })
}

func (t *turn) create(f fleet.Fact) { t.operations = append(t.operations, fleet.Create{Fact: f}) }
func (t *turn) update(f fleet.Fact) { t.operations = append(t.operations, fleet.Update{Fact: f}) }
func (t *turn) delete(f fleet.Fact) { t.operations = append(t.operations, fleet.Delete{Fact: f}) }

// do notes a change of the session.
func (t *turn) do(change func()) { t.then = append(t.then, change) }

// say writes to standard output, and note to standard error, once all went well.
func (t *turn) say(format string, args ...any) {
	t.last = append(t.last, func() error { fmt.Fprintf(&t.out, format+"\n", args...); return nil })
}

func (t *turn) note(format string, args ...any) { fmt.Fprintf(&t.notes, format+"\n", args...) }

// A failure is what the tool itself, or the cloud, says when it refuses.
type failure string

func (f failure) Error() string { return string(f) }

func fail(format string, args ...any) error { return failure(fmt.Sprintf(format, args...)) }

// cannot says what of a line is not read.
func (t *turn) cannot(format string, args ...any) error {
	return &command.Unsupported{Line: t.Words, Wrong: fmt.Sprintf(format, args...)}
}

// complaint words a refusal as the tools do.
func (t *turn) complaint(err error) string {
	text := strings.TrimRight(err.Error(), "\n")
	if text == "" {
		return ""
	}
	if t.Tool() == "gcloud" {
		return fmt.Sprintf("ERROR: (%s) %s\n", strings.ReplaceAll(t.Words, " ", "."), text)
	}
	if _, ok := errors.AsType[failure](err); ok {
		return text + "\n"
	}
	return "Error from server: " + text + "\n"
}

// ReadFile gives a file as a command would read it: one that a command made, or one that there is.
func (s *Session) ReadFile(name string) ([]byte, error) {
	data, ok := s.files[name]
	switch {
	case ok:
		return data, nil
	case s.read == nil:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	default:
		return s.read(name)
	}
}

// file reads a file that a command names, or the standard input.
func (t *turn) file(name string) ([]byte, error) {
	if name == "-" || name == "/dev/stdin" {
		return t.in, nil
	}
	data, err := t.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fail("unable to read file [%s]: no such file or directory", name)
	} else if err != nil {
		return nil, fail("unable to read file [%s]: %v", name, err)
	}
	return data, nil
}
