package load

import (
	"fmt"
	"unicode/utf8"
)

// parseJSON reads one JSON value and nothing after it. It keeps the line of each value, and refuses a name that stands twice in an
// object: readers would differ on which counts. The text is UTF-8, as unfit makes sure.
func parseJSON(data []byte) (*value, *flaw) {
	p := &jsonParser{data: data, line: 1, left: maxValues}
	v := p.value(0)
	if p.space(); p.at < len(p.data) {
		p.wrong("more text after the end of the JSON value")
	}
	if p.flaw != nil {
		return nil, p.flaw
	}
	return &v, nil
}

// A jsonParser reads JSON from left to right. It is our own for its speed, since exports of assets are gigabytes: it makes
// trees twice as fast as they come of the tokens of github.com/go-json-experiment/json v1.27.2, and twenty times as fast as of those of
// encoding/json. Once it has a flaw, its values mean nothing.
type jsonParser struct {
	data []byte
	same string // the same bytes: texts are parts of it; if "", each text is a copy
	at   int
	line int
	left int // values that may still come
	flaw *flaw
	more bool // behind data another object begins, in which it should not be

	items     slab[value]
	names     slab[string]
	openItems []value // of the lists and objects that have begun
	openNames []string
	interned  map[string]string // names that are copies: most stand many times
}

func (p *jsonParser) value(depth int) value {
	c := p.space()
	v := value{line: p.line}
	if p.left--; p.left < 0 {
		p.wrong("more than %d values", maxValues)
		return v
	}
	switch c {
	case '"':
		v.shape, v.text = text, p.text()
	case '[', '{':
		p.holder(&v, depth, c)
	case 't':
		v.shape, v.text = truth, p.word("true")
	case 'f':
		v.shape, v.text = truth, p.word("false")
	case 'n':
		v.shape = null
		p.word("null")
	default:
		v.shape, v.text = number, p.number()
	}
	return v
}

// holder reads a list or an object.
func (p *jsonParser) holder(v *value, depth int, c byte) {
	switch {
	case depth >= maxDepth:
		p.wrong("lists and objects more than %d deep", maxDepth)
	case c == '[':
		p.list(v, depth+1)
	default:
		p.object(v, depth+1)
	}
}

func (p *jsonParser) list(v *value, depth int) {
	v.shape = list
	from := len(p.openItems)
	for more := p.begins(']'); more; more = p.goesOn(']') {
		item := p.value(depth)
		p.openItems = append(p.openItems, item)
	}
	v.items = p.items.keep(p.openItems[from:])
	p.openItems = p.openItems[:from]
}

func (p *jsonParser) object(v *value, depth int) {
	v.shape = object
	name, item := len(p.openNames), len(p.openItems)
	var taken nameSet
	for more := p.begins('}'); more; more = p.goesOn('}') {
		n := p.name()
		if taken.has(n, p.openNames[name:]) {
			p.wrong("the name %q stands twice in one object", shorten(n))
		}
		i := p.value(depth)
		p.openNames, p.openItems = append(p.openNames, n), append(p.openItems, i)
	}
	v.names, v.items = p.names.keep(p.openNames[name:]), p.items.keep(p.openItems[item:])
	p.openNames, p.openItems = p.openNames[:name], p.openItems[:item]
}

// begins passes the bracket here, and the one that ends what it begins if nothing stands between.
func (p *jsonParser) begins(end byte) bool {
	p.at++
	if p.space() == end {
		p.at++
		return false
	}
	return p.flaw == nil
}

// goesOn passes a comma, or the bracket that ends a list or an object.
func (p *jsonParser) goesOn(end byte) bool {
	switch c := p.space(); {
	case p.flaw != nil:
	case c == ',':
		p.at++
		return true
	case c == end:
		p.at++
	default:
		p.unexpected(fmt.Sprintf("',' or %q", end))
	}
	return false
}

// name reads the name of an item and the colon after it.
func (p *jsonParser) name() string {
	if p.space() != '"' {
		p.unexpected("a name in quotes")
		return ""
	}
	n := p.text()
	if p.same == "" {
		n = p.intern(n)
	}
	if p.space() != ':' {
		p.unexpected("':'")
		return ""
	}
	p.at++
	return n
}

func (p *jsonParser) intern(name string) string {
	if first, ok := p.interned[name]; ok {
		return first
	}
	if p.interned == nil {
		p.interned = map[string]string{}
	}
	p.interned[name] = name
	return name
}

// space passes white space and gives the byte after it, or 0 at the end.
func (p *jsonParser) space() byte {
	for ; p.at < len(p.data); p.at++ {
		switch c := p.data[p.at]; c {
		case '\n':
			p.line++
		case ' ', '\t', '\r':
		default:
			return c
		}
	}
	return 0
}

func (p *jsonParser) wrong(format string, args ...any) {
	if p.flaw == nil {
		p.flaw = &flaw{p.line, fmt.Sprintf(format, args...)}
	}
}

// unexpected refuses what stands here in place of what has to.
func (p *jsonParser) unexpected(want string) {
	r := '{'
	switch {
	case p.at < len(p.data):
		r, _ = utf8.DecodeRune(p.data[p.at:])
	case !p.more:
		p.wrong("the JSON ends too early: was the file cut off?")
		return
	}
	p.wrong("not JSON, as text that begins with { or [ has to be: want %s, got %q", want, r)
}

// A slab is what slices of known length are cut from.
type slab[T any] struct{ free []T }

// keep copies a slice into the slab.
func (s *slab[T]) keep(of []T) []T {
	if len(of) == 0 {
		return nil
	}
	if cap(s.free)-len(s.free) < len(of) {
		s.free = make([]T, 0, max(64, min(2*cap(s.free), 1<<13), len(of)))
	}
	from := len(s.free)
	s.free = append(s.free, of...)
	return s.free[from:len(s.free):len(s.free)]
}

// A nameSet tells whether one of some names comes again. Few do not need a map.
type nameSet struct {
	marks uint64
	all   map[string]bool
}

func (s *nameSet) has(name string, before []string) bool {
	if len(before) >= 64 {
		return s.hasOfMany(name, before)
	}
	mark := uint64(1)
	if n := len(name); n > 0 {
		mark <<= (uint(n) ^ uint(name[0])<<2 ^ uint(name[n-1])) % 64
	}
	seen := s.marks&mark != 0
	s.marks |= mark
	if seen {
		for _, b := range before {
			if b == name {
				return true
			}
		}
	}
	return false
}

func (s *nameSet) hasOfMany(name string, before []string) bool {
	if s.all == nil {
		s.all = map[string]bool{}
		for _, b := range before {
			s.all[b] = true
		}
	}
	seen := s.all[name]
	s.all[name] = true
	return seen
}
