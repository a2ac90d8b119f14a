// Package contest measures the library against other programs on one organization, drawn by scenario/organization, and holds
// every answer of theirs to the library's before a time counts.
//
// # What is asked
//
//	check   can this workload be this account?
//	who     which workloads can be this account?
//	what    which accounts can this workload be?
//	build   from the records of the organization to the first answer
//	memory  what is in memory then, with all names
//	change  one grant told, or taken back
//
// The rules that the organization needs are few: credentials at the pool of the project and at that of the fleet (R1, R2);
// subjects, namespaces, clusters and whole pools (R4, R6, R7, R8); grants (R10), from account to account too. A peer has these
// and no more. The library has all of its rules on.
//
// # How it is measured
//
// A figure is a ratio: the time of the peer divided by that of the library, over the same questions, in one process and in turn,
// the median of the ratios of seven rounds. A round is up to 50,000 different questions drawn at random. Half of the checks are
// drawn among those that are true; the other half is a workload and any account of its fleet. A round in which one side would
// take longer than a bound asks the first of these questions only, and the row says how many.
//
// Peers take strings and give strings. The library is measured twice: by handles, all looked up before the clock starts; and
// from strings, with the names of all answers read. Strings of questions are copies that nobody else has. The garbage of
// one side is collected before the other's clock starts.
//
// Memory is what the heap grows by, after a collection, from building out of records that are forgotten then: what is kept of
// them counts. Of a database that lies outside of the heap it is the size of the database. Where a single question, build or
// change takes longer than the bound there are fewer rounds, and the row says how many.
//
// # Differences
//
// Every answer that is measured was compared before: of a check the truth, of who and what the set, by the sum of a 64-bit hash
// of each member, and their number, so that one given twice is a difference. Each measured round has to give as many answers
// again. After each change both sides are asked whether it has come about.
package contest
