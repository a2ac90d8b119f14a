package command

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain are the bytes that no shell takes for anything but themselves, wherever they stand.
const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-"

// Line joins the words of a command so that a shell reads each as it is. Words that are empty are left out.
func Line(words ...string) string {
	var quoted []string
	for _, w := range words {
		if name, value, ok := strings.Cut(w, "="); ok && strings.HasPrefix(w, "--") {
			quoted = append(quoted, name+"="+quote(value))
		} else if w != "" {
			quoted = append(quoted, quote(w))
		}
	}
	return strings.Join(quoted, " ")
}

// quote writes a word so that a shell reads it as it is. Bytes that a terminal may obey are spelt out, as bash does.
func quote(word string) string {
	switch {
	case word != "" && strings.Trim(word, plain) == "":
		return word
	case strings.ContainsFunc(word, unicode.IsControl) || !utf8.ValidString(word):
		return "$'" + escaped(word) + "'"
	default:
		return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
	}
}

func escaped(word string) string {
	var b strings.Builder
	for i := range len(word) {
		switch c := word[i]; {
		case c == '\'' || c == '\\':
			b.WriteString(`\` + string(c))
		case c < ' ' || c >= 0x7f:
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// both joins commands that are carried out one after the other. Those that are empty are none.
func both(lines ...string) string {
	return strings.Join(slices.DeleteFunc(lines, func(l string) bool { return l == "" }), " && ")
}

// fed gives a command what it reads from its standard input.
func fed(command string, body any) string { return command + " <<< " + quote(compact(body)) }

// compact writes JSON on one line. What is given to it can be written.
func compact(body any) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body); err != nil {
		return fmt.Sprintf("%+v", body)
	}
	return strings.TrimSpace(b.String())
}

// remark is a line that no shell obeys, nor any terminal.
func remark(text string, args ...any) string {
	words := strings.Fields(strings.ToValidUTF8(fmt.Sprintf(text, args...), "?"))
	return "# " + strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '?'
		}
		return r
	}, strings.Join(words, " "))
}

// flag is a flag with a value, or nothing when the value is "".
func flag(name, value string) string {
	if value == "" {
		return ""
	}
	return "--" + name + "=" + value
}

// only is a word that is said when something holds.
func only(is bool, word string) string {
	if is {
		return word
	}
	return ""
}
