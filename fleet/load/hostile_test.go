package load

import (
	"fmt"
	"strings"
)

// hostile are contents of files that mean harm or come of a mishap, each with what it is aimed at. They are seeds of every
// fuzz target that reads bytes, and TestHostileTextsAllocateLittle holds each to a multiple of its length.
var hostile = []struct{ why, text string }{
	{"an empty file, as a command that failed leaves it", ""},
	{"white space alone", " \t\r\n"},
	{"a byte order mark and nothing behind it", "\ufeff"},
	{"two byte order marks: the second is a character", "\ufeff\ufeff{}"},
	{"line ends of Windows, in JSON", "{\r\n\"projectId\": \"p\",\r\n\"projectNumber\": \"1\"\r\n}\r\n"},
	{"line ends of Windows, in YAML", "projectId: p\r\nprojectNumber: '1'\r\n"},
	{"line ends of old Macs: one line to us", "projectId: p\rprojectNumber: '1'\r"},
	{"a NUL in the middle", "{\"projectId\": \"p\x00\"}"},
	{"a NUL by its escape, which no byte shows", `{"projectId": "p\u0000"}`},
	{"the same in YAML", "projectId: \"p\\0\""},
	{"half a character by its escape, in a name", `{"\ud800": 1, "\udfff": 2}`},
	{"both halves are a character", `{"projectId": "\ud83d\ude00"}`},
	{"half a character in bytes", "{\"projectId\": \"\xf0\x9f\"}"},
	{"UTF-16, as some shells redirect", "\xff\xfe{\x00}\x00"},
	{"a name twice, the second by escapes", `{"projectId": "p", "\u0070rojectId": "q"}`},
	{"a name twice, quoted and plain", "projectId: p\n\"projectId\": q\n"},
	{"a name twice, the second behind an alias", "projectId: &a projectId\n*a : q\n"},
	{"names that differ in case: Go's own reader takes them for one", `{"projectId": "p", "PROJECTID": "q"}`},
	{"letters that fold to ASCII: K is the sign of Kelvin", "{\"\u212aind\": \"List\"}"},
	{"a merge key brings fields in from elsewhere", "a: &a {projectId: p}\n<<: *a\n"},
	{"a tag makes nothing of what is there", "projectId: !!null p"},
	{"a tag of a program's own", "projectId: !!python/object/apply:os.system [id]"},
	{"a directive may rename every tag", "%TAG ! tag:yaml.org,2002:\n---\nprojectId: p\n"},
	{"an alias of what it is in", "&a [*a]"},
	{"an alias of nothing", "projectId: *p"},
	{"aliases of aliases: a billion laughs, cut short where a fuzzer would wait for them", laughs()},
	{"a hundred anchors that nobody uses", strings.Repeat("- &a 1\n", 100)},
	{"lists in lists, deeper than anybody nests", strings.Repeat("[", 10_000)},
	{"objects in objects", strings.Repeat(`{"a":`, 10_000)},
	{"lists of YAML in one another by indent", strings.Repeat("- ", 10_000) + "1"},
	{"objects of YAML in one another by indent", indented(200)},
	{"question marks: names that are objects", strings.Repeat("? ", 1000)},
	{"a number of ten thousand digits", `{"projectId": "p", "projectNumber": ` + strings.Repeat("9", 10_000) + `}`},
	{"a number that is more than any float", `{"projectNumber": 1e999999999}`},
	{"octal, to those who think so", "projectId: p\nprojectNumber: 010\n"},
	{"sixty minutes and seconds, to YAML 1.1", "projectId: p\nprojectNumber: 1:30\n"},
	{"a country, or false to YAML 1.1", "projectId: no\n"},
	{"a line of 64 KiB, as long as some scanners read", `{"projectId": "` + strings.Repeat("p", 1<<16) + `"}`},
	{"a name of 64 KiB: a message quotes it", "{\"" + strings.Repeat("k", 1<<16) + "\": [}"},
	{"many fields of one object: a search through them for each is quadratic", fields(2000)},
	{"a second value behind the first", `{"projectId": "p"}{"projectId": "q"}`},
	{"a second document behind the first", "projectId: p\n---\nprojectId: q\n"},
	{"documents without end", strings.Repeat("---\na: 1\n", 200)},
	{"comments without end, before anything and behind it", strings.Repeat("# c\n", 500) + "a: 1 # c\n" + strings.Repeat("# c\n", 500)},
	{"a comment of kpt, which says that a text is set by a machine", "a: NAME # {\"$kpt-set\": \"name\"}\n"},
	{"a text of many lines", "a: |\n" + strings.Repeat("  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", 500)},
	{"a plain text that goes on", "a: x" + strings.Repeat("\n", 500) + "  y\n"},
	{"documents of nothing", strings.Repeat("---\n", 200)},
	{"cut off in a text", `{"projectId": "p`},
	{"cut off in an escape", `{"projectId": "\u00`},
	{"a comma behind the last", `{"projectId": "p",}`},
	{"a comment, which JSON has not", "{\"projectId\": \"p\" /* it */}"},
	{"quotes of the wrong sort", "{'projectId': 'p'}"},
	{"the words of JavaScript", `{"projectNumber": NaN}`},
	{"a page of HTML: the proxy asks for a password", "<html><body>login</body></html>"},
	{"a table, for want of --format", "PROJECT_ID  NAME\np           p\n"},
	{"an error in place of output", "ERROR: (gcloud) PERMISSION_DENIED\n"},
	{"a list where an object belongs", "[[[]]]"},
	{"null where a list belongs", "null"},
	{"a list of null", "[null, null]"},
	{"one text", `"projectId"`},
	{"a List in a List in a List", strings.Repeat(`{"apiVersion": "v1", "kind": "List", "items": [`, 20) + strings.Repeat("]}", 20)},
	{"a verb of fmt comes out as it went in", `{"projectId": "%!s(int=1)%n%[3]d"}`},
	{"the marks of a template", `[{"email": "${SA}@p.iam.gserviceaccount.com"}]`},
	{"letters that turn the line around", "{\"projectId\": \"p\u202e\"}"},
	{"look-alikes", "{\"projectId\": \"\u0440\"}"},
	{"a percent sign is not decoded", `{"projectId": "p%2fq"}`},
}

func laughs() string {
	text := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'd'; c++ {
		text += fmt.Sprintf("%c: &%c [%[3]s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", c-1), 10), ","))
	}
	return text
}

func indented(deep int) string {
	var b strings.Builder
	for i := range deep {
		fmt.Fprintf(&b, "%sa:\n", strings.Repeat(" ", i))
	}
	return b.String()
}

func fields(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "f%d: {projectId: p}\n", i)
	}
	return b.String()
}
