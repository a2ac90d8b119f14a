package main

import (
	"fmt"
	"strings"

	"fleettrust.example/fleet"
)

// cutName reads NAMESPACE/OBJECT, or says what it wants of the thing. Neither may hold a slash in Kubernetes.
func cutName(thing, name, want string) (namespace, object string, err error) {
	namespace, object, ok := strings.Cut(name, "/")
	if !ok || namespace == "" || object == "" || strings.Contains(object, "/") {
		return "", "", fmt.Errorf("%s %q: want %s", thing, name, want)
	}
	return namespace, object, nil
}

// maxNamed bounds how many names an error lists.
const maxNamed = 10

// some lists the first of many.
func some[T any](all []T, name func(T) string) string {
	if len(all) == 0 {
		return "none"
	}
	var names []string
	for _, x := range all[:min(len(all), maxNamed)] {
		names = append(names, name(x))
	}
	if more := len(all) - maxNamed; more > 0 {
		names = append(names, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(names, ", ")
}

// neighbours names the service accounts of a namespace, or else of its cluster.
func neighbours(g *fleet.Graph, w fleet.Workload) string {
	var near, far []fleet.Workload
	for _, v := range g.Workloads() {
		if v.Cluster != w.Cluster {
			continue
		}
		far = append(far, v)
		if v.Namespace == w.Namespace {
			near = append(near, v)
		}
	}
	if len(near) == 0 {
		near = far
	}
	return some(near, func(v fleet.Workload) string { return v.Namespace + "/" + v.ServiceAccount })
}

// each never gives nil, so that no array of a document is null.
func each[A, B any](as []A, f func(A) B) []B {
	bs := make([]B, len(as))
	for i, a := range as {
		bs[i] = f(a)
	}
	return bs
}
