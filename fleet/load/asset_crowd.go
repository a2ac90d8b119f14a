package load

import (
	"iter"
	"math"
	"strings"

	"fleettrust.example/fleet"
)

// A crowd is the namespaces and service accounts of one cluster, of which there are too many to keep each as a fact.
type crowd struct {
	cluster fleet.ClusterName
	file    string
	rows    []*rows
}

// told yields the facts.
func (c crowd) told() iter.Seq[told] {
	return func(yield func(told) bool) {
		for _, r := range c.rows {
			for o := range r.all() {
				if !yield(told{fleet.Source{File: c.file, Line: o.line}, o.fact(c.cluster)}) {
					return
				}
			}
		}
	}
}

// A plainObject is a service account of Kubernetes, or a namespace if its name is "".
type plainObject struct {
	namespace, name, uid, annotation string
	line                             int
}

func (o plainObject) fact(of fleet.ClusterName) fleet.Fact {
	if o.name == "" {
		return fleet.Namespace{Cluster: of, Name: o.namespace}
	}
	return fleet.KSA{Cluster: of, Namespace: o.namespace, Name: o.name, UID: o.uid, Annotation: o.annotation}
}

// rows are plain objects of one cluster in one block, with as few pointers as can be.
type rows struct {
	line   int // of the block
	spaces []string
	rows   []row
	more   strings.Builder // UIDs and annotations, one after another
}

// A row is a plain object: its namespace by place, its line counted from that of the block.
type row struct {
	name            string
	space, line     uint32
	uid, annotation uint16 // lengths
}

// add adds an object. It is false for one that is too odd.
func (r *rows) add(o plainObject) bool {
	if len(o.uid) > math.MaxUint16 || len(o.annotation) > math.MaxUint16 {
		return false
	}
	if n := len(r.spaces); n == 0 || r.spaces[n-1] != o.namespace {
		r.spaces = append(r.spaces, o.namespace)
	}
	r.rows = append(r.rows, row{o.name, uint32(len(r.spaces) - 1), uint32(o.line - r.line), uint16(len(o.uid)), uint16(len(o.annotation))})
	r.more.WriteString(o.uid)
	r.more.WriteString(o.annotation)
	return true
}

func (r *rows) all() iter.Seq[plainObject] {
	return func(yield func(plainObject) bool) {
		more := r.more.String()
		for _, w := range r.rows {
			end := int(w.uid) + int(w.annotation)
			if !yield(plainObject{r.spaces[w.space], w.name, more[:w.uid], more[w.uid:end], r.line + int(w.line)}) {
				return
			}
			more = more[end:]
		}
	}
}
