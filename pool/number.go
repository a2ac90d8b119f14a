package pool

import (
	"math/bits"
	"strconv"
)

// Number is the number of a project, folder or organization. The zero Number
// means that the number is not known, and prints as "?".
//
// Every other value of the type is legal, so a Number never needs checking.
type Number uint64

// ParseNumber reads a decimal number without sign, leading zero or space. Zero
// and numbers of more than 64 bits are refused. The error is a *ParseError.
func ParseNumber(s string) (Number, error) {
	n, f := parseNumber(s)
	if f != nil {
		return 0, f.parseError("number", s)
	}
	return n, nil
}

// String gives the decimal digits, or "?" for the unknown number.
func (n Number) String() string {
	if n == 0 {
		return "?"
	}
	return strconv.FormatUint(uint64(n), 10)
}

func parseNumber(s string) (Number, *flaw) {
	if s == "" {
		return 0, &flaw{reason: "empty number" + unset}
	}
	var n uint64
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, notANumber(s, i)
		}
		hi, lo := bits.Mul64(n, 10)
		sum, carry := bits.Add64(lo, uint64(s[i]-'0'), 0)
		if hi != 0 || carry != 0 {
			return 0, &flaw{at: i, reason: "number of more than 64 bits"}
		}
		n = sum
	}
	if s[0] == '0' {
		return 0, &flaw{reason: "number starts with zero"}
	}
	return Number(n), nil
}

// notANumber tells a project ID from any other text: of the mistakes in a
// principal:// path this is the most common.
func notANumber(s string, at int) *flaw {
	if f := checkProject(s); f != nil {
		return &flaw{at: at, reason: quote(s) + " where a number belongs: decimal digits and nothing else"}
	}
	return &flaw{
		reason: "project ID " + quote(s) + " where the project's number belongs",
		advice: "the number that \"gcloud projects describe " + s + " --format='value(projectNumber)'\" prints",
	}
}
