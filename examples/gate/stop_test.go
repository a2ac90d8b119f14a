package gate

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestStops: each proposal in the place of the change fails the test above, which names the one it would let in.
func TestStops(t *testing.T) {
	proposals, err := filepath.Glob("proposals/*.sh")
	if err != nil || len(proposals) < 3 {
		t.Fatalf("%d proposals: %v", len(proposals), err)
	}
	for _, name := range proposals {
		t.Run(filepath.Base(name), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			who := regexp.MustCompile(`# stopped: (.*)`).FindStringSubmatch(string(text))
			if who == nil {
				t.Fatal("it does not say who would come in")
			}
			said, err := reviewed(t, text)
			if err == nil || !strings.Contains(said, "expected a proven no") || !strings.Contains(said, who[1]) {
				t.Errorf("%v: it would let in %s, and the test says\n%s", err, who[1], said)
			}
		})
	}
}

// reviewed gives what the test says of another change, in a copy of this module.
func reviewed(t *testing.T, change []byte) (string, error) {
	here, there := os.DirFS("."), t.TempDir()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(there, here); err != nil {
		t.Fatal(err)
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"go.mod": strings.Replace(string(mod), "=> ../..", "=> "+root, 1), "infra/change.sh": string(change)} {
		if err := os.WriteFile(filepath.Join(there, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "test", "-run", "TestInfrastructure", ".")
	cmd.Dir = there
	said, err := cmd.CombinedOutput()
	return string(said), err
}
