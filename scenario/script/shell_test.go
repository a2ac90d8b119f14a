package script_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"fleettrust.example/scenario/script"
	"pgregory.net/rapid"
)

// carried runs a script whose commands print their last word, and fail when it is no.
func carried(text string) (string, []script.Left, error) {
	var b strings.Builder
	files := map[string][]byte{}
	sh := script.Shell{
		Run: func(c script.Command) (string, bool) {
			fmt.Fprintf(&b, "%d %q", c.Line, c.Words)
			if c.Stdin != nil {
				fmt.Fprintf(&b, " <%q", c.Stdin)
			}
			b.WriteString("\n")
			last := c.Words[len(c.Words)-1]
			return last + "\n", last != "no"
		},
		ReadFile: func(name string) ([]byte, error) {
			if data, ok := files[name]; ok {
				return data, nil
			}
			return nil, errors.New("no such file")
		},
		WriteFile: func(name string, data []byte) { files[name] = data },
		Set:       map[string]string{"GIVEN": "given"},
	}
	left, err := sh.Do("x.sh", []byte(text))
	return b.String(), left, err
}

// understood are scripts with the commands that come of them, and what is left.
var understood = []struct{ why, text, want, left string }{
	{"words as a shell gives them", "gcloud a 'b c' \"d $GIVEN\" e\\ f # g", `1 ["gcloud" "a" "b c" "d given" "e f"]`, ""},
	{"a line goes on", "gcloud a \\\n  b\nkubectl c", "1 [\"gcloud\" \"a\" \"b\"]\n3 [\"kubectl\" \"c\"]", ""},
	{"variables", "A=x\nexport B=$A.y\nreadonly C=\"$A $B\"\ngcloud $C \"$C\" ${D:-z} ${#A}", `4 ["gcloud" "x" "x.y" "x x.y" "z" "1"]`, ""},
	{"a list of words", "ALL=(a 'b c')\nfor x in \"${ALL[@]}\" d; do gcloud $x \"$x\"; done", "2 [\"gcloud\" \"a\" \"a\"]\n2 [\"gcloud\" \"b\" \"c\" \"b c\"]\n2 [\"gcloud\" \"d\" \"d\"]", ""},
	{"what a command prints", "A=$(gcloud number 12)\ngcloud b $A", "1 [\"gcloud\" \"number\" \"12\"]\n2 [\"gcloud\" \"b\" \"12\"]", ""},
	{"a here-document", "kubectl apply -f - <<EOF\na: $GIVEN\nEOF", `1 ["kubectl" "apply" "-f" "-"] <"a: given\n"`, ""},
	{"one that is not expanded", "kubectl apply -f - <<'EOF'\na: $GIVEN {1..9}\nEOF", `1 ["kubectl" "apply" "-f" "-"] <"a: $GIVEN {1..9}\n"`, ""},
	{"by way of cat", "cat <<EOF | kubectl apply -f -\na\nEOF", `1 ["kubectl" "apply" "-f" "-"] <"a\n"`, ""},
	{"by way of echo", "echo -n a b | kubectl apply -f -", `1 ["kubectl" "apply" "-f" "-"] <"a b"`, ""},
	{"a here-string", "kubectl apply -f - <<< 'a'", `1 ["kubectl" "apply" "-f" "-"] <"a\n"`, ""},
	{"quotes in what is fed, and in a value", "gcloud - <<< 'a'\\''b'\nX=a\\ 'b'\\''c'\ngcloud \"$X\"", "1 [\"gcloud\" \"-\"] <\"a'b\\n\"\n3 [\"gcloud\" \"a b'c\"]", ""},
	{"from one command to another", "kubectl get x | kubectl apply -f -", "1 [\"kubectl\" \"get\" \"x\"]\n1 [\"kubectl\" \"apply\" \"-f\" \"-\"] <\"x\\n\"", ""},
	{"by way of a file", "cat > p.json <<EOF\na\nEOF\ngcloud b >> p.json\ncat p.json | kubectl apply -f -\nkubectl apply -f - < p.json", "4 [\"gcloud\" \"b\"]\n5 [\"kubectl\" \"apply\" \"-f\" \"-\"] <\"a\\nb\\n\"\n6 [\"kubectl\" \"apply\" \"-f\" \"-\"] <\"a\\nb\\n\"", ""},
	{"what goes to standard error is no output", "A=$(gcloud a 2>/dev/null; echo b >&2; gcloud c 2>&1)\ngcloud $A", "1 [\"gcloud\" \"a\"]\n1 [\"gcloud\" \"c\"]\n2 [\"gcloud\" \"a\" \"c\"]", ""},
	{"the second if the first succeeds", "gcloud yes && gcloud b\ngcloud no && gcloud c\ngcloud no || gcloud d\ngcloud yes || gcloud e", "1 [\"gcloud\" \"yes\"]\n1 [\"gcloud\" \"b\"]\n2 [\"gcloud\" \"no\"]\n3 [\"gcloud\" \"no\"]\n3 [\"gcloud\" \"d\"]\n4 [\"gcloud\" \"yes\"]", ""},
	{"if it is not there, it is made", "if ! gcloud no; then gcloud make; else gcloud not; fi\nif gcloud yes; then { gcloud a; }; fi", "1 [\"gcloud\" \"no\"]\n1 [\"gcloud\" \"make\"]\n2 [\"gcloud\" \"yes\"]\n2 [\"gcloud\" \"a\"]", ""},
	{"set -e stops at a failure", "set -euo pipefail\ngcloud no || true\ngcloud no\ngcloud after", "2 [\"gcloud\" \"no\"]\n3 [\"gcloud\" \"no\"]", "3 gcloud no"},
	{"and only that", "set -e\nif gcloud no; then true; fi\n! gcloud no\ngcloud no && true\ngcloud after", "2 [\"gcloud\" \"no\"]\n3 [\"gcloud\" \"no\"]\n4 [\"gcloud\" \"no\"]\n5 [\"gcloud\" \"after\"]", ""},
	{"exit", "gcloud a; exit 0; gcloud b", `1 ["gcloud" "a"]`, ""},
	{"other programs are left", "sleep 5\ncurl -s x | jq .\ngcloud a", `3 ["gcloud" "a"]`, "1 sleep 5; 2 curl -s x; 2 jq ."},
	{"also before a command", "sleep 5 && gcloud a", `1 ["gcloud" "a"]`, "1 sleep 5"},
	{"a value that is not known is used by nobody", "A=$(date)\ngcloud $A\nB=x$A\ngcloud $B", "", "1 date; 1 A=$(date); 2! gcloud $A; 3 B=x$A; 4! gcloud $B"},
	{"nor one that was not set", "gcloud $NOWHERE\ngcloud \"$1\"", "", "1! gcloud $NOWHERE; 2! gcloud \"$1\""},
	{"nor input that is not known", "curl x | kubectl apply -f -\nkubectl apply -f -", "", "1 curl x; 1! kubectl apply -f -; 2! kubectl apply -f -"},
	{"what hangs on the unknown", "if test -f x; then gcloud a; fi\ntest -f x || gcloud b\nif test -f x; then sleep 1; fi", "", "1 test -f x; 1! if test -f x; then gcloud a; fi; 2 test -f x; 2! gcloud b; 3 test -f x; 3 if test -f x; then sleep 1; fi"},
	{"functions", "f() { local n=$1; kubectl \"$n\" \"$#\" \"$@\"; }\nn=outside\nf a 'b c'\nf d\ngcloud \"$n\" \"$#\"", "1 [\"kubectl\" \"a\" \"2\" \"a\" \"b c\"]\n1 [\"kubectl\" \"d\" \"1\" \"d\"]\n5 [\"gcloud\" \"outside\" \"0\"]", ""},
	{"a function that returns, and one that exits", "f() { gcloud a; return; gcloud b; }\nf\ng() { exit; }\nf && g\ngcloud c", "1 [\"gcloud\" \"a\"]\n1 [\"gcloud\" \"a\"]", ""},
	{"texts are compared", "A=x\nif [ -z \"$A\" ]; then gcloud a; elif [ \"$A\" = x ]; then gcloud b; else gcloud c; fi\n[ ! \"$A\" != y ] || gcloud d\ntest -n \"$A\" && gcloud e", "2 [\"gcloud\" \"b\"]\n3 [\"gcloud\" \"d\"]\n4 [\"gcloud\" \"e\"]", ""},
	{"in either way", "A=x\nif [[ -n \"$A\" && ( $A == x || $A == y ) ]]; then gcloud a; fi\nif [[ ! -z $(gcloud b) ]]; then gcloud c; fi\n[[ $A ]] && gcloud d", "2 [\"gcloud\" \"a\"]\n3 [\"gcloud\" \"b\"]\n3 [\"gcloud\" \"c\"]\n4 [\"gcloud\" \"d\"]", ""},
	{"but neither files nor patterns", "[ -f x ] || gcloud a\n[[ x == x* ]] && echo b\n[[ -d x ]]\n[ x", "", "1 [ -f x ]; 1! gcloud a; 2 [[ x == x* ]]; 3 [[ -d x ]]; 4 [ x"},
	{"other constructs", "while true; do gcloud a; done\n(cd x)\ngcloud c &\nfor ((i=0;i<9;i++)); do gcloud d; done", "", "1! while true; do gcloud a; done; 2 (cd x); 3! gcloud c &; 4! for ((i=0;i<9;i++)); do gcloud d; done"},
	{"commands given to others", "timeout 5 kubectl a\nbash -c 'gcloud b'\nsource lib.sh\nxargs kubectl delete", "", "1! timeout 5 kubectl a; 2! bash -c 'gcloud b'; 3! source lib.sh; 4! xargs kubectl delete"},
	{"what the tools take for granted", "export CLOUDSDK_CORE_PROJECT=x\nKUBECONFIG=y kubectl a", "", "1! export CLOUDSDK_CORE_PROJECT=x; 2! KUBECONFIG=y kubectl a"},
	{"ranges, replacements and elements", "gcloud {1..3}\ngcloud ${GIVEN/g/x}\nA[1]=x\ngcloud \"${A[1]}\"", "", "1! gcloud {1..3}; 2! gcloud ${GIVEN/g/x}; 3 A[1]=x; 4! gcloud \"${A[1]}\""},
	{"braces without a range", "gcloud a{b,c} '{\"x\":{}}'", `1 ["gcloud" "ab" "ac" "{\"x\":{}}"]`, ""},
	{"a command in place of a file", "kubectl apply -f <(gcloud a)\ncat <(echo b)", "", "1! kubectl apply -f <(gcloud a); 2 cat <(echo b)"},
	{"a home is nobody's", "gcloud ~root", `1 ["gcloud" "~root"]`, ""},
}

