package load

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// parseJSON reads one JSON value and nothing after it. It keeps the line of each value, which is why it walks the
// tokens. A name that stands twice in an object is refused: readers would differ on which counts.
func parseJSON(data []byte) (*value, *flaw) {
	p := &jsonParser{data: data, line: 1, budget: budget{maxValues}}
	p.dec = json.NewDecoder(bytes.NewReader(data))
	p.dec.UseNumber()
	v, f := p.value(0)
	if f != nil {
		return nil, f
	}
	if _, err := p.token(); !errors.Is(err, io.EOF) {
		return nil, &flaw{p.line, "more text after the end of the JSON value"}
	}
	return &v, nil
}

type jsonParser struct {
	dec    *json.Decoder
	data   []byte
	at     int // bytes whose lines are counted
	line   int
	budget budget
}

// token reads the next token and moves the line to where it ends, which is where it began: no token of JSON holds a
// line break.
func (p *jsonParser) token() (json.Token, error) {
	t, err := p.dec.Token()
	end := int(p.dec.InputOffset())
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		end = int(syntax.Offset)
	} else if err != nil {
		end = len(p.data)
	}
	end = min(max(end, p.at), len(p.data))
	p.line += bytes.Count(p.data[p.at:end], []byte("\n"))
	p.at = end
	return t, err
}

func (p *jsonParser) value(depth int) (value, *flaw) {
	from := p.at
	t, err := p.token()
	if err != nil {
		return value{}, p.syntax(err)
	}
	if f := p.halved(t, from); f != nil {
		return value{}, f
	}
	return p.valueFrom(t, depth)
}

// halved finds the escape of half a character, such as \ud83d alone. Readers put U+FFFD in its place, and make one name of two.
func (p *jsonParser) halved(t json.Token, from int) *flaw {
	s, ok := t.(string)
	if !ok || !strings.ContainsRune(s, utf8.RuneError) {
		return nil
	}
	raw := string(p.data[from:p.at])
	if strings.Count(s, "\ufffd") <= strings.Count(raw, "\ufffd")+strings.Count(strings.ToLower(raw), `\ufffd`) {
		return nil
	}
	return &flaw{p.line, fmt.Sprintf("the text %q has an escape that is half a character", shorten(s))}
}

func (p *jsonParser) valueFrom(t json.Token, depth int) (value, *flaw) {
	v := value{line: p.line}
	if !p.budget.spend() {
		return v, &flaw{p.line, fmt.Sprintf("more than %d values", maxValues)}
	}
	switch t := t.(type) {
	case nil:
		v.shape = null
	case bool:
		v.shape, v.text = truth, fmt.Sprint(t)
	case json.Number:
		v.shape, v.text = number, t.String()
	case string:
		v.shape, v.text = text, t
	case json.Delim:
		if depth >= maxDepth {
			return v, &flaw{p.line, fmt.Sprintf("lists and objects more than %d deep", maxDepth)}
		}
		if t == '[' {
			return p.list(v, depth+1)
		}
		return p.object(v, depth+1)
	default:
		return v, &flaw{p.line, fmt.Sprintf("unexpected %v", t)}
	}
	return v, nil
}

func (p *jsonParser) list(v value, depth int) (value, *flaw) {
	v.shape = list
	for p.dec.More() {
		item, f := p.value(depth)
		if f != nil {
			return v, f
		}
		v.items = append(v.items, item)
	}
	return v, p.end()
}

func (p *jsonParser) object(v value, depth int) (value, *flaw) {
	v.shape = object
	seen := map[string]bool{}
	for p.dec.More() {
		from := p.at
		t, err := p.token()
		name, ok := t.(string)
		if err != nil || !ok {
			return v, p.syntax(err)
		}
		if f := p.halved(t, from); f != nil {
			return v, f
		}
		if seen[name] {
			return v, &flaw{p.line, fmt.Sprintf("the name %q stands twice in one object", shorten(name))}
		}
		seen[name] = true
		item, f := p.value(depth)
		if f != nil {
			return v, f
		}
		v.names, v.items = append(v.names, name), append(v.items, item)
	}
	return v, p.end()
}

func (p *jsonParser) end() *flaw {
	if _, err := p.token(); err != nil {
		return p.syntax(err)
	}
	return nil
}

func (p *jsonParser) syntax(err error) *flaw {
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &flaw{p.line, "the JSON ends too early: was the file cut off?"}
	}
	return &flaw{p.line, "not JSON, as text that begins with { or [ has to be: " + err.Error()}
}
