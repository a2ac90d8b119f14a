package load

// A shape says what a value is. The zero shape is none: a value that is not there.
type shape uint8

const (
	null shape = iota + 1
	truth
	number
	text
	list
	object
	unknown // what a plan of Terraform does not know before it is applied; no text says it
)

// String says a shape as an error message does.
func (s shape) String() string {
	switch s {
	case null:
		return "null"
	case truth:
		return "true or false"
	case number:
		return "a number"
	case text:
		return "text"
	case list:
		return "a list"
	case object:
		return "an object"
	case unknown:
		return "what is known after apply"
	default:
		return "nothing"
	}
}

// A value is one node of a JSON or YAML text, with the line it begins on. Both syntaxes become this tree, so that
// one reader serves both and every fact knows its line.
type value struct {
	shape  shape
	whole  bool // of an object made of another source: all of it is known, and what it lacks is not there
	setter bool // of a text: a comment of kpt says that a setter changes it
	line   int
	text   string   // of a text, a number or a truth, as written; without quotes and escapes
	names  []string // of an object: the name of each item, distinct, in the order of the file
	items  []value  // of a list or an object
}

// field gives the value of that name in an object, or nil.
func (v *value) field(name string) *value {
	for i, n := range v.names {
		if n == name {
			return &v.items[i]
		}
	}
	return nil
}

// A flaw is why a text is not JSON or YAML, or is more of it than we take.
type flaw struct {
	line  int
	wrong string
}

// The limits hold the memory that one file can ask for to a few hundred megabytes. They are far beyond what the
// commands print for the largest organizations.
const (
	maxBytes     = 64 << 20 // of a JSON file
	maxYAMLBytes = 16 << 20 // of a YAML file: its parser keeps ten times as much for each node
	maxYAMLMarks = 1 << 20  // characters that can begin a node of YAML: a bound on the nodes that its parser makes
	maxValues    = 1 << 20  // values in a file, aliases of YAML counted each time they are used
	maxDepth     = 64       // lists and objects inside one another
	maxFiles     = 1 << 20  // files of all folders together
	maxFaults    = 100      // faults reported of one file
	maxMessage   = 1000     // bytes of a fault or a warning
	maxQuote     = 200      // bytes of input quoted in a message
)

// A budget counts the values of one file.
type budget struct{ left int }

func (b *budget) spend() bool {
	b.left--
	return b.left >= 0
}