func TestUnderstood(t *testing.T) {
	for _, c := range understood {
		got, left, err := carried(c.text)
		var texts []string
		for _, l := range left {
			texts = append(texts, fmt.Sprintf("%d%s %s", l.Line, map[bool]string{true: "!"}[l.Matters], l.Text))
			if l.Why == "" {
				t.Errorf("%s: line %d is left without a reason", c.why, l.Line)
			}
		}
		if err != nil || strings.TrimSpace(got) != c.want || strings.Join(texts, "; ") != c.left {
			t.Errorf("%s:\n%s\n-- got\n%s\n-- left\n%s\n-- %v", c.why, c.text, got, strings.Join(texts, "; "), err)
		}
	}
}

// TestRefused: what is no script says where; nothing grows beyond a limit.
func TestRefused(t *testing.T) {
	for _, c := range []struct{ text, wrong string }{
		{"gcloud 'a", "x.sh:1: "},
		{"a\nif true; fi", "x.sh:2: "},
		{strings.Repeat("(", 100_000), "x.sh:1: more than 500"},
		{strings.Repeat("if ", 60_000), "x.sh:1: "},
		{"f() { f; f; }\nf", "more than 10000 commands"},
		{strings.Repeat("#", 300<<10), "more than 256 KiB"},
		{"A=0123456789\nfor a in $A$A 1 2 3 4 5 6 7 8 9; do for b in 1 2 3 4 5 6 7 8 9 0; do for c in 1 2 3 4 5 6 7 8 9 0; do for d in 1 2 3 4 5 6 7 8 9 0; do gcloud a; done; done; done; done", "more than 10000 commands"},
	} {
		if _, _, err := carried(c.text); err == nil || !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%.40q: %v, want %s", c.text, err, c.wrong)
		}
	}
	doubled := "A=0123456789012345678901234567890123456789\n" + strings.Repeat("A=$A$A\n", 40) + "gcloud $A"
	if got, left, err := carried(doubled); got != "" || err != nil || len(left) == 0 || !left[len(left)-1].Matters {
		t.Errorf("%.100q %v %v", got, left, err)
	}
}

