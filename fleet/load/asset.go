package load

import (
	"fmt"
	"io"
	"maps"
	"runtime"
	"slices"
	"strings"

	"fleettrust.example/fleet"
)

// An export is a file of Cloud Asset Inventory, while it is read: assets as a list or one after another, pages of REST, messages of a feed.
// It is read in blocks, each by itself and several at once, and what is in them is taken in the order of the file.
type export struct {
	*file
	counts    map[assetSort]int
	inside    map[link]*objects
	inOrder   []*objects
	grants    []assetPolicy
	lies      []lying
	lying     map[string]bool            // projects of lies
	own       map[own]bool               // assets that are projects, folders and organizations
	placed    map[string]bool            // projects of which it is known what they lie in
	partial   map[string]bool            // hosts of fleets of which a membership was not read
	unsure    map[fleet.ClusterName]bool // clusters with a node pool that was not read
	strangers map[string]bool            // projects with a service account whose e-mail is not known
	pages     int
	changes   int
	deleted   int
	stopped   bool
}

// own is an asset that is a project, as its name says it, or a folder or an organization, of which the export has a content.
type own struct {
	content assetContent
	name    string
}

const (
	blockBytes = 2 << 20 // a block is as large, or one asset that is larger
	maxBlocks  = 4       // for each worker: blocks that are read, or wait to be taken
)

// readAssets reads an export of Cloud Asset Inventory.
func (f *file) readAssets(in io.Reader) int {
	return f.readExport(in, blockBytes, runtime.GOMAXPROCS(0))
}

func (f *file) readExport(in io.Reader, size, workers int) int {
	e := &export{file: f, counts: map[assetSort]int{}, inside: map[link]*objects{}, unsure: map[fleet.ClusterName]bool{}, own: map[own]bool{}, lying: map[string]bool{},
		placed: map[string]bool{}, partial: map[string]bool{}, strangers: map[string]bool{}}
	e.unpack(newSplitter(in, size), workers)
	e.settleLater()
	return e.count()
}

// unpack has workers read the blocks, and takes what they read in the order of the file.
func (e *export) unpack(s *splitter, workers int) {
	blocks := make(chan *parcel)
	defer close(blocks)
	for range workers {
		go func() {
			u := newUnpacker(e.name)
			for p := range blocks {
				u.read(p)
				close(p.read)
			}
		}()
	}
	var waiting []*parcel
	next := func() {
		<-waiting[0].read
		s.again(waiting[0].block)
		e.takeAll(waiting[0])
		waiting = waiting[1:]
	}
	for b, ok := s.block(); ok && !e.stopped; b, ok = s.block() {
		p := &parcel{block: b, read: make(chan struct{})}
		blocks <- p
		if waiting = append(waiting, p); len(waiting) > maxBlocks*workers {
			next()
		}
	}
	for len(waiting) > 0 {
		next()
	}
	if s.flaw != nil && !e.stopped {
		e.refuse(s.flaw.line, s.flaw.wrong)
	}
}

// takeAll takes what was read of a block.
func (e *export) takeAll(p *parcel) {
	if e.stopped {
		return
	}
	for _, f := range p.file.faults {
		e.fault(f.Source, f.About, f.Wrong)
	}
	e.report.Warnings = append(e.report.Warnings, p.file.report.Warnings...)
	e.report.Unread = append(e.report.Unread, p.file.report.Unread...)
	e.vague = e.vague || p.file.vague
	for s, n := range p.counts {
		if _, ok := e.counts[s]; !ok {
			s.kind = strings.Clone(s.kind)
		}
		e.counts[s] += n
	}
	for _, o := range p.inOrder {
		e.join(o)
	}
	for _, q := range p.policies {
		q.at.file = e.file
		e.own[own{ofPolicy, pathOf(q.name)}] = true
		e.grants = append(e.grants, q)
	}
	for _, l := range p.lies {
		if l.at.file = e.file; !e.lying[l.project] {
			e.lying[l.project] = true
			e.lies = append(e.lies, l)
		}
	}
	for _, a := range p.rest {
		a.file = e.file
		e.take(a)
	}
	e.pages, e.changes, e.deleted = e.pages+p.pages, e.changes+p.changes, e.deleted+p.deleted
	if p.flaw != nil {
		e.refuse(p.flaw.line, p.flaw.wrong)
		e.stopped = true
	}
}

// join takes what a block has of the inside of a cluster.
func (e *export) join(o *objects) {
	if first := e.inside[o.link]; first != nil {
		first.join(o)
		return
	}
	o.at.file = e.file
	o.dump.file = e.file
	e.inside[o.link] = o
	e.inOrder = append(e.inOrder, o)
}

// count counts the assets that matter here.
func (e *export) count() int {
	n := 0
	for s, c := range e.counts {
		if e.matters(s) {
			n += c
		}
	}
	return n
}

func (e *export) matters(s assetSort) bool {
	r := assetReaders[s.kind]
	switch s.content {
	case ofResource, ofNothing:
		return r.read != nil || objectKind(s.kind) != ""
	case ofPolicy, ofOrgPolicy:
		return r.policies && (s.content == ofPolicy || s.kind != accountType)
	default:
		return false
	}
}

// unread lists what the export has and no rule asks for.
func (e *export) unread() {
	sorts := slices.SortedFunc(maps.Keys(e.counts), func(a, b assetSort) int {
		return strings.Compare(a.kind+string('0'+rune(a.content)), b.kind+string('0'+rune(b.content)))
	})
	for _, s := range sorts {
		what := ""
		switch {
		case e.matters(s) && s.content == ofNothing:
			what = fmt.Sprintf("%d of type %s by name alone: gcloud asset export --content-type=resource", e.counts[s], s.kind)
		case e.matters(s):
			continue
		case s.content == ofPolicy:
			what = fmt.Sprintf("%d of type %s with an allow policy that matters to no rule", e.counts[s], s.kind)
		case s.content == ofOrgPolicy:
			what = fmt.Sprintf("%d of type %s with organization policies that matter to no rule", e.counts[s], s.kind)
		case s.content == ofAccess:
			what = fmt.Sprintf("%d of type %s with an access policy that matters to no rule", e.counts[s], s.kind)
		default:
			what = fmt.Sprintf("%d of type %s: it matters to no rule", e.counts[s], s.kind)
		}
		e.report.Unread = append(e.report.Unread, Unread{e.file.at(0), what})
	}
	if e.deleted > 0 {
		e.report.Unread = append(e.report.Unread, Unread{e.file.at(0), fmt.Sprintf("%d that the feed says are deleted", e.deleted)})
	}
}
