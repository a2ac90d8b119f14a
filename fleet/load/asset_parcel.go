package load

import (
	"fmt"
	"slices"
	"strings"
)

// An assetContent is what an export says of an asset.
// Source: googleapis/googleapis google/cloud/asset/v1/asset_service.proto, ContentType.
type assetContent uint8

const (
	ofNothing assetContent = iota // its name
	ofResource
	ofPolicy
	ofOrgPolicy
	ofAccess
	ofOther
)

// contents are the names of what stands in an asset, as exports write them and as REST does.
var contents = []struct {
	content assetContent
	names   []string
}{
	{ofResource, []string{"resource"}},
	{ofPolicy, []string{"iam_policy", "iamPolicy"}},
	{ofOrgPolicy, []string{"org_policy", "orgPolicy"}},
	{ofAccess, []string{"access_policy", "accessPolicy", "access_level", "accessLevel", "service_perimeter", "servicePerimeter"}},
	{ofOther, []string{"os_inventory", "osInventory", "related_assets", "relatedAssets", "related_asset", "relatedAsset"}},
}

// assetSort is a type of assets and what is said of them.
type assetSort struct {
	kind    string
	content assetContent
}

// An asset is one thing of which an export speaks.
type asset struct {
	item
	name, kind string
}

// part gives what is said of an asset, of one content.
func (a asset) part(c assetContent) item {
	for _, o := range contents {
		if o.content == c {
			return a.field(o.names...)
		}
	}
	return item{a.file, nil, &a.item, "nothing"}
}

// data is the resource, as its own API describes it.
func (a asset) data() item { return a.part(ofResource).field("data") }

// A parcel is what was read of one block. It is read by itself, with faults and warnings of its own: what another part of the export
// bears on is left for later.
type parcel struct {
	block
	read chan struct{} // closed when it was

	file     *file
	latest   *objects // of the cluster that was spoken of last
	counts   map[assetSort]int
	spaces   int // and namespaces and service accounts of Kubernetes that are plain
	accounts int
	clusters map[string]*objects // by the name of the cluster's asset
	inOrder  []*objects
	policies []assetPolicy
	rest     []asset
	lies     []lying
	placed   map[string]bool // projects of lies
	pages    int             // that say that there are more
	changes  int             // assets out of a feed
	deleted  int             // and assets that are no more
	flaw     *flaw
}

// A lying is a project, as the name of an asset says it, and what the asset says that it lies in: projects/NUMBER first.
type lying struct {
	project, number string
	at              item
}

// An unpacker reads blocks, one after another.
type unpacker struct {
	name   string // of the file
	parser jsonParser
	stand  standing
	top    value // that was parsed last
	texts  *texts
	spaces map[string]string // names of namespaces that are legal
	names  map[string]string // and of service accounts
}

func newUnpacker(name string) *unpacker {
	return &unpacker{name: name, texts: &texts{map[string]string{}}, spaces: map[string]string{}, names: map[string]string{}}
}

func (u *unpacker) read(p *parcel) {
	p.file = &file{reader: newReader(), name: u.name, texts: u.texts}
	p.counts, p.clusters, p.placed = map[assetSort]int{}, map[string]*objects{}, map[string]bool{}
	at, why := unfitAt(p.data)
	if at < 0 {
		at = len(p.data)
	}
	j := &u.parser
	j.data, j.same, j.at, j.line, j.flaw, j.more = p.data[:at], string(p.data[:at]), 0, p.line, nil, !p.last && p.list == alone
	for u.stand = p.list; u.more(p.last); u.stand = u.stand.after() {
		j.left, j.items.free, j.names.free = maxValues, j.items.free[:0], j.names.free[:0]
		if u.top = j.value(u.stand.depth()); j.flaw == nil {
			u.open(p, item{file: p.file, v: &u.top})
		}
	}
	p.flaw = j.flaw
	if at < len(p.data) && (j.flaw == nil || j.at == at) {
		p.flaw = &flaw{p.line + lineAt(p.data, at) - 1, fmt.Sprintf(why, p.from+int64(at))}
	}
	p.counts[assetSort{spaceType, ofResource}] += p.spaces
	p.counts[assetSort{ksaType, ofResource}] += p.accounts
}

// more passes what stands between values, and says whether there is another.
func (u *unpacker) more(last bool) bool {
	for j := &u.parser; j.flaw == nil; {
		switch c := j.space(); {
		case u.stand == alone && c == '#':
			j.comment()
		case u.stand == alone && c == '[':
			j.at++
			u.stand = listBegin
		case u.stand == alone:
			return j.at < len(j.data)
		case c == ']' && u.stand != listRest:
			j.at++
			u.stand = alone
		case u.stand != listAfter:
			return true
		case c == ',':
			j.at++
			u.stand = listRest
			j.space()
			return j.at < len(j.data) || last
		default:
			j.unexpected("',' or ']'")
		}
	}
	return false
}

