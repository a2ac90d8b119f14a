package fleet

import (
	"fmt"
	"slices"

	"fleettrust.example/pool"
)

// conditioned is some powers of a conditional grant that its condition leaves, and why that is not certain.
type conditioned struct {
	powers   power
	provider string // the one that the condition asks for; "" for any
	doubts   []Reason
}

// act is what a power does, as far as conditions see it: the service and type of the resource acted on.
type act struct {
	powers   power
	request  Request
	provided bool // the attributes are documented to be given for that type
}

// acts tells the powers apart by what they act on. Which attributes the resources of IAM have is disputed: the page says none,
// and configurations in use ask for their type.
// Sources: https://docs.cloud.google.com/iam/docs/conditions-attribute-reference;
// https://docs.cloud.google.com/iam/docs/conditions-resource-attributes, read 2026-11-21.
var acts = []act{
	{mintToken | delegateThrough | sign | setAccountPolicy, Request{Service: "iam.googleapis.com", Type: "iam.googleapis.com/ServiceAccount"}, false},
	{createKey, Request{Service: "iam.googleapis.com"}, false},
	{setProjectPolicy, Request{Service: "cloudresourcemanager.googleapis.com", Type: "cloudresourcemanager.googleapis.com/Project"}, true},
	{setFolderPolicy | setOrganizationPolicy, Request{Service: "cloudresourcemanager.googleapis.com"}, false},
	{rightPowers, Request{}, false},
}

// noText is a service and a type that no condition asks for.
const noText = "-"

// conditions says what the condition of a binding leaves of its powers: parts that are certain, in doubt, or hold for tokens
// of one provider only. What is left out is lapsed: the condition does not hold.
func (c *compiler) conditions(b *binding, p power) []conditioned {
	var parts []conditioned
	for _, a := range acts {
		if a.powers&p != 0 {
			parts = append(parts, c.conditionsOf(b, a, a.powers&p)...)
		}
	}
	return joined(parts)
}

// joined puts together the parts that are alike.
func joined(parts []conditioned) []conditioned {
	var all []conditioned
	for _, x := range parts {
		i := slices.IndexFunc(all, func(y conditioned) bool { return x.provider == y.provider && slices.Equal(x.doubts, y.doubts) })
		if i < 0 {
			all = append(all, x)
		} else {
			all[i].powers |= x.powers
		}
	}
	return all
}

// conditionsOf evaluates a condition for what some powers act on, and, if it depends on that, for each provider of the member.
func (c *compiler) conditionsOf(b *binding, a act, p power) []conditioned {
	holds, rest := c.evaluate(b, a, "")
	providers := c.providersOf(b.fact.Member)
	if holds != Unknown || !c.g.assume.ConditionsSeeProvider || len(providers) == 0 {
		return c.verdict(b, conditioned{powers: p}, holds, rest)
	}
	var parts []conditioned
	seen := map[Setting]bool{}
	for _, url := range providers {
		of, left := c.evaluate(b, a, url)
		seen[of] = true
		parts = append(parts, c.verdict(b, conditioned{powers: p, provider: url}, of, left)...)
	}
	if len(seen) == 1 && seen[Unknown] {
		return c.verdict(b, conditioned{powers: p}, holds, rest)
	}
	c.leanOnProvider(b)
	return parts
}

// evaluate settles a condition only if it comes out alike whether or not the resource has the attributes in question.
func (c *compiler) evaluate(b *binding, a act, provider string) (Setting, string) {
	a.request.Provider = provider
	holds, rest := c.condition(b.fact.Condition, a.request)
	if a.provided || holds == Unknown {
		return holds, rest
	}
	if other, _ := c.condition(b.fact.Condition, Request{Service: noText, Type: noText, Provider: provider}); other == holds {
		return holds, rest
	}
	_, rest = c.condition(b.fact.Condition, Request{Provider: provider})
	return Unknown, rest
}

// verdict gives the part that holds, or may.
func (c *compiler) verdict(b *binding, part conditioned, holds Setting, rest string) []conditioned {
	switch holds {
	case On:
		return []conditioned{part}
	case Off:
		return nil
	}
	how := "has a condition, of which is left: " + oneLine(rest)
	if c.builder.Evaluator == nil {
		how = "has a condition, which is not evaluated: " + oneLine(rest)
	}
	part.doubts = []Reason{{fmt.Sprintf("the grant of %s to %s on %s %s", b.fact.Role, b.fact.Member, b.fact.On, how), "whether the condition holds"}}
	return []conditioned{part}
}

// providersOf lists the identity providers of the tokens that a member of a workload identity pool stands for. Of a group in a
// pool that is not known.
func (c *compiler) providersOf(p pool.Principal) []string {
	at, ok := c.g.poolOf(p)
	if !ok || !p.Pool().IsValid() || !c.g.isPods(p) || p.Kind() == pool.KindGroup {
		return nil
	}
	if owner := &c.g.nodes[c.g.pools[at].project]; owner.gaps[GapClusters] || owner.gaps[GapMemberships] || len(owner.hubs) > 0 {
		return nil // there may be others, for which the condition holds
	}
	var urls []string
	for _, e := range c.g.pools[at].providers {
		urls = append(urls, c.g.clusters[e.of].provisions[e.provision].provider)
	}
	return sortedText(urls)
}

// leanOnProvider says on the resource that an assumption lets the condition of a grant tell workloads apart.
func (c *compiler) leanOnProvider(b *binding) {
	if on := c.policies(b.node, b.account); on != nil {
		on.leans = append(on.leans, Reason{
			fmt.Sprintf("the condition of the grant of %s to %s on %s is assumed to be told the provider of a workload's token, which is documented nowhere", b.fact.Role, b.fact.Member, b.fact.On),
			"Assumptions.ConditionsSeeProvider"})
	}
}

// lapse keeps a grant of which the condition takes something, to explain.
func (c *compiler) lapse(b *binding, p power, left []conditioned) {
	for _, x := range left {
		if x.provider == "" {
			p &^= x.powers
		}
	}
	if p&accountPowers != 0 {
		c.g.lapsed = append(c.g.lapsed, b.told)
	}
}
