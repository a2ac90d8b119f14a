// Package render writes what package fleet answers, for people and for programs.
//
// A Document is one answer. It is made from values of fleet by a function named after it, holds strings and numbers only,
// and is written in two ways: JSON gives it to a program, its method Text to a person. Both say the same, and both are
// the same bytes in every process: nothing depends on the locale, the terminal or the order of a map.
//
//	doc := render.AnswerOf(graph.Assumers(principal), graph.Attachers(principal))
//	fmt.Print(doc.Text(render.Page{Width: 80}))
//
// # Documents
//
//	who      Answer     who can act as a principal
//	could    Becoming   who could make itself a principal
//	what     Holdings   what a workload can act as
//	why      Verdict    whether one can act as the other: the path, and the ladder of what has to hold
//	pod      Credentials  what a pod gets by default
//	excess   Deviation  who can act as a principal and was not meant to, and the reverse
//	classes  Classes    workloads that IAM cannot tell apart
//	diff     Diff       who gained and lost what
//	graph    Drawing    the edges; as text, a picture in DOT
//	         Parsed     what one member string means
//
// # JSON
//
// The exported types are the specification of the JSON. The fields say, in their tags, what they are called. These hold
// in all of it:
//
//   - "v" is Version and "question" the word above. Parsed has neither: it is written many to a file, one on a line.
//   - No array is null. Strings that may be absent are marked omitempty; no other field is ever absent, but of workload
//     and member, of which each assumer, change and shortfall has one, and of workload, member and subject, of which each actor has.
//   - A cluster is PROJECT/LOCATION/NAME, a rule an R and its number, a source FILE:LINE. A principal is a member string, in
//     the canonical spelling where one world answers, and as it was asked where two are compared. Exactness is exact, upper-bound or unknown; strength is assumes, obtains or attaches.
//     A right is spelled as fleet.Right.String does.
//   - "from" and "to" of an edge name vertices as fleet.Vertex.String does, and reasons as fleet.Reason.String does: for
//     people, not for parsing. Beside "reasons", in the same order, "grounds" has the two halves of each.
//
// Within version 1 fields may be added and words of people's text may change; no field is renamed, removed or given
// another type, and no closed set of words above loses one.
//
// # Text
//
// Text is laid out for a Page. Tables are wrapped to its width and drop nothing. Lines of prose and of paths are not
// wrapped inside a name, so that names can be copied. Text of others, such as conditions and file names, is made
// Printable first. The layout is no part of the compatibility promise.
package render
