package load

import (
	"bytes"
	"fmt"
	"io"
)

// A block is some whole values of an export.
type block struct {
	data []byte
	line int   // on which it begins
	from int64 // bytes of the file before it
	list standing
	last bool // nothing follows: a list has to end here
}

// between stands between two lines of an export, and nowhere inside of a value: no text has a line break in it, and no list or object a
// brace behind a brace.
var between = []byte("}\n{")

// A standing says how values stand: alone, one after another with nothing between; or in a list, with a comma between.
type standing uint8

const (
	alone     standing = iota
	listBegin          // a value comes, or the end
	listRest           // a value has to come
	listAfter          // a comma or the end
)

// after is the standing behind a value.
func (p standing) after() standing {
	if p == alone {
		return alone
	}
	return listAfter
}

// rest is the standing behind a comma.
func (p standing) rest() standing {
	if p == alone {
		return alone
	}
	return listRest
}

// depth is how deep values lie.
func (p standing) depth() int { return int(min(p, 1)) }

// A splitter cuts an export into blocks. It looks at quotes and brackets alone, and leaves it to the parser to judge the rest:
// after a flaw that it sees, all that is left of what was read is one block, which is no JSON.
type splitter struct {
	in   io.Reader
	size int // bytes to read at a time
	next block
	free [][]byte // of blocks that were read

	data    []byte // from the beginning of the next block on
	seen    int    // bytes of data that were looked at
	end     int    // where in data the last whole value ends
	depth   int    // of brackets, but for that of the list of all assets
	quoted  bool
	comment bool
	broken  bool
	eof     bool
	flaw    *flaw
}

func newSplitter(in io.Reader, size int) *splitter {
	return &splitter{in: in, size: size, next: block{line: 1}}
}

// block gives the next block. It is false at the end, or at a flaw.
func (s *splitter) block() (block, bool) {
	for s.flaw == nil {
		if s.seen == 0 && len(s.data) < s.size && !s.eof {
			s.fill()
			continue
		}
		begins, ends := s.scan()
		switch {
		case begins:
			b := s.cut(s.seen, listBegin)
			s.drop(1)
			return b, true
		case ends:
			return s.cut(s.seen, alone), true
		case s.eof && len(s.data) == 0 && s.next.list == alone:
			return block{}, false
		case s.eof || s.broken:
			s.eof, s.broken = true, false
			b := s.cut(len(s.data), alone)
			b.last = true
			return b, true
		case s.end > 0:
			return s.cut(s.end, s.next.list.rest()), true
		case len(s.data) > maxBytes:
			s.flaw = &flaw{s.next.line, fmt.Sprintf("one asset of more than %d MiB", maxBytes>>20)}
		default:
			s.fill()
		}
	}
	return block{}, false
}

// scan looks at what was read, up to the end of it or of the assets that stand alone or in a list.
func (s *splitter) scan() (begins, ends bool) {
	if s.depth == 0 && s.next.list == alone && !s.quoted && !s.comment && s.seen < len(s.data) {
		if i := bytes.LastIndex(s.data[s.seen:], between); i >= 0 {
			s.seen += i + 2
			s.end = s.seen
			return false, false // the rest is looked at when it is whole
		}
	}
	for !s.broken && s.seen < len(s.data) {
		if s.quoted || s.comment {
			if !s.pass() {
				return false, false
			}
			continue
		}
		switch c := s.data[s.seen]; {
		case c == '"':
			s.quoted = true
		case c == '#' && s.depth == 0 && s.next.list == alone:
			s.comment = true
		case c == '[' && s.depth == 0 && s.next.list == alone:
			return true, false
		case c == '{' || c == '[':
			s.depth++
		case c == ']' && s.depth == 0 && s.next.list != alone:
			s.seen++
			return false, true
		case c == '}' || c == ']':
			s.close()
		case c == ',' && s.depth == 0 && s.next.list != alone:
			s.end = s.seen + 1
		}
		s.seen++
	}
	return false, false
}

func (s *splitter) close() {
	s.depth--
	switch {
	case s.depth < 0:
		s.broken = true
	case s.depth == 0 && s.next.list == alone:
		s.end = s.seen + 1
	}
}

// pass goes to the end of a text or a comment. It is false where more has to be read.
func (s *splitter) pass() bool {
	if s.comment {
		i := bytes.IndexByte(s.data[s.seen:], '\n')
		s.comment = i < 0
		if s.seen += i; i < 0 {
			s.seen = len(s.data)
		}
		return i >= 0
	}
	s.seen = plainEnd(s.data, s.seen)
	switch {
	case s.seen == len(s.data):
		return false
	case s.data[s.seen] == '"':
		s.quoted = false
	case s.data[s.seen] != '\\':
		s.broken = true
	case s.seen+1 == len(s.data):
		return false
	default:
		s.seen++
	}
	s.seen++
	return true
}

// cut gives the first n bytes as a block, and says how the values behind it stand.
func (s *splitter) cut(n int, then standing) block {
	b := s.next
	b.data = s.data[:n]
	s.next.list = then
	s.skip(n)
	rest := s.data[n:]
	s.data = append(s.buffer(len(rest)), rest...)
	return b
}

// drop passes over bytes that are of no block.
func (s *splitter) drop(n int) {
	s.skip(n)
	s.data = s.data[n:]
}

func (s *splitter) skip(n int) {
	s.next.line += bytes.Count(s.data[:n], []byte("\n"))
	s.next.from += int64(n)
	s.seen, s.end = max(s.seen-n, 0), max(s.end-n, 0)
}

// buffer gives an empty one, for so many bytes and more.
func (s *splitter) buffer(n int) []byte {
	if last := len(s.free) - 1; last >= 0 {
		b := s.free[last][:0]
		s.free = s.free[:last]
		if cap(b) >= n+s.size {
			return b
		}
	}
	return make([]byte, 0, n+s.size)
}

// again takes back the bytes of a block that was read.
func (s *splitter) again(b block) { s.free = append(s.free, b.data) }

// fill reads more.
func (s *splitter) fill() {
	have := len(s.data)
	end := have + max(s.size, len(byteOrderMark))
	if cap(s.data) < end {
		s.data = append(make([]byte, 0, end+have), s.data...)
	}
	for !s.eof && s.flaw == nil && len(s.data) < end {
		n, err := s.in.Read(s.data[len(s.data):end])
		s.data = s.data[:len(s.data)+n]
		if err == io.EOF {
			s.eof = true
		} else if err != nil {
			s.flaw = &flaw{0, plain(err).Error()}
		}
	}
	if s.next.from == 0 && have == 0 && bytes.HasPrefix(s.data, byteOrderMark) {
		s.data = s.data[len(byteOrderMark):]
	}
}
