package load

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// The Secret of a long-lived token of a service account, and the annotation that names the account.
// Source: https://kubernetes.io/docs/concepts/configuration/secret/#serviceaccount-token-secrets
const (
	tokenType       = "kubernetes.io/service-account-token"
	tokenAnnotation = "kubernetes.io/service-account.name"
)

// readSecret tells a Secret that holds a token of a service account, or the key of a Google service account if the
// dump has its content. Of a key the e-mail is taken, and nothing else is kept.
func (d *dump) readSecret(it item) {
	meta := it.field("metadata")
	name, ns := meta.field("name"), meta.field("namespace")
	if name.need() == "" || !d.hasNamespace(meta, ns, "Secret") || !isObjectName(name, ns.text(), "default") {
		return
	}
	s := fleet.Secret{Cluster: d.cluster, Namespace: ns.text(), Name: name.text()}
	if it.field("type").text() == tokenType {
		annotation := meta.field("annotations").field(tokenAnnotation)
		if s.Token = annotation.text(); s.Token != "" && !isObjectName(annotation, s.Namespace, s.Token) {
			return
		}
		if s.Token != "" {
			d.tell(it.source(), s)
		}
	} else {
		for _, s.Key = range d.keysIn(it) {
			d.tell(it.source(), s)
		}
	}
	d.count++
}

// keysIn gives the accounts whose keys are in the content of a Secret, in its order, each once. A Secret is counted if some of
// its content is not there or cannot be read: there may be a key in that.
func (d *dump) keysIn(it item) []string {
	var keys []string
	closed := !it.field("data", "stringData").present()
	for _, v := range it.field("data").pairs() {
		plain, err := base64.StdEncoding.DecodeString(v.text())
		closed = closed || err != nil || isOpaque(plain)
		keys = addKey(keys, plain)
	}
	for _, v := range it.field("stringData").pairs() {
		closed = closed || isOpaque([]byte(v.text()))
		keys = addKey(keys, []byte(v.text()))
	}
	if closed {
		d.closed++
	}
	return keys
}

// isOpaque tells JSON that others read and we do not, such as an object in which a name stands twice.
func isOpaque(content []byte) bool {
	if firstByte(content) != '{' || !json.Valid(content) {
		return false
	}
	if unfit(content) != nil {
		return true
	}
	_, flaw := parseJSON(content)
	return flaw != nil
}

// addKey adds the account of a key as the service hands it out: {"type": "service_account", "client_email": …}.
// Source: https://docs.cloud.google.com/iam/docs/keys-create-delete
func addKey(keys []string, content []byte) []string {
	if firstByte(content) != '{' || unfit(content) != nil {
		return keys
	}
	v, flaw := parseJSON(content)
	if flaw != nil {
		return keys
	}
	kind, email := v.field("type"), v.field("client_email")
	if kind == nil || email == nil || kind.text != "service_account" || !pool.ServiceAccount(email.text).IsValid() || slices.Contains(keys, email.text) {
		return keys
	}
	return append(keys, email.text)
}

// readKeys reads which Secrets hold keys, which no command tells: a list of
// {"cluster": "PROJECT/LOCATION/NAME", "namespace": …, "secret": …, "account": EMAIL}.
func (f *file) readKeys(docs []item) int {
	entries, _ := f.entries(docs, "")
	for _, e := range entries {
		f.readKey(e)
	}
	return len(entries)
}

func (f *file) readKey(it item) {
	cluster, err := fleet.ParseClusterName(it.field("cluster").need())
	if err != nil {
		it.field("cluster").fault("%v", err)
		return
	}
	if id, ok := f.projectID(cluster.Project); ok {
		cluster.Project = id
	} else {
		it.field("cluster").fault("no project.json says the ID of project %q", shorten(cluster.Project))
		return
	}
	ns, name, account := it.field("namespace"), it.field("secret"), it.field("account")
	if !isObjectName(ns, ns.need(), "default") || name.need() == "" || account.need() == "" || !isAccount(account, account.text()) {
		return
	}
	f.named(cluster, fleet.Standard, it.source())
	f.tell(it.source(), fleet.Secret{Cluster: cluster, Namespace: ns.text(), Name: name.text(), Key: account.text()})
}

// missKeys warns once that no file says which Secrets hold keys: whoever reads or mounts one that does has the account.
func (r *reader) missKeys() {
	if len(r.clusters) == 0 || slices.ContainsFunc(r.files, func(f *file) bool { return f.spot.kind == keysFile }) {
		return
	}
	r.warn(fleet.Source{File: "keys.json"}, "the file", "", "is missing: keys of service accounts in Secrets are known where a dump has their content, and else are not: answers about an account may lack whoever reads or mounts a Secret with its key")
}

// closedSecrets says how many Secrets of a dump are without content that can be read.
func (d *dump) closedSecrets() {
	if d.closed > 0 {
		d.report.Unread = append(d.report.Unread, Unread{fleet.Source{File: d.name}, fmt.Sprintf("the content of %d Secrets: keys.json can say which of them hold keys of service accounts", d.closed)})
	}
}
