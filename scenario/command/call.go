package command

import (
	"fmt"
	"slices"
	"strings"
)

// A Call is one command line, read.
type Call struct {
	*Command
	Given []string // what follows the words, without the flags
	After []string // what follows --
	flags map[string][]string
}

// An Unsupported is a command line that cannot be read: a command or a flag that is in no table, or an argument too many
// or too few.
type Unsupported struct {
	Line  string // the words that were understood, or the command
	Wrong string
}

// Error gives "gcloud compute instances: is no command that is read; gcloud has auth, config, …".
func (u *Unsupported) Error() string { return u.Line + ": " + u.Wrong }

func unsupported(line, wrong string, args ...any) error {
	return &Unsupported{line, fmt.Sprintf(wrong, args...)}
}

// Parse reads the words of one command line, as a shell gives them to a program. The tracks alpha and beta read as the command itself,
// and container hub as container fleet. The error is an *Unsupported. O(words × flags of the command).
func Parse(words ...string) (Call, error) {
	p := &parser{table: table(), rest: words}
	if err := p.command(); err != nil {
		return Call{}, err
	}
	if err := p.arguments(); err != nil {
		return Call{}, err
	}
	switch {
	case len(p.odd) == 1:
		return Call{}, unsupported(p.call.Words, "%s is no flag of it that is read", p.odd[0])
	case len(p.odd) > 1:
		return Call{}, unsupported(p.call.Words, "%s are no flags of it that are read", strings.Join(p.odd, ", "))
	}
	return p.call, p.call.check()
}

// parser is a command line while it is read.
type parser struct {
	table *tables
	rest  []string
	call  Call
	odd   []string // flags that are not read
}

// next takes a word from those that remain.
func (p *parser) next() string {
	w := p.rest[0]
	p.rest = p.rest[1:]
	return w
}

// command reads the words of the command, among which flags of the tool may stand.
func (p *parser) command() error {
	if len(p.rest) == 0 || p.table.tools[p.rest[0]] == nil {
		return unsupported(strings.Join(p.rest[:min(1, len(p.rest))], ""), "is neither gcloud nor kubectl")
	}
	p.call = Call{Command: p.table.tools[p.rest[0]], flags: map[string][]string{}}
	line := p.next()
	for len(p.rest) > 0 {
		w := p.rest[0]
		longer := line + " " + alias(line, w)
		switch {
		case isFlag(w) && p.table.byWords[line] == nil:
			if err := p.flag(p.next()); err != nil {
				return err
			}
			continue
		case p.table.begun[longer]:
			line = longer
		case line == "gcloud" && (w == "alpha" || w == "beta"):
		default:
			return p.found(line, w)
		}
		p.next()
	}
	return p.found(line, "")
}

// alias gives a word of a command for another of the same meaning.
func alias(line, word string) string {
	if line == "gcloud container" && word == "hub" {
		return "fleet"
	}
	if short, ok := map[string]string{"ns": "namespace", "sa": "serviceaccount"}[word]; ok && line == "kubectl create" {
		return short
	}
	return word
}

// found ends the words of the command, at a word that is none of them.
func (p *parser) found(line, word string) error {
	c, ok := p.table.byWords[line]
	if !ok {
		return unsupported(strings.TrimSpace(line+" "+word), "is no command that is read; %s has %s", line, strings.Join(p.table.after(line), ", "))
	}
	early := p.call
	p.call = Call{Command: c, flags: map[string][]string{}}
	for name, values := range early.flags {
		if _, ok := c.flag(name); !ok {
			return unsupported(c.Words, "--%s is no flag of it that is read", name)
		}
		p.call.flags[name] = values
	}
	return nil
}

// after lists the words that may follow some.
func (t *tables) after(line string) []string {
	var all []string
	for words := range t.begun {
		if rest, ok := strings.CutPrefix(words, line+" "); ok && !strings.Contains(rest, " ") {
			all = append(all, rest)
		}
	}
	slices.Sort(all)
	return all
}

func (p *parser) arguments() error {
	for len(p.rest) > 0 {
		switch w := p.next(); {
		case w == "--":
			p.call.After, p.rest = p.rest, nil
		case isFlag(w):
			if err := p.flag(w); err != nil {
				return err
			}
		default:
			p.call.Given = append(p.call.Given, w)
		}
	}
	p.call.splitType()
	return nil
}
