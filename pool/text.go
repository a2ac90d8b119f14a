package pool

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// unset ends the reason of every fault in which a part is empty: such members come
// out of templates whose variable had no value.
const unset = ", as an unset variable leaves it"

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isLower(b byte) bool { return 'a' <= b && b <= 'z' }

func isUpper(b byte) bool { return 'A' <= b && b <= 'Z' }

// isNameByte: the alphabet of project IDs, pool names and DNS labels.
func isNameByte(b byte) bool { return isLower(b) || isDigit(b) || b == '-' }

func isAttributeByte(b byte) bool { return isLower(b) || isDigit(b) || b == '_' }

func isPathByte(b byte) bool {
	return isNameByte(b) || isUpper(b) || strings.IndexByte("._~:@%+*/", b) >= 0
}

// checkText checks that s is not empty and of the given alphabet. An upper-case
// letter gets a reason of its own, and the lower-case text as a fix; nothing is folded.
func checkText(what, s string, legal func(byte) bool) *flaw {
	if s == "" {
		return &flaw{reason: "empty " + what + unset}
	}
	for i := range len(s) {
		switch {
		case legal(s[i]):
		case isUpper(s[i]):
			return &flaw{at: i, reason: "upper-case letter in " + what + " " + quote(s), fix: strings.ToLower(s)}
		default:
			return &flaw{at: i, reason: quoteByte(s, i) + " in " + what + " " + quote(s)}
		}
	}
	return nil
}

// checkLabel checks an RFC 1123 label: a Kubernetes namespace.
func checkLabel(what, s string) *flaw {
	if f := checkText(what, s, isNameByte); f != nil {
		return f
	}
	if len(s) > 63 {
		return &flaw{at: 63, reason: what + " of more than 63 characters"}
	}
	if s[0] == '-' || s[len(s)-1] == '-' {
		return &flaw{reason: what + " " + quote(s) + " starts or ends with a hyphen"}
	}
	return nil
}

// checkSubdomain checks an RFC 1123 subdomain: the name of a Kubernetes service
// account. It may hold dots.
func checkSubdomain(what, s string) *flaw {
	if f := checkText(what, s, func(b byte) bool { return isNameByte(b) || b == '.' }); f != nil {
		return f
	}
	if len(s) > 253 {
		return &flaw{at: 253, reason: what + " of more than 253 characters"}
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || label[0] == '-' || label[len(label)-1] == '-' {
			return &flaw{reason: what + " " + quote(s) + " has a dot or a hyphen out of place"}
		}
	}
	return nil
}

// checkDomain checks a host name, dots or none.
func checkDomain(s string) *flaw { return checkSubdomain("domain", s) }

// quoteByte quotes the whole character that starts at s[i].
func quoteByte(s string, i int) string {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return strconv.QuoteRune(r)
}

// quote quotes a part of the input, the middle of a long one left out.
func quote(s string) string {
	const most = 400
	if len(s) <= most {
		return strconv.Quote(s)
	}
	return strconv.Quote(s[:most/2]) + "…" + strconv.Quote(s[len(s)-most/8:]) + " (" + strconv.Itoa(len(s)) + " bytes)"
}
