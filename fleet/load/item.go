package load

import (
	"fmt"
	"iter"
	"strconv"
	"strings"

	"fleettrust.example/fleet"
)

// An item is a value in its file and the way to it. What a reader takes from it in the wrong shape becomes a fault
// with file, line and way, and reads as if it were not there; the fault stops the load in the end.
type item struct {
	file *file
	v    *value // nil when there is no such thing; null counts as nothing
	up   *item
	step string
}

// line is the item's, or that of the nearest thing around it which is there.
func (it item) line() int {
	for at := &it; at != nil; at = at.up {
		if at.v != nil {
			return at.v.line
		}
	}
	return 1
}

func (it item) source() fleet.Source {
	return fleet.Source{File: it.file.name, Line: it.line(), Address: it.file.address}
}

// path is the way to the item, as [2].authority.issuer.
func (it item) path() string {
	var steps []string
	for at := &it; at != nil && at.up != nil; at = at.up {
		steps = append(steps, at.step)
	}
	var b strings.Builder
	for i := len(steps) - 1; i >= 0; i-- {
		if b.Len() > 0 && steps[i][0] != '[' {
			b.WriteByte('.')
		}
		b.WriteString(steps[i])
	}
	if b.Len() == 0 {
		return "the file"
	}
	return b.String()
}

func (it item) fault(format string, args ...any) {
	it.file.fault(it.source(), it.path(), fmt.Sprintf(format, args...))
}

func (it item) present() bool { return it.v != nil }

// is faults an item that is there in another shape, and says whether it is there in this one.
func (it item) is(s shape) bool {
	if it.v == nil {
		return false
	}
	if it.v.shape != s {
		it.fault("want %v, got %v", s, it.v.shape)
		return false
	}
	return true
}

// field gives the first of the names that is there; null is not there, nor is what is known after apply.
func (it item) field(names ...string) item {
	if it.is(object) {
		for _, n := range names {
			if v := it.v.field(n); v != nil && v.shape != null && v.shape != unknown {
				return item{it.file, v, &it, n}
			}
		}
	}
	return item{it.file, nil, &it, names[0]}
}

// list gives the items of a list; none when it is not there.
func (it item) list() []item {
	if !it.is(list) {
		return nil
	}
	items := make([]item, len(it.v.items))
	for i := range it.v.items {
		items[i] = item{it.file, &it.v.items[i], &it, "[" + strconv.Itoa(i) + "]"}
	}
	return items
}

// pairs gives the names of an object and what they stand for, in the order of the file; null is not there.
func (it item) pairs() iter.Seq2[string, item] {
	return func(yield func(string, item) bool) {
		if !it.is(object) {
			return
		}
		for i, name := range it.v.names {
			if v := &it.v.items[i]; v.shape != null && v.shape != unknown && !yield(it.file.texts.own(name), item{it.file, v, &it, name}) {
				return
			}
		}
	}
}

// text gives a text; "" when it is not there.
func (it item) text() string {
	if !it.is(text) {
		return ""
	}
	return it.file.texts.own(it.v.text)
}

// need is text that must be there.
func (it item) need() string { return it.file.texts.own(it.lent()) }

// lent is text that must be there, and goes away where the file does.
func (it item) lent() string {
	if it.v == nil || it.is(text) && it.v.text == "" {
		it.fault("is missing or empty")
	}
	if it.v == nil || it.v.shape != text {
		return ""
	}
	return it.v.text
}

// texts gives a list of texts.
func (it item) texts() []string {
	var ts []string
	for _, e := range it.list() {
		ts = append(ts, e.need())
	}
	return ts
}

// digits gives a number that some print as text and some as a number.
func (it item) digits() string {
	if it.v != nil && it.v.shape == number {
		return it.file.texts.own(it.v.text)
	}
	return it.text()
}

func (it item) truth() bool { return it.is(truth) && it.v.text == "true" }

// isWhole tells an object of which all is there: one that has the names that the service sets on every such object.
func (it item) isWhole(names ...string) bool {
	return it.v != nil && it.v.whole || it.has(names...) == len(names)
}

// has counts the names of an object that are there.
func (it item) has(names ...string) int {
	n := 0
	for _, name := range names {
		if it.field(name).present() {
			n++
		}
	}
	return n
}
