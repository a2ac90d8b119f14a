package command_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/scenario/command"
	"pgregory.net/rapid"
)

// read are command lines with what they are read as: the words of the command, its arguments and one flag.
var read = []struct {
	why, line, words, given, flag, value string
}{
	{"", "gcloud projects create acme --folder=12", "gcloud projects create", "acme", "folder", "12"},
	{"a value may stand alone", "gcloud projects create acme --folder 12", "gcloud projects create", "acme", "folder", "12"},
	{"flags of the tool may come first", "gcloud --project=acme container clusters list", "gcloud container clusters list", "", "project", "acme"},
	{"and those of kubectl", "kubectl --context c create namespace shop", "kubectl create namespace", "shop", "context", "c"},
	{"tracks make no difference", "gcloud beta container fleet create --project=acme", "gcloud container fleet create", "", "project", "acme"},
	{"the old name of fleets", "gcloud alpha container hub memberships list --location=global", "gcloud container fleet memberships list", "", "location", "global"},
	{"short names of kinds", "kubectl create sa app -n shop", "kubectl create serviceaccount", "app", "namespace", "shop"},
	{"letters without a space", "kubectl create ns shop -oyaml", "kubectl create namespace", "shop", "output", "yaml"},
	{"several letters", "kubectl exec -it app -- gcloud auth list", "kubectl exec", "app", "stdin", "true"},
	{"a switch is turned off", "gcloud container clusters create c --no-enable-fleet", "gcloud container clusters create", "c", "enable-fleet", "false"},
	{"or said to be true", "kubectl annotate sa app k=v --overwrite=true", "kubectl annotate", "sa app k=v", "overwrite", "true"},
	{"a value may be left out", "kubectl create ns shop --dry-run -o yaml", "kubectl create namespace", "shop", "dry-run", ""},
	{"the last one counts", "gcloud projects create acme --folder=12 --folder=13", "gcloud projects create", "acme", "folder", "13"},
	{"a kind and a name in one word", "kubectl get sa/app", "kubectl get", "sa app", "output", ""},
	{"the standard input is an argument", "gcloud org-policies set-policy -", "gcloud org-policies set-policy", "-", "format", ""},
	{"a flag that is no flag of this command, but looks like its letter", "gcloud container clusters delete a b -q -z us-east1-b", "gcloud container clusters delete", "a b", "zone", "us-east1-b"},
}

func TestRead(t *testing.T) {
	for _, c := range read {
		got, err := command.Parse(strings.Fields(c.line)...)
		if err != nil {
			t.Errorf("%s: %v", c.line, err)
			continue
		}
		if got.Words != c.words || strings.Join(got.Given, " ") != c.given || got.Value(c.flag) != c.value {
			t.Errorf("%s: %s: %s %q --%s=%q", c.line, c.why, got.Words, got.Given, c.flag, got.Value(c.flag))
		}
	}
}

// refused are command lines that are not read, each with what the error must name.
var refused = []struct{ line, names string }{
	{"", "neither gcloud nor kubectl"},
	{"terraform apply", "terraform"},
	{"gcloud", "gcloud has auth, config, container"},
	{"gcloud compute instances create vm", "gcloud compute: is no command"},
	{"gcloud container clusters upgrade c", "gcloud container clusters upgrade"},
	{"gcloud container clusters create c --enable-autoprovisioning", "--enable-autoprovisioning"},
	{"gcloud container clusters create c --enable-legacy-authorization", "--enable-legacy-authorization"},
	{"gcloud container clusters create c --workload-pool", "wants a value, POOL"},
	{"gcloud container clusters create", "wants NAME"},
	{"gcloud container clusters create a b", `"b" is an argument too many`},
	{"gcloud --cluster=c container node-pools list", "--cluster"},
	{"gcloud projects list --filter=x", "--filter is no flag"},
	{"gcloud projects list --filter=x --sort-by y -l", "--filter, --sort-by, -l are no flags"},
	{"kubectl --server=x get ns", "--server"},
	{"gcloud projects list -- x", "after --"},
	{"gcloud auth list --no-format", "--no-format"},
	{"kubectl create namespace shop -x", "-x"},
	{"kubectl create ingress web", "kubectl create ingress"},
	{"kubectl annotate sa app", "wants TYPE NAME KEY=VALUE..."},
	{"kubectl annotate sa app k=v --overwrite=maybe", `"maybe"`},
}

func TestRefused(t *testing.T) {
	for _, c := range refused {
		_, err := command.Parse(strings.Fields(c.line)...)
		if _, ok := errors.AsType[*command.Unsupported](err); !ok || !strings.Contains(err.Error(), c.names) {
			t.Errorf("%s: %v, want it to name %s", c.line, err, c.names)
		}
	}
}

// TestTable: every command is read by its words, says what it does, and has each flag once; each flag is read as its help spells it.
func TestTable(t *testing.T) {
	all := slices.Collect(command.All())
	if len(all) < 100 {
		t.Fatalf("%d commands: that is not the table", len(all))
	}
	for _, c := range all {
		words := strings.Fields(c.Words)
		for _, a := range strings.Fields(c.Arguments) {
			words = append(words, strings.Trim(a, "[]."))
		}
		seen := map[string]bool{}
		for _, f := range c.Flags {
			if seen[f.Name] || f.Short != "" && seen[f.Short] || strings.Trim(f.Name, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
				t.Errorf("%s: flag %q stands twice, or is none", c.Words, f)
			}
			seen[f.Name], seen[f.Short] = true, true
			typed := "--" + f.Name
			if f.Value != "" {
				typed += "=x"
			}
			call, err := command.Parse(append(slices.Clone(words), typed)...)
			if err != nil || call.Words != c.Words || !call.Has(f.Name) {
				t.Errorf("%s %s: %v", c.Words, typed, err)
			}
		}
		if c.Does == "" || !strings.Contains(c.Help(), c.Does) {
			t.Errorf("%s: does not say what it does", c.Words)
		}
	}
}

func parsesWithoutPanic(t *rapid.T) {
	words := rapid.SliceOfN(rapid.SampledFrom(vocabulary()), 0, 9).Draw(t, "words")
	if rapid.Bool().Draw(t, "odd") {
		words = append(words, rapid.String().Draw(t, "word"))
	}
	call, err := command.Parse(words...)
	if err == nil && call.Command == nil {
		t.Fatalf("%q: neither a call nor an error", words)
	}
	if err != nil && len(words) > 0 && err.Error() == "" {
		t.Fatalf("%q: says nothing", words)
	}
}

// vocabulary are the words of the tables, and those that make trouble.
func vocabulary() []string {
	words := []string{"gcloud", "gcloud", "kubectl", "kubectl", "--", "-", "", "-it", "-n", "--no-", "--=", "--project", "acme", "alpha", "hub", "a/b"}
	for c := range command.All() {
		words = append(words, strings.Fields(c.Words)[1:]...)
		for _, f := range c.Flags {
			words = append(words, "--"+f.Name, "--no-"+f.Name, "--"+f.Name+"=x")
		}
	}
	slices.Sort(words)
	return slices.Compact(words)
}

func TestParsePanicsNever(t *testing.T) { rapid.Check(t, parsesWithoutPanic) }

func FuzzParse(f *testing.F) {
	f.Add([]byte("gcloud container clusters create"))
	f.Add([]byte{1, 2, 3, 250, 17, 0, 0, 9})
	f.Fuzz(rapid.MakeFuzz(parsesWithoutPanic))
}