// comment passes a line.
func (p *jsonParser) comment() {
	for p.at < len(p.data) && p.data[p.at] != '\n' {
		p.at++
	}
}

// open takes the assets out of a value: one, that of a message of a feed, or those of a page of REST.
func (u *unpacker) open(p *parcel, it item) {
	switch {
	case !it.is(object) || u.plain(p, it.v):
	case it.v.field("asset") != nil:
		if p.changes++; it.field("deleted").truth() {
			p.deleted++
			return
		}
		u.take(p, it.field("asset"))
	case it.v.field("assets") != nil || it.v.field("readTime") != nil || it.v.field("nextPageToken") != nil:
		for _, e := range it.field("assets").list() {
			u.open(p, e)
		}
		if token := it.field("nextPageToken"); token.text() != "" {
			token.warn("", "the list has further pages, which were not read")
			p.pages++
		}
	default:
		u.take(p, it)
	}
}

// take takes one asset.
func (u *unpacker) take(p *parcel, it item) {
	if !it.is(object) {
		return
	}
	a := asset{item: it, name: it.field("name").lent(), kind: it.field("asset_type", "assetType").lent()}
	switch mark := placeholder(a.name); {
	case a.name == "" || a.kind == "":
		return
	case mark != "":
		it.field("name").fault("asset %q holds the unresolved placeholder %q", shorten(a.name), mark)
		return
	case pathOf(a.name) == "":
		it.field("name").fault("%q is no name of an asset: want //HOST/PATH", shorten(a.name))
		return
	}
	said := false
	for _, c := range contents {
		if a.v.has(c.names) {
			u.sort(p, a, c.content)
			said = true
		}
	}
	if !said {
		u.sort(p, a, ofNothing)
	}
}

// has tells an object with a field of one of some names.
func (v *value) has(names []string) bool {
	return slices.ContainsFunc(names, func(n string) bool { f := v.field(n); return f != nil && f.shape != null })
}

// sort puts what is said of an asset where it is read.
func (u *unpacker) sort(p *parcel, a asset, c assetContent) {
	p.counts[assetSort{a.kind, c}]++
	known := assetReaders[a.kind]
	switch {
	case objectKind(a.kind) != "":
		if c == ofResource {
			u.object(p, a)
		}
	case c == ofPolicy && known.policies:
		if p.policy(a); a.kind != accountType {
			p.rest = append(p.rest, a.bare("ancestors"))
		}
	case known.read != nil && (c == ofResource || c == ofNothing || c == ofOrgPolicy && known.policies):
		p.rest = append(p.rest, a.kept())
	}
	p.lie(a)
}

// kept is an asset that keeps nothing of the block.
func (a asset) kept() asset {
	v := a.v.clone()
	return asset{item{file: a.file, v: &v}, strings.Clone(a.name), strings.Clone(a.kind)}
}

// bare is an asset of which only one field is kept.
func (a asset) bare(field string) asset {
	v := &value{shape: object, line: a.line()}
	if f := a.field(field); f.present() {
		v.set(field, f.v.clone())
	}
	return asset{item{file: a.file, v: v}, strings.Clone(a.name), strings.Clone(a.kind)}
}

// shallow is a value of which fields can be set, while the other stays as it is.
func (v *value) shallow() value {
	c := *v
	c.names, c.items = slices.Clone(v.names), slices.Clone(v.items)
	return c
}

// clone is a value that shares nothing with what it was made of.
func (v *value) clone() value {
	c := value{shape: v.shape, whole: v.whole, line: v.line, text: strings.Clone(v.text)}
	if len(v.items) > 0 {
		c.items = make([]value, len(v.items))
	}
	for i := range v.items {
		c.items[i] = v.items[i].clone()
	}
	if len(v.names) > 0 {
		c.names = make([]string, len(v.names))
	}
	for i := range v.names {
		c.names[i] = strings.Clone(v.names[i])
	}
	return c
}

// lie notes what an asset's project lies in, once a project. It is true if there is nothing more to note.
func (p *parcel) lie(a asset) bool {
	id := projectOf(a.name)
	if id == "" || p.placed[id] {
		return true
	}
	if a.v.field("ancestors") == nil {
		return false
	}
	l := lying{project: strings.Clone(id), at: a.bare("ancestors").item}
	if chain := l.at.field("ancestors").list(); len(chain) > 0 {
		l.number = chain[0].text()
	}
	p.placed[l.project] = true
	p.lies = append(p.lies, l)
	return true
}
