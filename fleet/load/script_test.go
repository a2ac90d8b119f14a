package load_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/load"
)

const script = "../../examples/data/make-folder.sh"

// The script speaks POSIX: the shell accepts it.
func TestScriptParses(t *testing.T) {
	if out, err := exec.Command("sh", "-n", script).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// Every file of the layout is made by the script, and by the command that the package comment says.
func TestScriptMakesTheLayout(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(script)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(doc)) {
		place, command, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "//	"), "  ")
		command, _, _ = strings.Cut(strings.TrimSpace(command), "=")
		if !ok || !strings.HasPrefix(command, "gcloud ") && !strings.HasPrefix(command, "kubectl ") {
			continue
		}
		n++
		if strings.HasSuffix(place, "/iam-policy") || strings.HasSuffix(place, "/folder") {
			continue // get-ancestors-iam-policy has all that these say
		}
		words := strings.Fields(command)
		end := slices.IndexFunc(words, func(w string) bool { return w[0] == '-' || w[0] == '[' || strings.ToLower(w) != w })
		if end < 0 {
			end = len(words)
		}
		verb := strings.Join(words[:end], " ")
		if !bytes.Contains(text, []byte(verb)) {
			t.Errorf("%s: the script has no %q", place, verb)
		}
		if base := filepath.Base(place); base == strings.ToLower(base) && !bytes.Contains(text, []byte(base+".json")) {
			t.Errorf("%s: the script makes no %s.json", place, base)
		}
	}
	if n != 25 {
		t.Errorf("the package comment has %d files of the layout, want 25", n)
	}
}

// The stand-in for gcloud and kubectl prints the files of the example organization. What the script makes of it is
// that organization, but for acme-hub, whose memberships fail, and the attached cluster, which is not reachable.
const standIn = `#!/bin/sh
printf '%s\n' "$0 $*" >>"$LOG"
said() { flag=--$1=; shift; for a in "$@"; do case $a in "$flag"*) echo "${a#"$flag"}" ;; esac; done; }
place() { for a in "$@"; do case $a in --project=* | --folder=* | --organization=*) a=${a#--}; echo "$ACME/${a%%=*}s/${a#*=}" ;; esac; done; }
base() { for f in "$1"/*.json; do [ -e "$f" ] && basename "$f" .json; done; }
p=$ACME/projects/$(said project "$@")
case ${0##*/}" $*" in
"gcloud projects describe "*) cat "$ACME/projects/$3/project.json" ;;
"gcloud projects get-ancestors-iam-policy "*) cat "$ACME/projects/$3/ancestors-iam-policy.json" ;;
"gcloud projects get-ancestors acme-fleet "* | "gcloud projects get-ancestors acme-apps "*) printf 'project %s\nfolder 700100200300\norganization 481516234201\n' "$3" ;;
"gcloud projects get-ancestors "*) printf 'project %s\norganization 481516234201\n' "$3" ;;
"gcloud org-policies list-custom-constraints "*) cat "$(place "$@")/custom-constraints.json" ;;
"gcloud org-policies list "*json) cat "$(place "$@")/org-policies.json" ;;
"gcloud org-policies list "*) base "$(place "$@")/org-policies" ;;
"gcloud org-policies describe "*) cat "$(place "$@")/org-policies/$3.json" ;;
"gcloud iam principal-access-boundary-policies list "*) cat "$(place "$@")/principal-access-boundary-policies.json" ;;
"gcloud iam policy-bindings list "*) cat "$(place "$@")/policy-bindings.json" ;;
"gcloud identity groups memberships list "*) cat "$ACME/groups/$(said group-email "$@").json" ;;
"gcloud container clusters list "*json) cat "$p/clusters.json" ;;
"gcloud container clusters list "*) (cd "$p/clusters" 2>/dev/null && for f in */*.yaml; do [ "$f" = "*/*.yaml" ] || [ "${f%/*}" = global ] || printf '%s\t%s\n' "$(basename "$f" .yaml)" "${f%/*}"; done); true ;;
"gcloud container fleet memberships bindings list "*) cat "$p/memberships/$(said location "$@")/$(said membership "$@").json" ;;
"gcloud container fleet features list "*) cat "$p/features.json" ;;
"gcloud container fleet scopes namespaces list "*) cat "$p/scopes/$(said scope "$@").json" ;;
"gcloud container fleet scopes list "*json) cat "$p/scopes.json" ;;
"gcloud container fleet scopes list "*) base "$p/scopes" ;;
"gcloud container fleet memberships list "*acme-hub*) echo "ERROR: (gcloud.container.fleet.memberships.list) PERMISSION_DENIED" >&2; exit 1 ;;
"gcloud container fleet memberships list "*acme-data*json) cat "$p/memberships.json"; echo "WARNING: The following zones did not respond: us-east1. List results may be incomplete." >&2 ;;
"gcloud container fleet memberships list "*json) cat "$p/memberships.json" ;;
"gcloud container fleet memberships list --project=acme-fleet --format="*) printf '%s\n' 'eks-frankfurt global' 'web europe-west1' 'prod-1 us-central1' 'prod-2 us-central1' ;;
"gcloud container fleet memberships list --project=acme-fleet "*) printf 'eks-frankfurt\tglobal\n' ;;
"gcloud container fleet memberships list "*) ;;
"gcloud container fleet memberships get-credentials "*) echo "ERROR: no route" >&2; exit 1 ;;
"gcloud iam service-accounts list "*json) cat "$p/service-accounts.json" ;;
"gcloud iam service-accounts list "*) base "$p/service-accounts" ;;
"gcloud iam service-accounts get-iam-policy "*) cat "$p/service-accounts/$4.json" ;;
"gcloud iam roles list --project="*) base "$p/roles" ;;
"gcloud iam roles list --organization="*) base "$ACME/organizations/$(said organization "$@")/roles" ;;
"gcloud iam roles describe "*--project=*) cat "$p/roles/$4.json" ;;
"gcloud iam roles describe "*) cat "$ACME/organizations/$(said organization "$@")/roles/$4.json" ;;
"gcloud container clusters get-credentials "*) echo "$p/clusters/$(said location "$@")/$4.yaml" >"$KUBECONFIG" ;;
"kubectl get secrets -A "*) echo '{"apiVersion":"v1","kind":"List","items":[]}' ;;
"kubectl get namespaces,serviceaccounts,pods,nodes,"*" -A -o yaml") cat "$(cat "$KUBECONFIG")" ;;
*) echo "stand-in: $*" >&2; exit 3 ;;
esac
`

