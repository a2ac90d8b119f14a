package load

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// text reads a text, whose first quote is here.
func (p *jsonParser) text() string {
	from := p.at + 1
	end := plainEnd(p.data, from)
	if end < len(p.data) && p.data[end] == '"' {
		p.at = end + 1
		if p.same != "" {
			return p.same[from:end]
		}
		return string(p.data[from:end])
	}
	return p.escapedText(from)
}

// escapedText reads a text with escapes, from behind its first quote.
func (p *jsonParser) escapedText(from int) string {
	var b []byte
	for p.at = from; p.flaw == nil; {
		end := plainEnd(p.data, p.at)
		b = append(b, p.data[p.at:end]...)
		p.at = end
		switch {
		case end < len(p.data) && p.data[end] == '"':
			p.at++
			return string(b)
		case end < len(p.data) && p.data[end] == '\\':
			b = p.escape(b)
		default:
			p.unexpected(`text up to '"'`)
		}
	}
	return ""
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// plainEnd gives where the first quote, backslash or control character stands from i on, looking at eight bytes at once: in
// a word minus ones, a byte's high bit shows that it was zero.
func plainEnd(data []byte, i int) int {
	for ; i+8 <= len(data); i += 8 {
		w := binary.LittleEndian.Uint64(data[i:])
		quote, slash := w^ones*'"', w^ones*'\\'
		if found := ((quote-ones)&^quote | (slash-ones)&^slash | (w-ones*' ')&^w) & highs; found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for i < len(data) && data[i] != '"' && data[i] != '\\' && data[i] >= ' ' {
		i++
	}
	return min(i, len(data))
}

var escapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape appends the character of the escape that is here.
func (p *jsonParser) escape(b []byte) []byte {
	p.at++
	if p.at < len(p.data) && p.data[p.at] == 'u' {
		p.at++
		return p.escapedRune(b)
	}
	if p.at < len(p.data) {
		if c, ok := escapes[p.data[p.at]]; ok {
			p.at++
			return append(b, c)
		}
	}
	p.unexpected("an escape of JSON")
	return b
}

// escapedRune appends the character that one \u says, or two. Half a character, such as \ud83d alone, is refused: readers put U+FFFD
// in its place, and make one name of two.
func (p *jsonParser) escapedRune(b []byte) []byte {
	r := p.hex()
	if !utf16.IsSurrogate(r) {
		return utf8.AppendRune(b, r)
	}
	second := rune(utf8.RuneError)
	if p.at+1 < len(p.data) && p.data[p.at] == '\\' && p.data[p.at+1] == 'u' {
		p.at += 2
		second = p.hex()
	}
	if r = utf16.DecodeRune(r, second); r == utf8.RuneError {
		p.wrong("the text %q has an escape that is half a character", shorten(string(utf8.AppendRune(b, r))))
	}
	return utf8.AppendRune(b, r)
}

func (p *jsonParser) hex() rune {
	end := min(p.at+4, len(p.data))
	n, err := strconv.ParseUint(string(p.data[p.at:end]), 16, 16)
	if err != nil || end < p.at+4 {
		p.unexpected("four hexadecimal digits")
		return 0
	}
	p.at = end
	return rune(n)
}

// word passes true, false or null.
func (p *jsonParser) word(w string) string {
	for i := range len(w) {
		if p.at >= len(p.data) || p.data[p.at] != w[i] {
			p.unexpected(w)
			return ""
		}
		p.at++
	}
	return w
}

// number passes a number, or refuses what is no value at all.
func (p *jsonParser) number() string {
	from := p.at
	p.passes("-")
	switch {
	case p.passes("0"):
	case !p.digits():
		p.unexpected("a value")
	}
	if p.passes(".") && !p.digits() {
		p.unexpected("a digit")
	}
	if p.passes("eE") {
		p.passes("+-")
		if !p.digits() {
			p.unexpected("a digit")
		}
	}
	return string(p.data[from:p.at])
}

// passes passes one of some bytes, if it is here.
func (p *jsonParser) passes(one string) bool {
	if p.at < len(p.data) {
		for i := range len(one) {
			if p.data[p.at] == one[i] {
				p.at++
				return true
			}
		}
	}
	return false
}

func (p *jsonParser) digits() bool {
	from := p.at
	for p.at < len(p.data) && '0' <= p.data[p.at] && p.data[p.at] <= '9' {
		p.at++
	}
	return p.at > from
}
