package slow

import (
	"slices"
	"strings"
)

// Who is in a member: R4 to R9, R17 and R18.

// holds: is the identity in the member? R18: in a group that was told is whoever is in a member of it.
func (w *World) holds(member string, id identity) Surety {
	if w.speaksOf(member, id.words["called"]) {
		return id.sure
	}
	best := Never
	for _, m := range w.within(member) {
		best = max(best, w.holdsItself(m, id))
	}
	return best
}

// within is what is heard of a member, of a group that was told of each of its members. It is heard once for all identities.
func (w *World) within(member string) []heard {
	if w.heard[member] == nil {
		for _, m := range w.members(member) {
			w.heard[member] = append(w.heard[member], w.hearTenancy(hear(m)))
		}
	}
	return w.heard[member]
}

// speaksOf: is a member this very one, or a group that was told and has it at any depth?
func (w *World) speaksOf(member, called string) bool {
	if called == "" || member == called {
		return called != ""
	}
	seen := map[string]bool{}
	for todo := []string{member}; len(todo) > 0; todo = todo[1:] {
		if name := hear(todo[0]).words["group"]; !seen[name] {
			seen[name] = true
			if slices.Contains(w.groups[name], called) {
				return true
			}
			todo = append(todo, w.groups[name]...)
		}
	}
	return false
}

// members opens groups that were told until none is left.
func (w *World) members(member string) []string {
	open, found := map[string]bool{}, []string{}
	for todo := []string{member}; len(todo) > 0; todo = todo[1:] {
		name := hear(todo[0]).words["group"]
		inner, told := w.groups[name]
		switch {
		case !told:
			found = append(found, todo[0])
		case !open[name]:
			open[name] = true
			todo = append(todo, inner...)
		}
	}
	return found
}

func (w *World) holdsItself(m heard, id identity) Surety {
	_, account := id.words["email"]
	if m.kind == "accounts" && !w.toldNode(m.words["node"]) {
		m.kind = "opaque"
	}
	switch {
	case m.kind == "everyone" && id.words["stranger"] == "":
		return id.sure
	case m.kind == "authenticated" && (account || strings.HasPrefix(id.words["called"], "user:")) && id.words["stranger"] == "":
		return id.sure
	case m.kind == "account" && account && id.words["email"] == m.words["email"]:
		return id.sure
	case m.kind == "accounts" && account:
		return min(id.sure, w.below(m.words["node"], id.words["email"]))
	case m.kind == "pool" && id.words["pool"] != "":
		return min(id.sure, w.poolHolds(m.words, id.words))
	case id.words["is in"] != "" && strings.Contains(id.words["is in"], m.kind):
		return id.sure
	}
	return Never
}

// poolHolds goes word by word: another word is no, an unknown word is perhaps.
func (w *World) poolHolds(want, have map[string]string) Surety {
	if have["pool"] != want["pool"] && have["pool"] != "*" {
		return Never
	}
	sure := Surely
	for word := range want { // in any order, of which the least is left
		switch {
		case word == "undocumented":
			sure = min(sure, Perhaps)
		case word == "whole":
			sure = min(sure, w.wholeHolds(have))
		case have[word] == "*": // whatever it takes
		case have[word] == "" && have["stranger"] != "":
			sure = min(sure, Untold)
		case word == "url":
			sure = min(sure, w.urlHolds(want["url"], have))
		case word == "number" && have[word] == "" && !strings.HasSuffix(want["pool"], ".id.goog") && w.couldBeNumber(want[word]) == Never:
			return Never
		case word == "number" && have[word] == "":
			sure = min(sure, Perhaps)
		case have[word] == "" && word == "uid" && !w.uids[want["uid"]]:
			sure = min(sure, Untold) // a UID is of one object: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#uids
		case have[word] != want[word]:
			return Never
		}
	}
	return sure
}

// wholeHolds: no page says whether the set of all identities of a fleet's pool has the members outside Google Cloud.
func (w *World) wholeHolds(have map[string]string) Surety {
	switch {
	case have["outside"] == "":
		return Surely
	case w.assumed.PoolSetWithoutOutside:
		return Never
	}
	return Perhaps
}

// urlHolds: only a cluster's container URL is written down as a value. Any other provider is by analogy.
func (w *World) urlHolds(want string, have map[string]string) Surety {
	switch {
	case have["url"] == want && have["container"] == want:
		return Surely
	case have["url"] == want || have["container"] == want && have["outside"] == "" && w.assumed.ClusterByContainerURL:
		return Perhaps
	}
	return Never
}

// below is R17 for the sets of a project, folder or organization, which a member names by number.
func (w *World) below(node, email string) Surety {
	kind, number, _ := strings.Cut(node, "/")
	if kind != "projects" {
		return w.belowNode(node, email)
	}
	home := w.home[email]
	told, ok := w.number[home]
	switch {
	case home == number || ok && told == number:
		return Surely
	case ok && told == "" || home == "" || !ok:
		return w.couldBeNumber(number)
	}
	return Never
}

// toldNode: the set of accounts of a node that was not told stands for whoever is in it, as a group does.
func (w *World) toldNode(node string) bool {
	if number, ok := strings.CutPrefix(node, "projects/"); ok {
		for _, n := range w.number {
			if n == number {
				return true
			}
		}
		return false
	}
	_, told := w.parent[node]
	return told
}

// couldBeNumber: a number that was told of one project is not the unknown number of another.
func (w *World) couldBeNumber(number string) Surety {
	for _, n := range w.number {
		if n == number {
			return Never
		}
	}
	return Untold
}

// belowNode: untold, when what lies above was not told.
func (w *World) belowNode(node, email string) Surety {
	chain := w.above(email)
	top := chain[len(chain)-1]
	switch {
	case slices.Contains(chain, node):
		return Surely
	case !w.toldHome(email) || w.orphan[top] || w.unheard(top):
		return Untold
	}
	return Never
}

func (w *World) toldHome(email string) bool {
	_, told := w.number[w.home[email]]
	return told
}

// unheard: a folder that is named as a parent and was not told itself.
func (w *World) unheard(node string) bool {
	_, told := w.parent[node]
	return strings.HasPrefix(node, "folders/") && !told
}
