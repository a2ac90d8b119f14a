package load

import (
	"fmt"
	"strings"
)

// shorten keeps what a message quotes in bounds.
func shorten(s string) string { return clip(s, maxQuote) }

func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + fmt.Sprintf("… (%d bytes)", len(s))
}

// placeholder finds a place where a template was not filled in.
func placeholder(s string) string {
	for _, m := range []struct{ open, end string }{{"${", "}"}, {"{{", "}}"}, {"$(", ")"}, {"<", ">"}, {"[", "]"}} {
		if i := strings.Index(s, m.open); i >= 0 {
			if j := strings.Index(s[i:], m.end); j >= 0 {
				return s[i : i+j+len(m.end)]
			}
		}
	}
	return ""
}
