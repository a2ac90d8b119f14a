package suite

import (
	"errors"
	"fmt"
	"iter"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
	"fleettrust.example/pool"
)

// A finding is what a question came to: the document that is printed, whether it is a certain yes, a proven no or neither, and why.
type finding struct {
	document render.Document
	verdict  fleet.Verdict
	why      string
}

// A question is asked of a terminal's world. Its error says what is wrong with the arguments.
type question func(x *terminal, args []string) (finding, error)

var questions = map[string]question{
	"whocan":  (*terminal).whocan,
	"whatcan": (*terminal).whatcan,
	"why":     (*terminal).why,
	"couldbe": (*terminal).couldbe,
	"excess":  (*terminal).excess,
	"diff":    (*terminal).diff,
	"classes": (*terminal).classes,
}

// assert asks a question and holds the answer against what is expected.
func (x *terminal) assert(name string, q question, neg bool, args []string) {
	want := fleet.Yes
	if neg {
		want = fleet.No
	}
	if len(args) > 0 && args[0] == "--in-doubt" {
		if neg {
			x.script.Fatalf("! and --in-doubt: an answer in doubt is no proven no; leave one out")
		}
		want, args = fleet.Perhaps, args[1:]
	}
	f, err := q(x, args)
	if err != nil {
		x.script.Fatalf("%s: %v", name, err)
	}
	x.print(f.document.Text(render.Page{}), "")
	if f.verdict != want {
		x.script.Fatalf("%s: expected %s: %s", name, expected[want], f.why)
	}
}

var expected = map[fleet.Verdict]string{fleet.Yes: "a certain yes", fleet.No: "a proven no", fleet.Perhaps: "an answer in doubt"}

// A claim is one who is in an answer: by a path that is certain, or perhaps.
type claim struct {
	who  string
	path fleet.Path
}

// judge weighs an answer: somebody for certain is a yes, nobody of an exact answer a no.
func judge(document render.Document, exactness fleet.Exactness, reasons []fleet.Reason, claims iter.Seq[claim]) finding {
	f := finding{document, fleet.Perhaps, fmt.Sprintf("the answer is %s, %v", exactness, reasons)}
	empty := true
	for c := range claims {
		if c.path.Exactness() == fleet.Exact {
			return finding{document, fleet.Yes, c.String()}
		}
		if empty {
			f.why = "in doubt: " + c.String()
		}
		empty = false
	}
	if empty && exactness == fleet.Exact {
		return finding{document, fleet.No, fmt.Sprintf("there is none, and that is exact %v", reasons)}
	}
	return f
}

// String gives who it is, and the path below it.
func (c claim) String() string { return told(c.who, render.WayOf(c.path).Path) }

// told is a heading, and a path below it.
func told(heading string, path []render.Edge) string {
	return strings.TrimSpace(render.Page{}.Path(heading, path))
}

// principal reads the last argument but for those before it, of which there are so many.
func (x *terminal) principal(args []string, before int, usage string) (pool.Principal, error) {
	if len(args) != before+1 {
		return pool.Principal{}, errors.New("usage: " + usage)
	}
	p, err := pool.Parse(args[before])
	if err == nil {
		err = x.met(p)
	}
	return p, err
}
