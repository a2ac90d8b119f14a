package command

import "strings"

func isFlag(word string) bool {
	return len(word) > 1 && strings.HasPrefix(word, "-") && word != "--"
}

// flag reads a flag, and its value from the same word or the next.
func (p *parser) flag(word string) error {
	name, ok := strings.CutPrefix(word, "--")
	if !ok {
		return p.letters(word[1:])
	}
	name, value, told := strings.Cut(name, "=")
	f, known := p.call.flag(name)
	base, negated := strings.CutPrefix(name, "no-")
	if positive, ok := p.call.flag(base); !known && negated && ok && positive.Value == "" && len(base) > 1 {
		f, known, value, told = positive, !told, "false", true
	}
	if !known || f.Name != name && f.Name != base {
		p.odd = append(p.odd, "--"+name)
		return nil
	}
	return p.set(f, value, told)
}

// letters reads -it as -i -t, and -nshop as -n shop.
func (p *parser) letters(word string) error {
	for word != "" {
		f, ok := p.call.flag(word[:1])
		if !ok || f.Short != word[:1] {
			p.odd = append(p.odd, "-"+word)
			return nil
		}
		word = word[1:]
		if f.Value != "" && word != "" {
			return p.set(f, strings.TrimPrefix(word, "="), true)
		}
		if err := p.set(f, "", false); err != nil {
			return err
		}
	}
	return nil
}

// set notes the value of a flag. One without a value is true, unless it is said to be false.
func (p *parser) set(f Flag, value string, told bool) error {
	switch {
	case f.Value == "" && !told:
		value = "true"
	case f.Value == "" && value != "true" && value != "false":
		return unsupported(p.call.Words, "--%s=%q: wants true or false", f.Name, value)
	case f.Value != "" && !told && !f.Optional && len(p.rest) == 0:
		return unsupported(p.call.Words, "--%s wants a value, %s", f.Name, f.Value)
	case f.Value != "" && !told && !f.Optional:
		value = p.next()
	}
	p.call.flags[f.Name] = append(p.call.flags[f.Name], value)
	return nil
}

// splitType reads TYPE/NAME as TYPE NAME, which kubectl takes for the same.
func (c *Call) splitType() {
	if !strings.HasPrefix(strings.TrimPrefix(c.Arguments, "["), "TYPE") || len(c.Given) == 0 {
		return
	}
	if kind, name, ok := strings.Cut(c.Given[0], "/"); ok {
		c.Given = append([]string{kind, name}, c.Given[1:]...)
	}
}

// check counts the arguments.
func (c Call) check() error {
	least, most := 0, 0
	for _, a := range strings.Fields(c.Arguments) {
		if !strings.HasPrefix(a, "[") {
			least++
		}
		if most++; strings.Contains(a, "...") {
			most = 1 << 20
		}
	}
	switch n := len(c.Given); {
	case n < least:
		return unsupported(c.Words, "wants %s", c.Arguments)
	case n > most:
		return unsupported(c.Words, "%q is an argument too many", c.Given[most])
	case len(c.After) > 0 && c.Words != "kubectl exec":
		return unsupported(c.Words, "takes nothing after --")
	}
	return nil
}

// Has reports a flag that was given.
func (c Call) Has(flag string) bool { return len(c.flags[flag]) > 0 }

// Values gives what a flag was given, in order; nil if it was not.
func (c Call) Values(flag string) []string { return c.flags[flag] }

// Value gives what a flag was given last; "" if it was not.
func (c Call) Value(flag string) string {
	all := c.flags[flag]
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

// Is reports a flag without a value that was given, and not with --no- before it.
func (c Call) Is(flag string) bool { return c.Value(flag) == "true" }

// Argument gives the argument at a place, counted from 0; "" if there is none.
func (c Call) Argument(i int) string {
	if i >= len(c.Given) {
		return ""
	}
	return c.Given[i]
}
