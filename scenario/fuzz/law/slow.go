package law

import (
	"fmt"
	"slices"
	"strings"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
	"fleettrust.example/scenario/fuzz"
	"fleettrust.example/scenario/fuzz/slow"
	"pgregory.net/rapid"
)

// SlowAgrees: fleet and the slow model (package slow) are of one mind on who can assume principals of a world, how certain
// that is, and whether somebody may be missing in the answer.
func SlowAgrees(t *rapid.T, s World) { met{}.agree(t, s) }

// met counts what the comparison met, so that agreeing over nothing is no success.
type met map[string]int

func (m met) agree(t *rapid.T, s World) {
	if s.Assumed.DerivedScopedPools { // what the model does not assume
		s.Assumed.DerivedScopedPools = false
		s = s.with(t, s.Facts)
	}
	c := compare(m, s)
	for _, p := range s.asked(t) {
		a := s.Graph.Assumers(p)
		if diff := c.differ(a); diff != "" {
			t.Fatalf("%v is %v\n%s%v", p, a.Exactness(), diff, s)
		}
	}
}

// asked are three principals aimed at a world, and its accounts.
func (s World) asked(t *rapid.T) []pool.Principal {
	var ask []pool.Principal
	if len(factsOf[fleet.Project](s.Facts)) > 0 { // there is something to aim at
		ask = rapid.SliceOfN(fuzz.Principal(s.Facts), 3, 3).Draw(t, "principals")
	}
	for email := range s.Graph.Accounts() {
		ask = append(ask, pool.ServiceAccount(email))
	}
	return ask
}

// comparison is one world twice.
type comparison struct {
	met // nil counts nothing
	World
	slow *slow.World
	runs []string // the workloads, as the slow model names them
}

func compare(m met, s World) comparison {
	c := comparison{m, s, slow.New(s.Facts, s.Assumed, s.Reads.Evaluator), nil}
	for _, run := range s.Graph.Workloads() {
		c.runs = append(c.runs, run.String())
	}
	return c
}

// Disagreement tells what answers of a world's graph and the slow model say differently, a line for each workload and account,
// or "" where they are of one mind.
func Disagreement(s World, answers ...*fleet.Answer) string {
	c, text := compare(nil, s), ""
	for _, a := range answers {
		text += c.differ(a)
	}
	return text
}

// differ tells each workload on which the two disagree, and whether they do about the answer as a whole.
func (c comparison) differ(a *fleet.Answer) string {
	member := a.Principal().String()
	want := c.slow.Who(member)
	text := c.differWhole(a.Principal(), member, a.Exactness())
	for i, run := range c.runs {
		text += c.differOn(run, a, want, fleet.WorkloadID(i))
	}
	return text + c.differAccounts(member, a)
}

// differAccounts compares the service accounts that the answer names: those that lead to the principal.
func (c comparison) differAccounts(member string, a *fleet.Answer) string {
	named := map[string]slow.Surety{}
	for x := range a.All() {
		if x.Member.Kind() == pool.KindServiceAccount {
			named[x.Member.Email()] = perhapsIf(x.Exactness() != fleet.Exact)
		}
	}
	text := ""
	for email := range c.Graph.Accounts() {
		sure := c.slow.Leads(email, member)
		c.met.add("account leads", sure > slow.Untold)
		if !c.permits(sure, named[email], a.Exactness()) {
			text += fmt.Sprintf("%s: fleet %v, slow %v\n", email, named[email], sure)
		}
	}
	return text
}

func (c comparison) differOn(run string, a *fleet.Answer, want slow.Answer, id fleet.WorkloadID) string {
	who, ok := a.Assumer(id)
	got, sure, strength := slow.Never, want.Can(run), fleet.Obtains
	if ok {
		got = perhapsIf(who.Exactness() != fleet.Exact)
		c.countPath(who.Path)
		c.met.add("obtains", who.Strength == fleet.Obtains)
	}
	if want.Assumes(run) == sure {
		strength = fleet.Assumes
	}
	c.met.add(sure.String(), true)
	switch {
	case !c.permits(sure, got, a.Exactness()):
		return fmt.Sprintf("%s: fleet %v %v, slow %v\n", run, got, who.Path, sure)
	case ok && who.Strength != strength:
		return fmt.Sprintf("%s: fleet %v, slow %v\n", run, who.Strength, strength)
	}
	return ""
}

// permits compares two sureties. What is untold may be left out of an answer that does not claim to be exact. Fleet may
// doubt more than need be when there is a deny rule: it does not work out which of several ways the rule leaves.
func (c comparison) permits(sure, got slow.Surety, said fleet.Exactness) bool {
	switch {
	case sure == slow.Untold:
		return got == slow.Perhaps || got == slow.Never && said != fleet.Exact
	}
	return sure == got
}

// differWhole compares what fleet says of the answer with what the slow model knows to be missing.
func (c comparison) differWhole(p pool.Principal, member string, said fleet.Exactness) string {
	if p.Kind() == pool.KindAllUsers {
		return ""
	}
	unseen, outside := c.slow.Unseen(member), c.slow.Outside(member)
	switch {
	case unseen && said != fleet.Unsettled:
		return fmt.Sprintf("fleet %v, slow: someone unseen may\n", said)
	case outside && said == fleet.Exact:
		return fmt.Sprintf("fleet %v, slow: an outsider may\n", said)
	}
	c.met.add("unseen", unseen)
	c.met.add("outsider", outside)
	c.met.add("cut", c.slow.Cut())
	c.met.add("settled", said == fleet.Exact)
	return ""
}

func (m met) add(what string, is bool) {
	if is && m != nil {
		m[what]++
	}
}

// countPath counts what a path goes by: rules, and grants by where they are and what they hang on.
func (c comparison) countPath(p fleet.Path) {
	if c.met == nil {
		return
	}
	for _, e := range p {
		c.met[e.Rule.String()]++
		c.met.add("inherited", strings.Contains(e.Fact, " on projects/") || strings.Contains(e.Fact, " on folders/") || strings.Contains(e.Fact, " on organizations/"))
		c.met.add("conditional", strings.Contains(e.Fact, " if "))
		c.met.add("denied", slices.ContainsFunc(e.Doubts, func(r fleet.Reason) bool { return strings.Contains(r.Fact, "deny policy") }))
	}
}

func perhapsIf(doubt bool) slow.Surety {
	if doubt {
		return slow.Perhaps
	}
	return slow.Surely
}
