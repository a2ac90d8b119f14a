package load

import (
	"strings"

	"fleettrust.example/pool"
)

// plain takes a namespace or a service account, of which an export has most, if it is as it should be. Any other is left to
// the readers of all objects, which say what is wrong with it.
func (u *unpacker) plain(p *parcel, v *value) bool {
	kind := v.reach("asset_type")
	if kind == nil {
		kind = v.reach("assetType")
	}
	if kind == nil || kind.text != ksaType && kind.text != spaceType || !v.onlyResource() {
		return false
	}
	meta := v.reach("resource", "data", "metadata")
	r := plainObject{line: v.line}
	var space, name, path string
	ok := meta != nil && meta.shape == object && meta.says("name", &name) && meta.says("namespace", &space) && meta.says("uid", &r.uid) &&
		v.says("name", &path) && u.annotation(meta, &r)
	if !ok {
		return false
	}
	cluster, object, ok := cutObject(path)
	if kind.text == spaceType {
		space, name = name, ""
		ok = ok && object == namespacesPath+space
	} else {
		ok = ok && isAccountPath(object, space, name)
		r.name, ok = u.legalName(name, ok)
	}
	r.namespace, ok = u.legalSpace(space, ok)
	if !ok {
		return false
	}
	o := p.objectsOf(cluster, asset{item: item{file: p.file, v: v}, name: path})
	if o == nil || !o.add(r) {
		return false
	}
	if r.name == "" {
		p.spaces++
	} else {
		p.accounts++
	}
	return true
}

const (
	ksaType        = "k8s.io/ServiceAccount"
	spaceType      = "k8s.io/Namespace"
	namespacesPath = "namespaces/"
	accountsPath   = "/serviceaccounts/"
)

// texts are copies of parts of what goes away when it was read: of the same text one.
type texts struct{ known map[string]string }

// mostTexts bounds those that are remembered, as there may be no end of different ones.
const mostTexts = 1 << 16

// own gives a copy of a text; the text itself where nothing goes away.
func (t *texts) own(s string) string {
	if t == nil {
		return s
	}
	if known, ok := t.known[s]; ok {
		return known
	}
	s = strings.Clone(s)
	if len(t.known) < mostTexts {
		t.known[s] = s
	}
	return s
}

// isAccountPath tells namespaces/SPACE/serviceaccounts/NAME.
func isAccountPath(path, space, name string) bool {
	rest, ok := strings.CutPrefix(path, namespacesPath)
	if !ok || !strings.HasPrefix(rest, space) {
		return false
	}
	rest, ok = strings.CutPrefix(rest[len(space):], accountsPath)
	return ok && rest == name
}

// onlyResource tells an asset that has nothing but its names, its resource, and what every asset has.
func (v *value) onlyResource() bool {
	for _, n := range v.names {
		switch n {
		case "name", "asset_type", "assetType", "resource", "ancestors", "update_time", "updateTime":
		default:
			return false
		}
	}
	return true
}

// reach gives what lies at the end of a way through objects, or nil.
func (v *value) reach(way ...string) *value {
	for _, step := range way {
		if v == nil || v.shape != object {
			return nil
		}
		v = v.field(step)
	}
	return v
}

// says reads a text, if there is one. It is false for anything else.
func (v *value) says(name string, s *string) bool {
	t := v.field(name)
	if t != nil && t.shape == text {
		*s = t.text
	}
	return t == nil || t.shape == text
}

func (u *unpacker) annotation(meta *value, r *plainObject) bool {
	all := meta.field("annotations")
	if all == nil {
		return true
	}
	return all.shape == object && all.says(accountAnnotation, &r.annotation) && (r.annotation == "" || pool.ServiceAccount(r.annotation).IsValid())
}

// legalSpace gives a name of a namespace that keeps nothing of the block, if it is one.
func (u *unpacker) legalSpace(s string, ok bool) (string, bool) {
	if known := u.spaces[s]; known != "" || !ok {
		return known, ok
	}
	if !pool.Subject(anyPool, 0, s, "default").IsValid() {
		return "", false
	}
	s = strings.Clone(s)
	u.spaces[s] = s
	return s, true
}

func (u *unpacker) legalName(s string, ok bool) (string, bool) {
	if known := u.names[s]; known != "" || !ok {
		return known, ok
	}
	if !pool.Subject(anyPool, 0, "default", s).IsValid() {
		return "", false
	}
	s = strings.Clone(s)
	u.names[s] = s
	return s, true
}

// add takes a plain object, and notes what a dump would.
func (o *objects) add(x plainObject) bool {
	if !o.rows[0].add(x) {
		return false
	}
	if seen := o.dump.namespaces; x.name == "default" || x.name == "" {
		seen[x.namespace] = seen[x.namespace] || x.name == "default"
	}
	return true
}
