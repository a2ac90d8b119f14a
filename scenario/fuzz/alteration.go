package fuzz

import (
	"slices"

	"fleettrust.example/fleet"
	"fleettrust.example/pool"
)

// alterations switch what can be switched.
func (c *change) alterations() []deed {
	return []deed{
		alteration(c, c.switchIdentity),
		alteration(c, c.switchIssuer),
		alteration(c, func(a fleet.GSA) fleet.GSA { a.Disabled = !a.Disabled; return a }),
		alteration(c, c.annotate),
		alteration(c, c.switchMetadata),
		alteration(c, c.addMember),
		alteration(c, c.addPermission),
		alteration(c, c.switchPolicy),
		alteration(c, c.addTenancyPool),
	}
}

// switchIdentity turns Workload Identity on, or off where it is on.
func (c *change) switchIdentity(f fleet.Cluster) fleet.Cluster {
	f.WorkloadIdentity = switched(f.WorkloadIdentity)
	return f
}

// switchIssuer gives a membership an issuer, or takes it.
func (c *change) switchIssuer(f fleet.Membership) fleet.Membership {
	f.Issuer = switched(f.Issuer)
	return f
}

// switched turns off what is on, and on what is off or not known.
func switched(s fleet.Setting) fleet.Setting {
	if s == fleet.On {
		return fleet.Off
	}
	return fleet.On
}

func (c *change) annotate(f fleet.KSA) fleet.KSA {
	f.Annotation = pick(c.t, "annotation", append(emails(c.facts), "")...)
	return f
}

func (c *change) switchMetadata(f fleet.NodePool) fleet.NodePool {
	if f.Metadata == fleet.GKEMetadata {
		f.Metadata = fleet.GCEMetadata
	} else {
		f.Metadata = fleet.GKEMetadata
	}
	return f
}

// addMember puts somebody into a group.
func (c *change) addMember(f fleet.Group) fleet.Group {
	a := &aim{c.t, c.facts}
	f.Members = append(slices.Clone(f.Members), pick(c.t, "joins", a.account(), parse("user:ann@example.com")))
	return f
}

// addPermission adds a permission to a custom role.
func (c *change) addPermission(f fleet.Role) fleet.Role {
	f.Permissions = append(slices.Clone(f.Permissions), pick(c.t, "permission", append(slices.Clone(permissions), authorityPermissions...)...))
	return f
}

// switchPolicy enforces an organization policy, or ceases to.
func (c *change) switchPolicy(f fleet.OrgPolicy) fleet.OrgPolicy {
	f.Reset = false
	if f.Enforced == fleet.On {
		f.Enforced = fleet.Off
	} else {
		f.Enforced = fleet.On
	}
	return f
}

// addTenancyPool gives a fleet a scope-tenancy pool.
func (c *change) addTenancyPool(f fleet.Fleet) fleet.Fleet {
	f.TenancyPool = pool.Must(pool.ParseName(teamPool))
	return f
}
