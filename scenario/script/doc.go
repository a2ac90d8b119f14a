// Package script reads plain shell scripts for their gcloud and kubectl commands: runbooks.
//
//	sh := script.Shell{Run: func(c script.Command) (string, bool) { … }}
//	left, err := sh.Do("runbook.sh", text)
//
// Nothing is executed. A command of gcloud or kubectl goes to Run, with its words and its standard input as the shell would give
// them; what Run gives back is its standard output and whether it succeeded.
//
// # What is understood
//
//   - Variables: NAME=VALUE, export, readonly, local and declare, arrays, ${NAME:-DEFAULT} and the other expansions but ${NAME/…/…}, arithmetic, and
//     $(gcloud …). A name that was not set is an error, as under set -u; so is one whose value is not known, such as $(date).
//   - Quotes, comments, line continuations, here-documents and here-strings, redirections to and from files.
//   - cat of a here-document or of files, and echo; either may feed a command, by a pipe or by a file.
//   - COMMAND && COMMAND, COMMAND || COMMAND, !, { … }, for NAME in WORDS, functions, and if of commands whose outcome is known, among
//     them [ … ] and [[ … ]] that compare texts.
//   - set -e: after a command that fails, and that nothing asks about, nothing more is done. true, false, :, set and exit.
//
// Anything else is left, and reported by its line: sleep, curl, while. What is left and holds a command of gcloud or kubectl
// says so, since what it would do is then not known.
//
// # Limits
//
// A script may have 256 KiB, a value 64 KiB, and ten thousand commands are carried out. Names of files are not matched by patterns.
// The grammar is that of bash, by mvdan.cc/sh.
package script