func runScript(t *testing.T, args ...string) (out string, status int) {
	t.Helper()
	bin := t.TempDir()
	for _, name := range []string{"gcloud", "kubectl"} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(standIn), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	at, err := filepath.Abs(acme)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", append([]string{script}, args...)...)
	cmd.Env = append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "ACME="+at, "LOG="+filepath.Join(bin, "log"))
	b, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(b), cmd.ProcessState.ExitCode()
}

func TestScriptMakesTheExample(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new")
	out, status := runScript(t, "--include-deny", "--boundaries", "--groups", "--secrets", folder, "acme-fleet", "acme-apps", "acme-data", "acme-hub")
	if status != 1 {
		t.Errorf("status %d, want 1 for what was not read:\n%s", status, out)
	}
	for _, want := range []string{"projects/acme-hub/memberships.json", "projects/acme-data/memberships.json", "clusters/global/eks-frankfurt.yaml", "did not respond", "PERMISSION_DENIED"} {
		if !strings.Contains(out, want) {
			t.Errorf("the script does not speak of %q:\n%s", want, out)
		}
	}
	w := whole(t)
	for _, name := range w.names {
		got, err := os.ReadFile(filepath.Join(folder, name))
		switch {
		case name == "keys.json": // which no command prints
		case strings.HasSuffix(name, "/frankfurt@acme.example.json"): // whom only the attached cluster names
		case strings.HasPrefix(name, "projects/acme-hub/memberships") || name == "projects/acme-data/memberships.json" || strings.HasSuffix(name, "/eks-frankfurt.yaml"):
			if err == nil {
				t.Errorf("%s is there, though it was not read whole", name)
			}
		case err != nil || !bytes.Equal(got, w.data[name]):
			t.Errorf("%s is not as the command printed it: %v", name, err)
		}
	}
	var b fleet.Builder
	if _, err := load.Into(&b, folder); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the folder can be read by others: %v, %v", info.Mode(), err)
	}
}

func TestScriptRefuses(t *testing.T) {
	there := t.TempDir()
	for _, c := range []struct {
		args   []string
		says   string
		status int
	}{
		{[]string{"--help"}, "usage: make-folder.sh", 0},
		{nil, "usage: make-folder.sh", 2},
		{[]string{"--quick", "x", "p"}, "unknown option --quick", 2},
		{[]string{there, "acme-hub"}, "exists", 2},
		{[]string{filepath.Join(there, "new"), "../acme-hub"}, "no project ID", 2},
	} {
		if out, status := runScript(t, c.args...); status != c.status || !strings.Contains(out, c.says) {
			t.Errorf("%q: status %d, want %d; output %s", c.args, status, c.status, out)
		}
	}
}
