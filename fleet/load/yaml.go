package load

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// parseYAML reads every document of a YAML text that holds anything. Duplicate names, merge keys and tags are refused: none
// of the commands prints a tag, and one could make nothing of what is there (!!null). An alias is read as what it stands for,
// as often as the limit on values allows.
func parseYAML(data []byte) (docs []value, f *flaw) {
	if n := marks(data); n > maxYAMLMarks {
		return nil, &flaw{1, fmt.Sprintf("YAML with more than %d marks such as colons and commas: ask for JSON instead", maxYAMLMarks)}
	}
	if line := directive(data); line > 0 {
		return nil, &flaw{line, "a YAML directive, which is not read"}
	}
	defer func() {
		// The parser is not ours. Should it have a fault of its own, the file is refused and not the process ended.
		if e := recover(); e != nil {
			docs, f = nil, &flaw{1, fmt.Sprintf("not YAML: its parser failed on it: %v", e)}
		}
	}()
	loader, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth))))
	if err != nil {
		return nil, &flaw{1, err.Error()}
	}
	c := &yamlCopier{budget: budget{maxValues}}
	for {
		var n yaml.Node
		if err := loader.Load(&n); errors.Is(err, io.EOF) {
			return docs, nil
		} else if err != nil {
			return nil, yamlFlaw(err)
		}
		v, f := c.value(&n, 0)
		if f != nil {
			return nil, f
		}
		if v.shape != null {
			docs = append(docs, v)
		}
	}
}

// marks counts the characters without one of which no node of YAML begins. The parser builds all nodes before we
// see one, so the bound must come before it.
func marks(data []byte) int {
	n := 0
	for _, b := range data {
		switch b {
		case ',', ':', '-', '[', '{', '?', '\n':
			n++
		}
	}
	return n
}

// directive finds a line that begins with %. None of the commands prints one, and the parser takes quadratic time for
// many.
func directive(data []byte) int {
	n := 0
	for line := range bytes.Lines(data) {
		n++
		if line[0] == '%' {
			return n
		}
	}
	return 0
}

func yamlFlaw(err error) *flaw {
	var one *yaml.LoadError
	if errors.As(err, &one) {
		return &flaw{max(one.Mark.Line, 1), "not YAML: " + one.Message}
	}
	var many *yaml.LoadErrors
	if errors.As(err, &many) && len(many.Errors) > 0 {
		return &flaw{max(many.Errors[0].Mark.Line, 1), "not YAML: " + many.Errors[0].Message}
	}
	return &flaw{1, "not YAML: " + err.Error()}
}

type yamlCopier struct{ budget budget }

func (c *yamlCopier) value(n *yaml.Node, depth int) (value, *flaw) {
	v := value{line: max(n.Line, 1)}
	if !c.budget.spend() {
		return v, &flaw{v.line, fmt.Sprintf("more than %d values", maxValues)}
	}
	if depth > maxDepth {
		return v, &flaw{v.line, fmt.Sprintf("lists and objects more than %d deep", maxDepth)}
	}
	if n.Style&yaml.TaggedStyle != 0 {
		return v, tagFlaw(v.line, n)
	}
	switch n.Kind {
	case yaml.DocumentNode:
		if len(n.Content) == 1 {
			return c.value(n.Content[0], depth)
		}
		v.shape = null
	case yaml.AliasNode:
		return c.value(n.Alias, depth+1)
	case yaml.ScalarNode:
		return scalar(v, n)
	case yaml.SequenceNode:
		return c.list(v, n, depth+1)
	case yaml.MappingNode:
		return c.object(v, n, depth+1)
	default:
		v.shape = null
	}
	return v, nil
}

// scalar takes the kind of a scalar from its tag. A time stays the text it was.
func scalar(v value, n *yaml.Node) (value, *flaw) {
	v.text = n.Value
	switch n.ShortTag() {
	case "!!null":
		v.shape, v.text = null, ""
	case "!!bool":
		v.shape, v.text = truth, strings.ToLower(n.Value)
	case "!!int", "!!float":
		v.shape = number
	case "!!str", "!!timestamp":
		v.shape, v.setter = text, strings.Contains(n.LineComment, "kpt-set")
	default:
		return v, tagFlaw(v.line, n)
	}
	return v, nil
}

func tagFlaw(line int, n *yaml.Node) *flaw {
	return &flaw{line, fmt.Sprintf("the YAML tag %q is not read", shorten(n.ShortTag()))}
}

func (c *yamlCopier) list(v value, n *yaml.Node, depth int) (value, *flaw) {
	v.shape, v.items = list, make([]value, 0, len(n.Content))
	for _, item := range n.Content {
		w, f := c.value(item, depth)
		if f != nil {
			return v, f
		}
		v.items = append(v.items, w)
	}
	return v, nil
}

func (c *yamlCopier) object(v value, n *yaml.Node, depth int) (value, *flaw) {
	v.shape, v.names, v.items = object, make([]string, 0, len(n.Content)/2), make([]value, 0, len(n.Content)/2)
	var taken nameSet
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, f := c.value(n.Content[i], depth)
		switch {
		case f != nil:
			return v, f
		case key.shape != text:
			return v, &flaw{key.line, fmt.Sprintf("%v stands where a name belongs", key.shape)}
		case taken.has(key.text, v.names):
			return v, &flaw{key.line, fmt.Sprintf("the name %q stands twice in one object", shorten(key.text))}
		}
		w, f := c.value(n.Content[i+1], depth)
		if f != nil {
			return v, f
		}
		v.names, v.items = append(v.names, key.text), append(v.items, w)
	}
	return v, nil
}
