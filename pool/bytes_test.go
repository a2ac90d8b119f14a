package pool_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fleettrust.example/pool"
)

// FuzzParse reads any bytes as a member, a name and a number. Its seeds are the
// lines of testdata, where the prose says why each is there, and the hostile texts.
func FuzzParse(f *testing.F) {
	for _, line := range lines(f) {
		f.Add(line)
	}
	for _, h := range hostile {
		f.Add(h.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		sound(t, s)
		n, err := pool.ParseName(s)
		if (err == nil) != (n != pool.Name{}) || err == nil && n.String() != s {
			t.Fatalf("ParseName(%q) = %#v, %v", s, n, err)
		}
		told(t, s, err)
		number, err := pool.ParseNumber(s)
		if (err == nil) != (number != 0) || err == nil && number.String() != s {
			t.Fatalf("ParseNumber(%q) = %v, %v", s, number, err)
		}
		told(t, s, err)
		if p := pool.ServiceAccount(s); p.IsValid() && must(pool.Parse("serviceAccount:"+s)) != p {
			t.Fatalf("ServiceAccount(%q) = %v", s, p)
		}
	})
}

// lines gives every line of testdata, answers and prose too: all of it is text.
func lines(f *testing.F) []string {
	files, err := filepath.Glob("testdata/members/*.txt")
	if err != nil || len(files) == 0 {
		f.Fatalf("no testdata: %v", err)
	}
	var all []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, strings.Split(string(text), "\n")...)
	}
	return all
}

// TestLongInput: time and memory stay bounded, and the error stays short, whatever
// comes in. Each text would be the worst case of some part of the parser.
func TestLongInput(t *testing.T) {
	for _, unit := range []string{"a", "0", ":", "deleted:", "{", "{{", "$", "${", "<", "[", "[A", "%", "A_", ".", "/", "//", "?uid=", "é", "\xff", " ", "user:", "@", "\x00"} {
		for _, prefix := range []string{"", "serviceAccount:", "principal://iam.googleapis.com/projects/", "deleted:user:a@b?uid=", "group:"} {
			for _, size := range []int{1 << 13, 1 << 21} {
				s := prefix + strings.Repeat(unit, size/len(unit))
				sound(t, s)
				long(t, s)
			}
		}
	}
}

func long(t *testing.T, s string) {
	for _, parse := range []func(string) error{
		func(s string) error { _, err := pool.Parse(s); return err },
		func(s string) error { _, err := pool.ParseName(s); return err },
		func(s string) error { _, err := pool.ParseNumber(s); return err },
	} {
		err := parse(s)
		if err == nil {
			t.Fatalf("%.40q… of %d bytes is legal", s, len(s))
		}
		e := err.(*pool.ParseError)
		if len(e.Input) > pool.MaxLength || len(e.Error()) > 4*pool.MaxLength {
			t.Errorf("%.40q… of %d bytes: error of %d bytes", s, len(s), len(e.Error()))
		}
	}
}

// TestLongMember: the limit itself is legal, one byte more is not.
func TestLongMember(t *testing.T) {
	prefix := "principal://iam.googleapis.com/projects/7/locations/global/workloadIdentityPools/github/subject/"
	s := prefix + strings.Repeat("x", pool.MaxLength-len(prefix))
	if _, err := pool.Parse(s); err != nil {
		t.Error(err)
	}
	_, err := pool.Parse(s + "x")
	if err == nil || !strings.Contains(err.Error(), "at most 10240") {
		t.Errorf("one byte more: %v", err)
	}
}
