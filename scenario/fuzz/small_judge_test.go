package fuzz_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/scenario/fuzz"
	"fleettrust.example/scenario/fuzz/law"
)

var every = flag.Int("every", 6000, "of the small scope, the tests go over every world of so many: 1 for all of them")

// oneLawIn is how many worlds there are to one that a law is held against. A law draws and prints more than all else together.
const oneLawIn = 100

// TestSmallScope holds fleet against the slow model in small worlds, on every principal of each, and on an account that is granted
// to one of them; then the theorems; and in one world of a hundred one of the laws. It goes over all worlds with one namespace and
// one service account, of two clusters in two projects and of three in one, and over some of the whole scope, and says of how many.
//
//	go test ./scenario/fuzz -run SmallScope -v                                 # some seconds
//	go test ./scenario/fuzz -run SmallScope$ -v -every=1 -timeout 0            # all, some hours
//	go test ./scenario/fuzz -run SmallScope$ -v -every=1 -timeout 0 -rewrite   # and THEOREMS.md is written anew
func TestSmallScope(t *testing.T) {
	step, few := *every, newLedger(claims)
	if testing.Short() {
		step *= 10
		t.Log("-short: a tenth, and no scope but the whole")
	} else {
		few.add(judgeScope(t, fuzz.SmallScope().Within(2, 2, 1, 1), 1))
		few.add(judgeScope(t, fuzz.SmallScope().Within(1, 3, 1, 1), 1))
	}
	whole := judgeScope(t, fuzz.SmallScope(), step)
	if !testing.Short() {
		checkTheorems(t, few, whole, step)
	}
}

var claims = slices.Concat(theorems, refuted)

func judgeScope(t *testing.T, s fuzz.Scope, step int) *ledger {
	parts, err := sweep(s, step, func() *smallJudge { return &smallJudge{ledger: newLedger(claims), say: t.Logf} })
	if err != nil {
		t.Fatal(err)
	}
	sum, laws := newLedger(claims), 0
	for _, part := range parts {
		sum.add(part.ledger)
		laws += part.laws
	}
	of := s.Len()
	t.Logf("%d of %d worlds, %d questions to fleet and to the slow model, laws held against %d worlds, %d theorems", sum.worlds, of, sum.questions, laws, len(theorems))
	if want := (of + step - 1) / step; sum.worlds != want {
		t.Errorf("%d worlds were visited, of %d that are every %dth", sum.worlds, want, step)
	}
	for i, c := range theorems {
		if f := sum.found[i]; f.broken > 0 {
			t.Errorf("%s, and in %d of %d worlds this is not so. The smallest:\n%s", c.says, f.broken, sum.worlds, fuzz.Text(f.least))
		}
	}
	return sum
}

// A smallJudge is a part of TestSmallScope that runs beside others.
type smallJudge struct {
	*ledger
	laws int
	say  func(format string, args ...any)
}

func (j *smallJudge) visit(n int, facts []fleet.Fact) error {
	if n > 0 && n%100_000 == 0 {
		j.say("%d worlds", n)
	}
	p, err := newPlace(facts, n)
	if err != nil {
		return err
	}
	w := law.World{Facts: p.facts, Graph: p.graph}
	if diff := law.Disagreement(w, p.answers()...); diff != "" {
		return fmt.Errorf("fleet and the slow model differ\n%s%s", diff, fuzz.Text(p.facts))
	}
	if n%oneLawIn == 0 {
		j.laws++
		l := law.All()[n/oneLawIn%len(law.All())]
		if how, broken := law.Broken(l, w, n); broken {
			return fmt.Errorf("%s: %s\n%s", l.Name, how, fuzz.Text(p.facts))
		}
	}
	j.hold(n, p)
	return nil
}

// checkTheorems compares THEOREMS.md with what was found. The figures in it are of the run that wrote it, which went over more worlds
// than a run by default does.
func checkTheorems(t *testing.T, few, whole *ledger, step int) {
	if *rewrite {
		checkPage(t, "THEOREMS.md", theoremsPage(whole, step)+refutedPage(few))
		return
	}
	page, err := os.ReadFile("THEOREMS.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range theorems {
		if !strings.Contains(string(page), c.says) {
			t.Errorf("THEOREMS.md lacks %q", c.says)
		}
	}
	if want := refutedPage(few); !strings.HasSuffix(string(page), want) {
		t.Errorf("THEOREMS.md does not end with\n%s", want)
	}
}

// theoremsPage writes down what holds.
func theoremsPage(whole *ledger, step int) string {
	var b strings.Builder
	which := "All of them"
	if step > 1 {
		which = fmt.Sprintf("Every %dth of them", step)
	}
	fmt.Fprintf(&b, "# Theorems of the small scope\n\nThere are %d worlds of up to two projects, three clusters, two namespaces and two service accounts, with Workload Identity on\nor off, registered or not, with an issuer or without, lightweight or not: see `go doc ./scenario/fuzz Scope`. %s, %d worlds, were\nasked %d questions: who can act as each of their principals. In each of them fleet and the slow model were of one mind, and what follows holds.\n",
		fuzz.SmallScope().Len(), which, whole.worlds, whole.questions)
	b.WriteString("A name is that of a service account at a pool; who can act as that principal has it. Cases are how often a sentence said something.\n\n    go test ./scenario/fuzz -run 'SmallScope$' -every=1 -timeout 0 -rewrite   # writes this page\n\n## What holds\n\n| theorem | cases | in worlds |\n|---|---:|---:|\n")
	for i, c := range theorems {
		fmt.Fprintf(&b, "| %s | %d | %d |\n", c.says, whole.found[i].cases, whole.found[i].worlds)
	}
	fmt.Fprintf(&b, "\nThe first was held against every world of the scope, by `go test ./scenario/fuzz -run SmallScopeDedicatedHost -every=1 -timeout 0`: in %d a host project\nruns no clusters, in %d of those somebody has the identity of its fleet, and in none of them somebody who is in no member.\n",
		hostsWithoutClusters, hostsWithMembers)
	return b.String()
}

// refutedPage writes down what does not hold.
func refutedPage(few *ledger) string {
	var b strings.Builder
	b.WriteString("\n## What does not\n\nSentences that are taken for true, and a smallest world in which each is not.\n")
	for i, c := range refuted {
		fmt.Fprintf(&b, "\n%s Not here:\n\n```\n%s```\n", c.says, fuzz.Text(few.found[len(theorems)+i].least))
	}
	return b.String()
}
