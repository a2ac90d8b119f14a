package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"fleettrust.example/fleet"
	"fleettrust.example/fleet/render"
)

func (c *console) could() *cobra.Command {
	var from, only []string
	var none, exact bool
	cmd := &cobra.Command{
		Use:   "could [--from PATH]... PRINCIPAL",
		Short: "who could make itself a principal that it cannot act as today, by what right, in which cluster",
		Long: `Could lists everyone who cannot act as an IAM principal today and could make
itself able to: by creating a pod, a namespace or a service account, by minting
a token, by making or registering a cluster, by rewriting a policy and the like.
An actor is a workload, a member of IAM, or a user, group or service account of
the Kubernetes API of one cluster; its right comes by RBAC or by IAM. Each comes
with its path; those in doubt stand apart. Each actor is taken alone. Who can
act as the principal already, the command who tells.`,
		Example: `  whocan could --from examples/data/acme serviceAccount:payroll-db@acme-data.iam.gserviceaccount.com
  whocan could --from examples/data/acme --expect-only group:platform@acme.example 'serviceAccount:acme-fleet.svc.id.goog[payroll/runner]'`,
		Args: takes("one PRINCIPAL", 1),
		RunE: func(_ *cobra.Command, args []string) error {
			p, badPrincipal := principal(args[0])
			g, badWorld := c.world("--from", from)
			if err := errors.Join(badPrincipal, badWorld); err != nil {
				return err
			}
			doc := render.BecomingOf(g.CouldBecome(p))
			if err := c.answer(doc); err != nil {
				return err
			}
			return errors.Join(expectOnly(doc, only, none || len(only) > 0), expectExact(doc.Principal, doc.Exactness, exact))
		},
	}
	c.fromFlag(cmd, &from)
	cmd.Flags().BoolVar(&none, "expect-none", false, "exit 1 unless it is proven that nobody else could make itself the principal")
	cmd.Flags().StringArrayVar(&only, "expect-only", nil, "exit 1 unless it is proven that nobody but `ACTOR` could, as the answer names it; several may")
	cmd.Flags().BoolVar(&exact, "expect-exact", false, "exit 1 unless the answer is exact")
	return cmd
}

// expectOnly wants a proof that no actor but those allowed is in the answer.
func expectOnly(b *render.Becoming, allowed []string, asked bool) error {
	if !asked {
		return nil
	}
	for _, a := range b.Actors {
		if !slices.Contains(allowed, a.Name()) {
			return refutation(fmt.Sprintf("expected nobody%s to be able to become %s: %s could, or may", but(allowed), b.Principal, a.Name()))
		}
	}
	if b.Exactness == fleet.Unsettled.String() {
		return refutation(fmt.Sprintf("expected nobody%s to be able to become %s: that is not proven", but(allowed), b.Principal))
	}
	return nil
}

func but(allowed []string) string {
	if len(allowed) == 0 {
		return ""
	}
	return " but " + some(allowed, func(s string) string { return s })
}
