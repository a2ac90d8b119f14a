package contest

import (
	"math/rand/v2"
	"slices"
	"strings"

	"fleettrust.example/scenario/organization"
)

const (
	mostQuestions = 50_000
	mostChanges   = 1_000
)

// pair is a workload and an account.
type pair struct {
	workload workload
	email    string
}

// questions are what both sides are asked.
type questions struct {
	check   []pair
	who     []string
	what    []workload
	changes []change
}

// drawQuestions draws different questions, as many as there are. An engine says which checks are true.
func drawQuestions(o *organization.Organization, seed uint64, e engine) (*questions, error) {
	d := &drawing{record: newRecord(o), dice: rand.New(rand.NewPCG(seed, 99)), engine: e, asked: map[[2]int]bool{}}
	q := &questions{}
	for _, i := range d.some(o.Accounts()) {
		q.who = append(q.who, strings.Clone(o.Account(i).Email))
	}
	for _, i := range d.some(o.Workloads()) {
		q.what = append(q.what, cloned(d.workload(i)))
	}
	if err := d.drawChecks(q); err != nil {
		return nil, err
	}
	return q, d.drawChanges(q)
}

type drawing struct {
	record
	dice   *rand.Rand
	engine engine
	asked  map[[2]int]bool
	byMail map[string]int
}

// some draws different indices below n, in random order.
func (d *drawing) some(n int) []int {
	all := d.dice.Perm(n)
	return slices.Clone(all[:min(n, mostQuestions)])
}

func cloned(w workload) workload {
	return workload{strings.Clone(w.cluster), strings.Clone(w.namespace), strings.Clone(w.account)}
}

// drawChecks draws pairs, in turn one that is true and any of one fleet.
func (d *drawing) drawChecks(q *questions) error {
	d.byMail = map[string]int{}
	for i := range d.Accounts() {
		d.byMail[d.Account(i).Email] = i
	}
	most := min(mostQuestions, d.Workloads()*d.Accounts()/8)
	for try := 0; try < 20*most && len(q.check) < most; try++ {
		w := d.dice.IntN(d.Workloads())
		a := d.accountOfFleet(d.Workload(w).Cluster)
		if len(q.check)%2 == 0 {
			var err error
			if a, err = d.accountOf(w); err != nil {
				return err
			}
		}
		if a < 0 || d.asked[[2]int{w, a}] {
			continue
		}
		d.asked[[2]int{w, a}] = true
		q.check = append(q.check, pair{cloned(d.workload(w)), strings.Clone(d.Account(a).Email)})
	}
	return nil
}

// accountOf draws an account that a workload can be; -1 if there is none.
func (d *drawing) accountOf(w int) (int, error) {
	var emails []string
	if err := d.engine.what(d.workload(w), func(email string) { emails = append(emails, email) }); err != nil || len(emails) == 0 {
		return -1, err
	}
	slices.Sort(emails)
	return d.byMail[emails[d.dice.IntN(len(emails))]], nil
}

// accountOfFleet draws one of those whose project is in the fleet of a cluster's. Projects of one fleet follow one another.
func (d *drawing) accountOfFleet(cluster int) int {
	host := d.Project(d.Cluster(cluster).Project).Host
	first := d.firstAccount(host)
	end := first
	for step := d.Accounts(); step > 0; step /= 2 {
		for end+step <= d.Accounts() && d.hostOf(end+step-1) <= host {
			end += step
		}
	}
	return first + d.dice.IntN(end-first)
}

func (d *drawing) hostOf(account int) int { return d.Project(d.Account(account).Project).Host }

func (d *drawing) firstAccount(host int) int { return host * (d.Accounts() / d.Projects()) }

// drawChanges draws grants that a workload gains an account by, at the pool of its own project, each followed by its end.
func (d *drawing) drawChanges(q *questions) error {
	for try := 0; try < 20*mostChanges && len(q.changes) < mostChanges; try++ {
		w := d.dice.IntN(d.Workloads())
		c := d.Cluster(d.Workload(w).Cluster)
		a := d.accountOfFleet(d.Workload(w).Cluster)
		x := change{strings.Clone(d.Account(a).Email), d.Project(c.Project).ID, d.Workload(w).Namespace, d.Workload(w).ServiceAccount, cloned(d.workload(w)), false}
		if has, err := d.engine.check(x.workload, x.email); err != nil {
			return err
		} else if has || !c.Identity {
			continue
		}
		end := x
		end.back = true
		q.changes = append(q.changes, x, end)
	}
	return nil
}
