package command

import (
	_ "embed"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
)

// A Command is one that is read: its words, what may follow them, and what it does.
type Command struct {
	Words     string // "gcloud projects create"
	Arguments string // "PROJECT_ID"; [NAME] may be left out, NAME... may be repeated
	Does      string
	Flags     []Flag // in the order of the table, those of every command of the tool last
}

// A Flag is one that a command takes.
type Flag struct {
	Name     string // without the dashes
	Short    string // one letter, "" for none
	Value    string // what its value is called, "" when it has none
	Optional bool   // the value may be left out
	Idle     bool   // it cannot matter to identity: it is accepted and does nothing
}

// String gives the flag as a person types it: --location=LOCATION.
func (f Flag) String() string {
	text := "--" + f.Name
	switch {
	case f.Optional:
		text += "[=" + f.Value + "]"
	case f.Value != "":
		text += "=" + f.Value
	}
	if f.Short != "" {
		text = "-" + f.Short + "|" + text
	}
	return text
}

// Tool is the program: gcloud or kubectl.
func (c *Command) Tool() string {
	tool, _, _ := strings.Cut(c.Words, " ")
	return tool
}

// flag finds a flag by its name.
func (c *Command) flag(name string) (Flag, bool) {
	i := slices.IndexFunc(c.Flags, func(f Flag) bool { return f.Name == name || f.Short == name })
	if i < 0 {
		return Flag{}, false
	}
	return c.Flags[i], true
}

// All yields the commands that Parse reads, as the tables have them.
func All() iter.Seq[*Command] { return slices.Values(table().commands) }

//go:embed gcloud.txt
var gcloudText string

//go:embed kubectl.txt
var kubectlText string

// tables are the commands of both tools, and the flags that each tool takes before its command is known.
type tables struct {
	commands []*Command
	byWords  map[string]*Command
	begun    map[string]bool // the words that commands begin with
	tools    map[string]*Command
}

// table reads the tables, which are part of this package: what is wrong with them, its tests find.
var table = sync.OnceValue(func() *tables {
	t := &tables{byWords: map[string]*Command{}, begun: map[string]bool{}, tools: map[string]*Command{}}
	t.read("gcloud", gcloudText)
	t.read("kubectl", kubectlText)
	return t
})

func (t *tables) read(tool, text string) {
	lets := map[string][]Flag{}
	var c *Command
	for line := range strings.Lines(text) {
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case verb == "" || verb == "#":
		case verb == "let":
			name, list, _ := strings.Cut(rest, " ")
			lets[name] = flags(list, lets)
		case verb == tool:
			c = t.add(strings.TrimSpace(line))
		case verb == "reads":
			c.Flags = append(c.Flags, flags(rest, lets)...)
		case verb == "accepts":
			c.Flags = append(c.Flags, idle(flags(rest, lets))...)
		default:
			c.Does = strings.TrimSpace(line)
		}
	}
	t.tools[tool] = &Command{Words: tool, Flags: append(lets["$"+tool], idle(lets["$mute"])...)}
	for _, c := range t.commands {
		if c.Tool() == tool {
			c.Flags = unique(append(c.Flags, t.tools[tool].Flags...))
		}
	}
}

// add begins a command: its words are in small letters, its arguments are not.
func (t *tables) add(line string) *Command {
	words := strings.Fields(line)
	n := slices.IndexFunc(words, func(w string) bool { return strings.ToLower(w) != w })
	if n < 0 {
		n = len(words)
	}
	c := &Command{Words: strings.Join(words[:n], " "), Arguments: strings.Join(words[n:], " ")}
	t.commands = append(t.commands, c)
	t.byWords[c.Words] = c
	for i := 1; i <= n; i++ {
		t.begun[strings.Join(words[:i], " ")] = true
	}
	return c
}

// flags reads what flags look like: --location=LOCATION, -q|--quiet, --dry-run[=STRATEGY], or the name of some.
func flags(list string, lets map[string][]Flag) []Flag {
	var all []Flag
	for _, word := range strings.Fields(list) {
		if named, ok := lets[word]; ok {
			all = append(all, named...)
			continue
		}
		var f Flag
		if short, long, ok := strings.Cut(word, "|"); ok {
			f.Short, word = strings.TrimPrefix(short, "-"), long
		}
		name, value, _ := strings.Cut(strings.TrimPrefix(word, "--"), "=")
		f.Name, f.Optional = strings.CutSuffix(name, "[")
		f.Value = value
		if f.Optional {
			f.Value = strings.TrimSuffix(value, "]")
		}
		all = append(all, f)
	}
	return all
}

func idle(all []Flag) []Flag {
	all = slices.Clone(all)
	for i := range all {
		all[i].Idle = true
	}
	return all
}

// unique keeps the first flag of each name: that of the command, before that of the tool. A letter that is taken is free to nobody else.
func unique(all []Flag) []Flag {
	var kept []Flag
	for _, f := range all {
		if slices.ContainsFunc(kept, func(k Flag) bool { return k.Name == f.Name }) {
			continue
		}
		if slices.ContainsFunc(kept, func(k Flag) bool { return k.Short == f.Short }) {
			f.Short = ""
		}
		kept = append(kept, f)
	}
	return kept
}

// Help tells how a command is typed, what it does, which flags it reads, and which it accepts because they cannot matter.
func (c *Command) Help() string {
	var reads, accepts []string
	for _, f := range c.Flags {
		if f.Idle {
			accepts = append(accepts, f.String())
		} else {
			reads = append(reads, f.String())
		}
	}
	text := fmt.Sprintf("%s\n  %s\n", strings.TrimSpace(c.Words+" "+c.Arguments), c.Does)
	return text + listed("reads", reads) + listed("accepts", accepts)
}

func listed(what string, flags []string) string {
	if len(flags) == 0 {
		return ""
	}
	return "  " + what + " " + strings.Join(flags, " ") + "\n"
}
