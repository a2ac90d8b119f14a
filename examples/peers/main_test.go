package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"strings"
	"testing"

	"fleettrust.example/pool"
)

// The JSON is an interface: these fields, under version 1.
func TestJSON(t *testing.T) {
	var out bytes.Buffer
	if agreed, err := run(t.Context(), []string{"-judge", "-n", "5", "-seed", "7", "-json"}, &out, new(bytes.Buffer)); err != nil || !agreed {
		t.Fatal(agreed, err, out.String())
	}
	var r map[string]any
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	if r["v"] != 1.0 || r["worlds"] != 5.0 || r["principals"].(float64) < 40 || r["perSecond"].(float64) <= 0 || len(r["disagreements"].([]any)) != 0 {
		t.Errorf("got %s", out.String())
	}
}

// Without a judge the table of peers is printed, and all agree.
func TestMeasure(t *testing.T) {
	var out bytes.Buffer
	agreed, err := run(t.Context(), strings.Fields("-n 300 -peers tuned -rounds 1 -bound 5ms -json"), &out, new(bytes.Buffer))
	if err != nil || !agreed || !strings.HasPrefix(out.String(), `{"v":1,"n":300,"rows":[{"what":"check","how":"handle","peer":"tuned","ratio":`) {
		t.Error(agreed, err, out.String())
	}
}

func TestText(t *testing.T) {
	var out bytes.Buffer
	if agreed, err := run(t.Context(), []string{"-judge", "-n", "2"}, &out, new(bytes.Buffer)); err != nil || !agreed || !strings.HasPrefix(out.String(), "2 worlds, ") {
		t.Error(agreed, err, out.String())
	}
}

func TestUsage(t *testing.T) {
	for args, want := range map[string]string{
		"-n 0":               "-n 0: want at least 1",
		"-peers redis":       `peer "redis": want one of`,
		"-rounds 0":          "-rounds 0: want at least 1",
		"-scope":             "-scope and -roles: want -judge",
		"-judge -peers maps": "want no -judge",
		"-judge -n 0":        "-n 0: want at least 1",
		"-judge world":       `argument "world": want flags only`,
		"-judge=cedar":       `-judge "cedar": want one of opa, openfga, all`,
		"-judge -seed -1":    "-seed -1: want at least 0",
		"-judge -roles none": "open none",
	} {
		if _, err := run(t.Context(), strings.Fields(args), new(bytes.Buffer), new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %s", args, err, want)
		}
	}
	var out bytes.Buffer
	if _, err := run(t.Context(), []string{"--help"}, &out, new(bytes.Buffer)); !errors.Is(err, flag.ErrHelp) || !strings.Contains(out.String(), "Example:\n") || strings.Contains(out.String(), "rapid") {
		t.Errorf("--help gives %v and %s", err, out.String())
	}
}

// What disagrees is told with its world, shrunk, and with both derivations.
func TestDisagreementIsTold(t *testing.T) {
	right, wrong := "p.number == number_of[c.of]", "c.of"
	j := prepared(t, strings.Replace(rulesText, right, wrong, 1))
	r, err := sweep(t.Context(), []judge{j}, drawn(0, 60))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Disagreements) == 0 {
		t.Fatal("a wrong rule, and no disagreement in 60 worlds")
	}
	told := r.Disagreements[0]
	t.Log(told)
	for _, want := range []string{"world ", " by package fleet, surely by OPA\n", "package fleet: ", ", surely-> ", "\nproject "} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not told", want)
		}
	}
	if n := strings.Count(told, "\n"); n > 15 {
		t.Errorf("a world of %d lines is not shrunk", n)
	}
}

// Where a judge has no way at all, it is told what it derived on either side of the break, and by which rules.
func TestMissingStepIsTold(t *testing.T) {
	j := prepared(t, strings.Replace(rulesText, `"iam.serviceAccounts.signJwt": "R12",`, "", 1))
	told := ""
	for _, c := range fixedWorlds() {
		if c.name == "a signature" {
			told = toldOf(t, j, c)
		}
	}
	t.Log(told)
	for _, want := range []string{
		" by package fleet, never by OPA\n", " -R12-> ", "OPA: no way\n", "the actor gets as far as:\n", " -R4, surely-> serviceAccount:p1-id.svc.id.goog[shop/app]\n",
		"the principal is come by: nothing\n", "rules that derived an edge: R1 R4 R9 R17\n",
	} {
		if !strings.Contains(told, want) {
			t.Errorf("%q is not told", want)
		}
	}
}

func toldOf(t *testing.T, j judge, c fixed) string {
	found, err := compare(t.Context(), j, c.facts, []pool.Principal{pool.Must(pool.Parse(c.ask))})
	if err != nil || len(found) == 0 {
		t.Fatalf("%s: no disagreement, %v", c.name, err)
	}
	told, err := found[0].shrink(t.Context()).text(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return told
}
