package rehearsal

import (
	"fleettrust.example/fleet"
	"fleettrust.example/scenario/command"
	"fleettrust.example/scenario/script"
)

// A Step is one command of a script.
type Step struct {
	Line          int    // in the script
	Command       string // as a shell would be given it, with nothing left to expand
	Before, After *fleet.Graph
	Result
	Unsupported error // a *command.Unsupported; the command was not carried out then
	Asked       bool  // the script looks at whether it succeeds
}

// Script carries out the gcloud and kubectl commands of a shell script, with variables that are set before, and hands on each when it is done. It
// gives what of the script was not carried out. The error is that of script.Shell.Do. A step that changes nothing has the same graph
// before and after.
func (s *Session) Script(name string, text []byte, set map[string]string, done func(Step)) ([]script.Left, error) {
	sh := script.Shell{Set: set, ReadFile: s.ReadFile, WriteFile: s.WriteFile}
	sh.Run = func(c script.Command) (string, bool) {
		step := Step{Line: c.Line, Command: command.Line(c.Words...), Before: s.graph, Asked: c.Asked}
		step.Result, step.Unsupported = s.Run(c.Stdin, c.Words...)
		step.After = s.graph
		done(step)
		return step.Stdout, step.Unsupported == nil && step.Status == 0
	}
	return sh.Do(name, text)
}
