package load

import (
	"maps"
	"slices"

	"fleettrust.example/fleet"
)

// A Change is a plan of Terraform, and the world that it is made in.
type Change struct {
	From Input  // the world before the plan; without paths only what the plan speaks of is known, and all else is a Gap
	Plan string // what terraform show -json prints of the plan
}

// Into tells one Builder the world before the plan, and another the world after it. The Report is that of both.
//
// Before is what From reads, and what Terraform found when it planned; where they differ the Report warns, and Terraform's word is taken.
// After is that with the plan laid over it. What is made is there, and what is deleted is not, nor what cannot be without it; a cluster
// that is made anew has nothing of the one before. A _binding that is made or changed is all of its role, with its condition, on its
// resource, a _policy all grants on it, and a _member one grant more. Of what is changed the plan's word counts, and what it does
// not say stays as it was. What is known after apply is unknown, and so is what a new cluster will hold. What the plan leaves as
// it is changes nothing.
//
// A plan that changes groups or access boundaries leaves all of them out after it, and a deleted project is taken as still there: answers
// may hold more. One that failed is refused. Errors are those of [Input.Into], and no Builder is told anything then. O(bytes of both);
// the facts of both worlds are in memory, and the plan beside them.
func (c Change) Into(before, after *fleet.Builder) (*Report, error) {
	was, is, report, err := c.worlds()
	if err != nil {
		return report, err
	}
	was.tell(before)
	is.tell(after)
	return report, nil
}

func (c Change) worlds() (before, after *world, report *Report, err error) {
	base := newReader()
	if len(c.From.Paths)+len(c.From.Manifests) > 0 {
		base = c.From.read()
	}
	return c.lay(base)
}

// lay lays the plan over a base.
func (c Change) lay(base *reader) (before, after *world, report *Report, err error) {
	prior, _ := c.read(base, (*stack).before)
	next, plan := c.read(base, (*stack).after)
	report = c.report(base, next)
	if faults := slices.Concat(base.faults, prior.faults, next.faults); len(faults) > 0 {
		return nil, nil, report, faultsError(faults)
	}
	o := &overlay{base: base, prior: prior, next: next, plan: plan, deeds: plan.deeds(), report: report}
	before = o.before()
	after = o.after(before)
	report.sort()
	return before, after, report, nil
}

// read reads the plan as one of its worlds, knowing the numbers of the projects that it may name.
func (c Change) read(base *reader, world func(*stack) []*resource) (*reader, *stack) {
	r := newReader()
	defer r.close()
	maps.Copy(r.numbers, base.numbers)
	r.list(Manifests{Path: c.Plan})
	if len(r.faults) > 0 || len(r.files) != 1 {
		if len(r.faults) == 0 {
			r.folderFault(c.Plan, "is a folder: want what terraform show -json prints of a plan")
		}
		return r, nil
	}
	f := r.files[0]
	t := f.planOf()
	if t == nil {
		return r, nil
	}
	count := t.read(world(t))
	r.catchUp()
	r.report.Read = append(r.report.Read, Read{f.name, "Terraform", count})
	r.direct = len(r.facts)
	noted := slices.Clone(r.report.Warnings)
	r.settle()
	if base.files != nil { // what the plan does not have, the base may
		r.report.Warnings, r.report.Missing = noted, nil
	}
	return r, t
}

// planOf opens a file that has to be a plan.
func (f *file) planOf() *stack {
	in, err := f.open()
	if err != nil {
		f.refuse(0, err.Error())
		return nil
	}
	defer in.close()
	data, err := in.all()
	if err != nil {
		f.refuse(0, err.Error())
		return nil
	}
	t := f.stack(data)
	if t == nil {
		return nil
	}
	switch complete := t.top.field("complete"); {
	case t.plan == nil:
		f.refuse(1, "is no plan of Terraform: want what terraform show -json PLAN prints")
		return nil
	case t.top.field("errored").truth():
		t.top.field("errored").fault("the plan failed before it was made whole")
		return nil
	case complete.present() && !complete.truth():
		complete.warn("", "changes were left out of the plan, and are taken for none")
	}
	return t
}

// report is that of the base and of the plan.
func (c Change) report(base, next *reader) *Report {
	if base.files == nil && len(base.faults) == 0 {
		return &next.report
	}
	r := base.report
	r.Read = append(r.Read, next.report.Read...)
	r.Unread = append(r.Unread, next.report.Unread...)
	r.Warnings = append(r.Warnings, next.report.Warnings...)
	r.sort()
	return &r
}