func panicsNever(t *rapid.T) {
	var b strings.Builder
	for range rapid.IntRange(0, 6).Draw(t, "lines") {
		b.WriteString(rapid.SampledFrom(understood).Draw(t, "text").text + "\n")
	}
	text := []byte(b.String())
	for range rapid.IntRange(0, 3).Draw(t, "breaks") {
		if len(text) > 0 {
			text[rapid.IntRange(0, len(text)-1).Draw(t, "at")] = rapid.SampledFrom([]byte("$(){}'\"`\\;|&<>! \nax#")).Draw(t, "byte")
		}
	}
	first, left, err := carried(string(text))
	second, again, errAgain := carried(string(text))
	if first != second || fmt.Sprint(left, err) != fmt.Sprint(again, errAgain) {
		t.Fatalf("%q: %s and %s", text, first, second)
	}
}

func TestPanicsNever(t *testing.T) { rapid.Check(t, panicsNever) }

func FuzzScript(f *testing.F) {
	f.Add([]byte("gcloud a"))
	f.Add([]byte{0, 1, 2, 3, 4, 5, 200, 100, 50})
	f.Fuzz(rapid.MakeFuzz(panicsNever))
}

// FuzzText gives a shell any text at all.
func FuzzText(f *testing.F) {
	for _, c := range understood {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if _, left, err := carried(text); err == nil {
			for _, l := range left {
				if l.Line < 1 || l.Why == "" {
					t.Errorf("%q: %+v", text, l)
				}
			}
		}
	})
}
