package load

import "fleettrust.example/fleet"

// entries gives the entries of a list: of a bare array, of the page that REST puts around it under the name given, or of
// the documents that gcloud prints as YAML. whole is false when the list says that there is more of it.
func (f *file) entries(docs []item, page string) (entries []item, whole bool) {
	whole = true
	switch doc := docs[0]; {
	case len(docs) > 1:
		entries = docs
	case doc.v.shape == list:
		entries = doc.list()
	case !doc.is(object):
	case page != "" && (len(doc.v.names) == 0 || doc.has(page, "nextPageToken", "missingZones", "unreachable") > 0):
		entries = doc.field(page).list()
		whole = f.wholePage(doc)
	case f.yaml:
		entries = docs
	default:
		doc.fault("want a list, got one object")
	}
	objects := entries[:0:0]
	for _, e := range entries {
		if e.is(object) {
			objects = append(objects, e)
		}
	}
	return objects, whole
}

// wholePage tells a last and complete page.
func (f *file) wholePage(page item) bool {
	whole := true
	if token := page.field("nextPageToken"); token.text() != "" {
		token.warn("", "the list has further pages, which were not read")
		whole = false
	}
	for _, name := range []string{"missingZones", "unreachable"} {
		if places := page.field(name); len(places.list()) > 0 {
			places.warn("", "the list lacks the places that did not answer")
			whole = false
		}
	}
	return whole
}

// ofProject reads a list of the project in whose folder the file lies, and notes whether it is all of it.
func (f *file) ofProject(docs []item, page string, read func(item, *project)) int {
	p, ok := f.owner()
	if !ok {
		return 0
	}
	entries, whole := f.entries(docs, page)
	for _, e := range entries {
		read(e, p)
	}
	p.whole[f.spot.kind] = p.whole[f.spot.kind] || whole
	return len(entries)
}

// ofHolder reads a list of the project, folder or organization in whose folder the file lies, and notes whether it is all of it.
func (f *file) ofHolder(docs []item, page string, all map[fleet.Resource]bool, read func(item, fleet.Resource)) int {
	on, ok := f.holder()
	if !ok {
		return 0
	}
	entries, whole := f.entries(docs, page)
	for _, e := range entries {
		read(e, on)
	}
	all[on] = all[on] || whole
	return len(entries)
}
