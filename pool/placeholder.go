package pool

import (
	"strings"
	"unicode"
)

// placeholder finds the first place where a template was not filled in. Marks
// count everywhere: ${…}, $(…), $NAME, {…}, {{…}}, <…>, %s, %v, %d, %q, [NAME]. Words in
// capitals as documentation has them (PROJECT_ID, NAMESPACE) count before free; from
// free on real values may be in capitals, and only words that end as PROJECT_NUMBER
// does count.
func placeholder(in string, free int) (at int, word string) {
	for i := 0; i < len(in); {
		if word = mark(in[i:]); word != "" {
			return i, word
		}
		n := wordLength(in[i:])
		if isDocWord(in[i:i+n], i >= free) {
			return i, in[i : i+n]
		}
		i += max(n, 1)
	}
	return 0, ""
}

// mark gives the placeholder that s starts with, if it starts with one.
func mark(s string) string {
	switch s[0] {
	case '$':
		return dollar(s)
	case '{':
		if strings.HasPrefix(s, "{{") {
			return enclosed(s, "}}")
		}
		return enclosed(s, "}")
	case '<':
		return enclosed(s, ">")
	case '%':
		return verb(s)
	case '[':
		return bracketed(s)
	default:
		return ""
	}
}

// enclosed gives s up to the end mark, or nothing if that never comes.
func enclosed(s, end string) string {
	if i := strings.Index(s, end); i >= 0 {
		return s[:i+len(end)]
	}
	return ""
}

func dollar(s string) string {
	switch {
	case strings.HasPrefix(s, "${"):
		if whole := enclosed(s, "}"); whole != "" {
			return whole
		}
		return "${"
	case strings.HasPrefix(s, "$("):
		return enclosed(s, ")")
	}
	if n := wordLength(s[1:]); n > 0 && !isDigit(s[1]) {
		return s[:1+n]
	}
	return ""
}

// verb tells a verb of printf from percent text: of the letters only d is a
// hexadecimal digit, so %d0 may be the latter.
func verb(s string) string {
	if len(s) < 2 || strings.IndexByte("svdq", s[1]) < 0 {
		return ""
	}
	if s[1] == 'd' && len(s) > 2 && strings.IndexByte("0123456789abcdefABCDEF", s[2]) >= 0 {
		return ""
	}
	return s[:2]
}

// bracketed: [PROJECT_ID], and never [namespace/name].
func bracketed(s string) string {
	whole := enclosed(s, "]")
	if len(whole) < 3 || !isUpper(whole[1]) {
		return ""
	}
	for i := 1; i < len(whole)-1; i++ {
		if b := whole[i]; !isUpper(b) && !isDigit(b) && strings.IndexByte("_- ", b) < 0 {
			return ""
		}
	}
	return whole
}

func wordLength(s string) int {
	for i := range len(s) {
		if b := s[i]; !isLower(b) && !isUpper(b) && !isDigit(b) && b != '_' {
			return i
		}
	}
	return len(s)
}

func isDocWord(word string, free bool) bool {
	if strings.ContainsFunc(word, unicode.IsLower) || !strings.ContainsFunc(word, unicode.IsUpper) {
		return false
	}
	for _, end := range []string{"_ID", "_NUMBER", "_NAME", "_EMAIL"} {
		if strings.HasSuffix(word, end) {
			return true
		}
	}
	if free {
		return false
	}
	return strings.Contains(word, "_") || strings.Contains(docWords, " "+word+" ")
}

// docWords are the words without an underscore that documentation puts where a
// value belongs.
const docWords = " PROJECT NUMBER NUM POOL NAMESPACE NS KSA GSA SA EMAIL SUBJECT UID USER GROUP DOMAIN NAME ID " +
	"LOCATION REGION ZONE CLUSTER MEMBERSHIP PROVIDER PROVIDERID ORGANIZATION FOLDER FLEET HOST EXAMPLE XXX "
