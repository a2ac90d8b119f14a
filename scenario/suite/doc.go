// Package suite runs scenario files under go test: gcloud and kubectl commands as a person types them, and what must hold after them.
//
//	func TestInfrastructure(t *testing.T) { suite.Run(t, "testdata") }
//
// A scenario file is a txtar script, run by github.com/rogpeppe/go-internal/testscript:
//
//	# The lab has the names of production. Its project is another, and so is its pool: there the names mean nothing.
//	gcloud projects create acme-prod
//	gcloud projects create acme-lab
//	gcloud iam service-accounts create db --project=acme-prod
//	gcloud container clusters create-auto prod --region=us-east1 --project=acme-prod
//	gcloud container clusters create-auto lab --region=us-east1 --project=acme-lab
//	gcloud iam service-accounts add-iam-policy-binding db@acme-prod.iam.gserviceaccount.com --role=roles/iam.workloadIdentityUser --member=serviceAccount:acme-prod.svc.id.goog[default/default]
//	whocan serviceAccount:db@acme-prod.iam.gserviceaccount.com
//	! why acme-lab/us-east1/lab default/default serviceAccount:db@acme-prod.iam.gserviceaccount.com
//
// Each file has a world and a terminal of its own. The world is Suite.World, empty by default. Nothing is executed and nobody is
// contacted: gcloud and kubectl are carried out by package scenario/rehearsal, and exec is refused. So is stop, behind which
// nothing would be asserted.
//
// # Commands
//
//	gcloud …, kubectl …       carried out on the model; ! wants a refusal
//	rehearse SCRIPT           a shell script, as scenario/script reads it; ! wants a refusal in it
//	world FOLDER…             begins the file with what gcloud and kubectl print, as fleet/load reads it; comes first
//	organization NUMBER…      begins the file with organizations, which no command makes; comes first
//	checkpoint                diff compares with the world as it is here, and not with the one at the start
//
// A command or a flag that is in no table fails the file, under ! too; so does a part of a shell script that is not understood and may
// hold a command. The commands of testscript remain: stdout, stderr, cmp, cp, env, grep, skip and the like. $ROOT is the folder of
// the test, so that a file can say rehearse $ROOT/infra/fleet.sh; a variable that nothing sets is a fault. Words are split as testscript
// does: ' quotes and " does not, a command is one line, and what kubectl apply reads is a file of the archive. A shell script in the
// archive has the rest.
//
// # Assertions
//
// Each stands between a yes, a no and neither. Without a mark it holds if the answer is a certain yes; with ! if it is a proven no;
// with --in-doubt before the other arguments if it is neither. Exactly one of the three holds, and an answer that is not exact is
// never a no.
//
//	                                     yes                                          no
//	whocan PRINCIPAL                     somebody can act as it                       nobody can
//	whatcan CLUSTER NS/KSA               the workload obtains a service account       it obtains none
//	why CLUSTER NS/KSA PRINCIPAL         the workload can act as the principal        a precondition fails
//	couldbe PRINCIPAL                    somebody could make itself the principal     nobody could
//	excess --intent KEY=VALUE… PRINCIPAL somebody can act as it who was not meant to  nobody who was not meant can
//	diff [PRINCIPAL]                     somebody gained or lost something            the worlds are equal, and both are exact
//	classes                              two workloads share a name at a pool         no two do, and none is unread
//
// CLUSTER is PROJECT/LOCATION/NAME; the terms of --intent are those of fleet.ParseIntent. Who may attach an account, and so gets no
// token by it, does not count as somebody. What a file names must have been there at some point of it, a workload, an account or a
// pool: a misspelt name is an error and not nobody.
//
// The answer is the standard output, as whocan prints it: stdout PATTERN and cmp stdout want.txt hold it. With -suite.rewrite, or
// Suite.Rewrite, the files are rewritten whose cmp differs; read the diff. An assertion that fails prints the path, or what keeps
// it from proof.
//
// A folder without files fails, and so does a file that asserts nothing.
//
// # Coverage
//
// A suite says what no assertion has touched of the worlds that its files end in: pools that workloads have a name at;
// sameness classes of more than one workload that a grant may mean; principals that somebody can or could come to, of service
// accounts and of what grants name of pools; and the rules of package fleet by which they come. An assertion touches what it names, and what the paths of
// its answer go through. Suite.Least makes too little a failure. Working it out costs two questions for each principal of a world; of a world with more than a
// thousand, all count, whether somebody can come to them or not, and rules are left out.
//
// # Results
//
// Suite.JUnit names a file for the results as JUnit XML. The environment variable FLEETTRUST_JUNIT names a folder instead, where each suite
// writes one.
//
// The package stands apart from package scenario since testscript adds the flag -testwork to every program that links it, and the
// simulator all of its readers: who wants the four scenarios as values wants neither.
package suite
